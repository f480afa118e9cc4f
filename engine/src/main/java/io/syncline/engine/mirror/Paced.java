package io.syncline.engine.mirror;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.filter.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The source's rows, no faster than allowed: who reads them waits.
 *
 * @param scan reads them
 * @param allowance how fast
 */
record Paced(Scan scan, Allowance allowance) implements Scan {
    private static final int ROWS_AT_ONCE = 1_000;
    private static final long PLAIN_BYTES = 8;

    @Override
    public Rows scan(Layout layout, Predicate wanted) {
        return new PacedRows(scan.scan(layout, wanted), allowance);
    }

    private static final class PacedRows implements Rows {
        private final Rows rows;
        private final Allowance allowance;
        private final int atOnce;
        private int count;
        private long bytes;

        PacedRows(Rows rows, Allowance allowance) {
            this.rows = rows;
            this.allowance = allowance;
            this.atOnce = allowance.rowsAtOnce(ROWS_AT_ONCE);
        }

        @Override
        public @Nullable Row next() {
            Row row = rows.next();
            if (row != null) {
                count++;
                bytes += bytes(row);
            }
            if (count >= atOnce || row == null) {
                allowance.took(count, bytes);
                count = 0;
                bytes = 0;
                allowance.pay();
            }
            return row;
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    /** About how many bytes a row has. */
    static long bytes(Row row) {
        long bytes = 0;
        for (int i = 0; i < row.header().size(); i++) {
            bytes += bytes(row.at(i));
        }
        return bytes;
    }

    private static long bytes(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text.length();
            case Value.Bytes(byte[] some) -> some.length;
            case Value.Json(String text) -> text.length();
            case Value.Other(String _, String text) -> text.length();
            case Value.Items(var values) -> values.stream().mapToLong(Paced::bytes).sum();
            case Value.Struct(var fields) -> fields.values().stream().mapToLong(Paced::bytes).sum();
            case Value.Null _,
                    Value.Bool _,
                    Value.Int _,
                    Value.Decimal _,
                    Value.Real _,
                    Value.Date _,
                    Value.Time _,
                    Value.Timestamp _,
                    Value.Instant _,
                    Value.Uuid _ ->
                    PLAIN_BYTES;
        };
    }
}
