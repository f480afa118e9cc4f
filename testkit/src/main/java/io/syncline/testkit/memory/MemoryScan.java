package io.syncline.testkit.memory;

import io.syncline.core.change.Field;
import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Scan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a table that was copied when the scan began. */
final class MemoryScan implements Scan.Rows {
    private final Iterator<Row> each;

    private MemoryScan(Iterator<Row> each) {
        this.each = each;
    }

    /** These rows with all fields of a layout and no others. */
    static Scan.Rows of(Collection<Row> rows, Layout layout) {
        Header wanted = Header.of(layout.fields().stream().map(Field::name).toList());
        return new MemoryScan(rows.stream().map(row -> cut(row, wanted)).toList().iterator());
    }

    private static Row cut(Row row, Header wanted) {
        if (row.header().equals(wanted)) {
            return row;
        }
        List<Value> values = new ArrayList<>();
        for (String name : wanted.names()) {
            Value value = row.get(name);
            values.add(value == null ? Value.nothing() : value);
        }
        return Row.of(wanted, values);
    }

    @Override
    public @Nullable Row next() {
        return each.hasNext() ? each.next() : null;
    }

    @Override
    public void close() {}
}
