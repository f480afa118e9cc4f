package io.syncline.connector.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Updates of many rows in one statement: each column is set to {@code CASE key WHEN ... THEN ...
 * END}. A statement of its own for each row costs the server three times as much while few columns
 * are set; and this one says how many rows there were, so nobody has to ask before.
 */
final class UpdateByCase {
    /** For each row the server goes through half of a statement's cases, in every column. */
    private static final int CASES_MAX = 300;

    private static final int ROWS_MAX = 100;

    /** With fewer rows in a statement it gains nothing. */
    private static final int ROWS_MIN = 20;

    /** The words around a case. */
    private static final int CASE_BYTES = 20;

    private final Connection connection;
    private final long bytesMax;

    /**
     * @param bytesMax the longest statement
     */
    UpdateByCase(Connection connection, long bytesMax) {
        this.connection = connection;
        this.bytesMax = bytesMax;
    }

    /** The columns that a write sets, in the order of its fields. */
    static List<Codec> set(Pending write) {
        return write.fields().stream()
                .filter(field -> !write.inKey(field))
                .map(write.shape()::codec)
                .toList();
    }

    /**
     * Whether it does these writes, which are alike: many rows, few columns, and a key of one
     * column of which no two values are equal for the server.
     */
    boolean suits(List<Pending> writes) {
        Pending first = writes.getFirst();
        List<Codec> keys = first.shape().keyCodecs();
        int columns = set(first).size();
        return writes.size() >= ROWS_MIN
                && columns > 0
                && columns * ROWS_MIN <= CASES_MAX
                && keys.size() == 1
                && exact(keys.getFirst().column());
    }

    private static boolean exact(Column key) {
        return switch (key.kind()) {
            case WHOLE, UUID -> true;
            case CHARACTERS -> key.comparesExactly() && !key.padded();
            default -> false;
        };
    }

    /** Updates the rows that are there, and returns how many these are. */
    int update(List<Pending> writes) throws SQLException {
        int columns = set(writes.getFirst()).size();
        int rows = Math.min(ROWS_MAX, CASES_MAX / columns);
        int found = 0;
        int from = 0;
        while (from < writes.size()) {
            int to = from;
            long bytes = 0;
            while (to < writes.size()
                    && to - from < rows
                    && (to == from || bytes + bytes(writes.get(to), columns) <= bytesMax)) {
                bytes += bytes(writes.get(to++), columns);
            }
            found += atOnce(writes.subList(from, to));
            from = to;
        }
        return found;
    }

    /** Each column repeats the key. */
    private static long bytes(Pending write, int columns) {
        return write.bytes() + columns * (CASE_BYTES + Sql.bytes(write.key().getFirst()));
    }

    private int atOnce(List<Pending> writes) throws SQLException {
        Pending first = writes.getFirst();
        Shape shape = first.shape();
        String key = shape.keyCodecs().getFirst().quoted();
        String cases = "=CASE " + key + " WHEN ? THEN ?".repeat(writes.size()) + " END";
        String sql =
                "UPDATE "
                        + shape.table().quoted()
                        + " SET "
                        + set(first).stream()
                                .map(codec -> codec.quoted() + cases)
                                .collect(Collectors.joining(","))
                        + " WHERE "
                        + shape.keyIn(writes.size());
        List<@Nullable Object> parameters = new ArrayList<>();
        for (int field = 0; field < first.fields().size(); field++) {
            if (!first.inKey(first.fields().get(field))) {
                for (Pending each : writes) {
                    parameters.add(each.key().getFirst());
                    parameters.add(each.parameters().get(field));
                }
            }
        }
        writes.forEach(each -> parameters.add(each.key().getFirst()));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Sql.bind(statement, List.of(parameters));
            return statement.executeUpdate();
        }
    }
}
