package io.syncline.testkit.memory;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowBlock;
import java.util.AbstractList;
import java.util.List;

/** Rows of one header, as a database tells them that could pass them on unread. Immutable. */
final class MemoryBlock extends AbstractList<Row> implements RowBlock {
    private final List<Row> rows;

    private MemoryBlock(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** The rows as a block, if they have one header; else as they are. */
    static List<Row> of(List<Row> rows) {
        boolean alike =
                !rows.isEmpty()
                        && rows.stream()
                                .allMatch(row -> row.header().equals(rows.getFirst().header()));
        return alike ? new MemoryBlock(rows) : rows;
    }

    @Override
    public Header header() {
        return rows.getFirst().header();
    }

    @Override
    public Row get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }
}
