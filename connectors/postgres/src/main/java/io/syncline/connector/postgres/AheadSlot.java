package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * A temporary copy of a flow's slot, which runs ahead of it and ends with its session. Used by one
 * thread, but for {@link #abort}.
 */
final class AheadSlot implements AutoCloseable {
    private static final int NAME_MAX = 63;

    private final Connection connection;
    private final String flow;
    private final String ahead;
    private final String options;

    /** Where the copy stands, and where the log ends. */
    record Place(long restart, long confirmed, long head) {
        /** How much log is decoded again with each piece. */
        long pinned() {
            return confirmed - restart;
        }

        /** How much log is left to be read. */
        long left() {
            return head - confirmed;
        }
    }

    private AheadSlot(Connection connection, String flow, String ahead, String options) {
        this.connection = connection;
        this.flow = flow;
        this.ahead = ahead;
        this.options = options;
    }

    /**
     * Makes the copy; owns the connection from then on, whatever happens.
     *
     * @throws SQLException if the server cannot, as without a free slot
     */
    static AheadSlot of(Connection connection, Selection selection, boolean binary)
            throws SQLException {
        String flow = PostgresSlots.name(selection);
        try {
            String end = "_ahead_" + connection.unwrap(PGConnection.class).getBackendPID();
            String ahead =
                    flow.substring(0, Math.min(flow.length(), NAME_MAX - end.length())) + end;
            String options =
                    "'proto_version', '1', 'publication_names', "
                            + PgName.literal(PostgresSlots.publications(selection))
                            + (binary ? ", 'binary', 'true'" : "")
                            + (selection.echoes() ? ", 'messages', 'true'" : "");
            // What one piece holds is kept by the server before it is sent.
            PostgresSlots.run(connection, "SET work_mem = '64MB'");
            PostgresSlots.run(
                    connection,
                    "SELECT pg_copy_logical_replication_slot(%s, %s, true)"
                            .formatted(PgName.literal(flow), PgName.literal(ahead)));
            return new AheadSlot(connection, flow, ahead, options);
        } catch (SQLException | RuntimeException e) {
            PostgresConnections.quietly(connection);
            throw e;
        }
    }

    Place place() throws SQLException {
        String sql =
                "SELECT restart_lsn::text, confirmed_flush_lsn::text, CASE WHEN pg_is_in_recovery()"
                        + " THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END::text"
                        + " FROM pg_replication_slots WHERE slot_name = ?";
        try (ResultSet row = PostgresSlots.query(connection, sql, ahead)) {
            if (!row.next()) {
                throw new SQLException("The copied slot is gone", "55000");
            }
            return new Place(
                    PgLsn.parse(row.getString(1)),
                    PgLsn.parse(row.getString(2)),
                    PgLsn.parse(row.getString(3)));
        }
    }

    /** Reads on until the first commit at or behind a place; the copy forgets it. */
    CopyOut read(long upTo) throws SQLException {
        String sql =
                "COPY (SELECT data FROM pg_logical_slot_get_binary_changes(%s, %s, NULL, %s))"
                                .formatted(
                                        PgName.literal(ahead),
                                        PgName.literal(PgLsn.text(upTo)),
                                        options)
                        + " TO STDOUT (FORMAT binary)";
        return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
    }

    /** Passes over what lies before a place. */
    void skip(long to) throws SQLException {
        advance(ahead, to);
    }

    /** Lets the flow's own slot forget; false if somebody still reads it. */
    boolean follow(long to) throws SQLException {
        try {
            advance(flow, to);
            return true;
        } catch (SQLException e) {
            if (!PostgresSlots.IN_USE.equals(e.getSQLState())) {
                throw e;
            }
            return false;
        }
    }

    private void advance(String slot, long to) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_replication_slot_advance(%s, %s)"
                            .formatted(PgName.literal(slot), PgName.literal(PgLsn.text(to))));
        }
    }

    /** Ends a call that another thread waits for. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException _) {
            // It is gone already.
        }
    }

    @Override
    public void close() {
        PostgresConnections.quietly(connection);
    }
}
