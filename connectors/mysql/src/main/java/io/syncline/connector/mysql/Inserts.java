package io.syncline.connector.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whole rows, many at a time: in MariaDB's binary form for many rows, which costs it less than any
 * text of SQL, or in statements of many rows. On a connection of its caller.
 */
final class Inserts {
    private static final int ROWS_AT_ONCE = 1000;

    private final Connection connection;
    private final boolean mariaDb;
    private final long bytesMax;

    /**
     * @param bytesMax the longest statement
     */
    Inserts(Connection connection, boolean mariaDb, long bytesMax) {
        this.connection = connection;
        this.mariaDb = mariaDb;
        this.bytesMax = bytesMax;
    }

    /**
     * Writes rows, which are alike. Where it fails, some may have been written.
     *
     * @param over whether over rows that are there; else such a row is an error
     */
    void write(List<Pending> writes, boolean over) throws SQLException {
        if (mariaDb && writes.size() > 1) {
            inBulk(writes, over);
            return;
        }
        int from = 0;
        while (from < writes.size()) {
            int to = from;
            long bytes = 0;
            while (to < writes.size()
                    && to - from < ROWS_AT_ONCE
                    && (to == from || bytes + writes.get(to).bytes() <= bytesMax)) {
                bytes += writes.get(to++).bytes();
            }
            inOneStatement(writes.subList(from, to), over);
            from = to;
        }
    }

    private void inBulk(List<Pending> writes, boolean over) throws SQLException {
        // The driver leaves this form when it sees DUPLICATE, since it could not tell how many rows
        // were changed, which nobody asks. What such a comment says is read by the server alone.
        String sql = sql(writes.getFirst(), 1, over, "/*! DUPLICATE */");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Pending each : writes) {
                Sql.bindRow(statement, each.parameters());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void inOneStatement(List<Pending> writes, boolean over) throws SQLException {
        String sql = sql(writes.getFirst(), writes.size(), over, "DUPLICATE");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Sql.bind(statement, writes.stream().map(Pending::parameters).toList());
            statement.executeUpdate();
        }
    }

    private static String sql(Pending first, int rows, boolean over, String duplicate) {
        String row = "(" + Shape.marks(first.fields().size()) + ")";
        String insert =
                "INSERT INTO "
                        + first.shape().table().quoted()
                        + first.fields().stream()
                                .map(field -> first.shape().codec(field).quoted())
                                .collect(Collectors.joining(",", " (", ") VALUES "))
                        + (row + ",").repeat(rows - 1)
                        + row;
        return over ? insert + " ON " + duplicate + " KEY UPDATE " + set(first) : insert;
    }

    /** What an upsert sets: all but the key; of a row that is all key, a column to what it is. */
    private static String set(Pending first) {
        List<Codec> changed = UpdateByCase.set(first);
        List<Codec> set =
                changed.isEmpty()
                        ? List.of(first.shape().codec(first.fields().getFirst()))
                        : changed;
        return set.stream()
                .map(Codec::quoted)
                .map(name -> name + "=VALUES(" + name + ")")
                .collect(Collectors.joining(","));
    }
}
