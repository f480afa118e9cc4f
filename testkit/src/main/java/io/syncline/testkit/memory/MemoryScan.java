package io.syncline.testkit.memory;

import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Scan;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Rows of a table that was copied when the scan began. */
final class MemoryScan implements Scan.Rows {
    private final Iterator<Row> each;

    private MemoryScan(Iterator<Row> each) {
        this.each = each;
    }

    static Scan.Rows of(Iterator<Row> each) {
        return new MemoryScan(each);
    }

    @Override
    public @Nullable Row next() {
        return each.hasNext() ? each.next() : null;
    }

    @Override
    public void close() {}
}
