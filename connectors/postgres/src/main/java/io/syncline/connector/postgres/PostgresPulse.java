package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Fineness;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What a server says of itself beside its rows: which one it is, how much log it keeps for a flow,
 * and whether a marker gets into its log. Safe for use by several threads.
 *
 * @param connections to the database
 */
record PostgresPulse(PostgresConnections connections) {
    private static final String COUNT = "syncline mark ";

    /** About how much log is kept for the flow's slot; -1 if there is no slot. */
    long keptBytes(String flow) {
        String slot = slot(flow);
        return connections.call(
                "looking at the replication slot",
                connection -> {
                    String sql =
                            "SELECT pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN"
                                    + " pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END,"
                                    + " restart_lsn)::int8 FROM pg_replication_slots"
                                    + " WHERE slot_name = ? AND restart_lsn IS NOT NULL";
                    try (ResultSet row = PostgresSlots.query(connection, sql, slot)) {
                        return row.next() ? Math.max(0, row.getLong(1)) : -1L;
                    }
                });
    }

    /** How many rows a table has, counted no further than asked. */
    long count(String collection, long most) {
        return connections.call(
                "counting rows",
                connection -> {
                    String sql =
                            "SELECT count(*)::text FROM (SELECT FROM %s LIMIT %d) t"
                                    .formatted(PgName.table(collection), most);
                    return Long.parseLong(text(connection, sql));
                });
    }

    /**
     * How many digits of a second a column holds; all of one that is not there or holds no times.
     */
    int secondDigits(String collection, String field) {
        return connections.call(
                "reading a table",
                connection -> {
                    PgTable table = PostgresCatalog.one(connection, collection);
                    for (PgColumn column : table == null ? List.<PgColumn>of() : table.columns()) {
                        if (column.name().equals(field)) {
                            return column.secondDigits();
                        }
                    }
                    return Fineness.DIGITS_MAX;
                });
    }

    /**
     * Writes a marker: a message in the log, and a number in the comment of a publication that
     * tells nothing, which a restored server has an older one of. The number only grows, also if
     * the publication is made anew. Returns the log's end.
     */
    Position mark(String flow) {
        String publication = PostgresSlots.mark(selection(flow));
        return connections.call(
                "writing a marker",
                connection -> {
                    boolean own = connection.getAutoCommit();
                    connection.setAutoCommit(false);
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SET LOCAL synchronous_commit = local");
                        statement.execute(
                                "SELECT pg_logical_emit_message(true, 'syncline', 'mark')");
                        long count = count(connection, publication);
                        String quoted = PgTable.quote(publication);
                        if (count < 0) {
                            statement.execute("CREATE PUBLICATION " + quoted);
                        }
                        long now =
                                Long.parseLong(
                                        text(
                                                connection,
                                                "SELECT (extract(epoch FROM clock_timestamp()) *"
                                                        + " 1000)::int8"));
                        statement.execute(
                                "COMMENT ON PUBLICATION %s IS '%s%d'"
                                        .formatted(quoted, COUNT, Math.max(count + 1, now)));
                        connection.commit();
                    } finally {
                        connection.rollback();
                        connection.setAutoCommit(own);
                    }
                    return new Position(text(connection, "SELECT pg_current_wal_flush_lsn()"));
                });
    }

    /** The number in the comment; 0 before the first; -1 if there is no publication. */
    private static long count(Connection connection, String publication) throws SQLException {
        String sql =
                "SELECT coalesce(obj_description(oid, 'pg_publication'), '') FROM pg_publication"
                        + " WHERE pubname = ?";
        try (ResultSet row = PostgresSlots.query(connection, sql, publication)) {
            if (!row.next()) {
                return -1;
            }
            String comment = row.getString(1);
            return comment.matches(COUNT + "\\d{1,18}")
                    ? Long.parseLong(comment.substring(COUNT.length()))
                    : 0;
        }
    }

    /** See {@link PostgresIdentity}. */
    String identity(String flow) {
        return connections.call(
                "asking which server it is",
                connection ->
                        new PostgresIdentity(
                                        text(
                                                connection,
                                                "SELECT system_identifier FROM pg_control_system()"),
                                        text(
                                                connection,
                                                "SELECT CASE WHEN pg_is_in_recovery() THEN (SELECT"
                                                        + " timeline_id FROM pg_control_checkpoint())::text"
                                                        + " ELSE ('x' || substr(pg_walfile_name("
                                                        + "pg_current_wal_lsn()), 1, 8))::bit(32)::int::text"
                                                        + " END"),
                                        text(
                                                connection,
                                                "SELECT CASE WHEN pg_is_in_recovery() THEN"
                                                        + " pg_last_wal_replay_lsn() ELSE"
                                                        + " pg_current_wal_flush_lsn() END::text"),
                                        Math.max(
                                                0,
                                                count(
                                                        connection,
                                                        PostgresSlots.mark(selection(flow)))))
                                .text());
    }

    private static String slot(String flow) {
        return PostgresSlots.name(selection(flow));
    }

    private static Selection selection(String flow) {
        return new Selection(flow, List.of());
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
