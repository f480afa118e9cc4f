package io.syncline.connector.jdbc.polling;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** A number for rows in any order that changes with any of them, but for one case in 2^63. Pure. */
final class RowsHash {
    private RowsHash() {}

    static long of(List<Row> rows) {
        long sum = rows.size();
        for (Row row : rows) {
            long hash = 0xcbf29ce484222325L;
            for (int i = 0; i < row.header().size(); i++) {
                hash = mixed(hash, row.header().names().get(i));
                hash = mixed(hash, text(row.at(i)));
            }
            // Spread, so that sums of likes do not meet.
            hash = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
            sum += hash ^ hash >>> 29;
        }
        return sum;
    }

    private static String text(Value value) {
        return value instanceof Value.Bytes(byte[] bytes)
                ? "bytes " + HexFormat.of().formatHex(bytes)
                : value.toString();
    }

    private static long mixed(long hash, String text) {
        long mixed = hash;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            mixed = (mixed ^ each) * 0x100000001b3L;
        }
        return (mixed ^ text.length()) * 0x100000001b3L;
    }
}
