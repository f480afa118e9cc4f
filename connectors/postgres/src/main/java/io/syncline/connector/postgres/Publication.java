package io.syncline.connector.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A publication of ours: what the server tells a stream of. The server decides by the catalog of
 * the moment a change was made, so a publication that lacks a table for a while has lost its
 * changes. Which tables it had is written into its comment: a table that is asked for now and does
 * not stand there is new, one that stands there and is not in the publication was taken out.
 *
 * @param name not quoted
 * @param updates whether updates and deletes are told, or inserts and truncations alone
 * @param tables its tables, quoted
 */
record Publication(String name, boolean updates, List<String> tables) {
    private static final String FOUND =
            "SELECT oid::int8, pubviaroot, pubinsert AND pubtruncate AND pubupdate = ?"
                    + " AND pubdelete = pubupdate, obj_description(oid, 'pg_publication')"
                    + " FROM pg_publication WHERE pubname = ?";

    /** Tables that are told without a condition. */
    private static final String MEMBERS =
            "SELECT format('\"%s\".\"%s\"',"
                    + " replace(schemaname, '\"', '\"\"'), replace(tablename, '\"', '\"\"'))"
                    + " FROM pg_publication_tables WHERE pubname = ? AND rowfilter IS NULL";

    private static final String COMMENT =
            "Made by Syncline, which loses changes if somebody else changes it.\n";

    private record Found(long identity, boolean viaRoot, boolean tells, String comment) {
        boolean ours() {
            return viaRoot && tells && comment.startsWith(COMMENT);
        }
    }

    /** Makes it, or adds what it lacks. */
    void make(Connection connection) throws SQLException {
        Found found = find(connection);
        String quoted = PgTable.quote(name);
        if (found == null) {
            PostgresSlots.run(
                    connection, "CREATE PUBLICATION %s WITH (%s)".formatted(quoted, settings()));
        } else if (!found.viaRoot || !found.tells) {
            PostgresSlots.run(
                    connection, "ALTER PUBLICATION %s SET (%s)".formatted(quoted, settings()));
        }
        Set<String> missing = missing(connection);
        if (!missing.isEmpty()) {
            PostgresSlots.run(
                    connection,
                    "ALTER PUBLICATION %s ADD TABLE %s"
                            .formatted(quoted, String.join(", ", missing)));
        }
        // Last: what is named here has been told since.
        String comment = comment(found);
        if (found == null || !comment.equals(found.comment)) {
            PostgresSlots.run(
                    connection,
                    "COMMENT ON PUBLICATION %s IS '%s'"
                            .formatted(
                                    quoted,
                                    connection.unwrap(PGConnection.class).escapeLiteral(comment)));
        }
    }

    /**
     * Its identity, or null if it is not there or does not tell all it has to. A table that was
     * dropped has nothing to tell, and one that was not asked for yet is not missed.
     */
    @Nullable Long whole(Connection connection) throws SQLException {
        Found found = find(connection);
        if (found == null || !found.ours()) {
            return null;
        }
        for (String table : missing(connection)) {
            if (names(found.comment, table) && exists(connection, table)) {
                return null;
            }
        }
        return found.identity;
    }

    private String settings() {
        return "publish = '%s', publish_via_partition_root = true"
                .formatted(updates ? "insert, update, delete, truncate" : "insert, truncate");
    }

    private String comment(@Nullable Found found) {
        String known = found != null && found.comment.startsWith(COMMENT) ? found.comment : COMMENT;
        StringBuilder comment = new StringBuilder(known);
        for (String table : tables) {
            if (!names(known, table)) {
                comment.append(table).append('\n');
            }
        }
        return comment.toString();
    }

    /** A quoted name holds no single quotation mark but its own, so it is found in no other. */
    private static boolean names(String comment, String table) {
        return comment.contains("\n" + table + "\n");
    }

    private @Nullable Found find(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(FOUND)) {
            statement.setBoolean(1, updates);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Found(
                                row.getLong(1),
                                row.getBoolean(2),
                                row.getBoolean(3),
                                Objects.requireNonNullElse(row.getString(4), ""))
                        : null;
            }
        }
    }

    private Set<String> missing(Connection connection) throws SQLException {
        Set<String> missing = new LinkedHashSet<>(tables);
        try (ResultSet found = PostgresSlots.query(connection, MEMBERS, name)) {
            while (found.next()) {
                missing.remove(found.getString(1));
            }
        }
        return missing;
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        String sql = "SELECT to_regclass(?) IS NOT NULL";
        try (ResultSet there = PostgresSlots.query(connection, sql, table)) {
            there.next();
            return there.getBoolean(1);
        }
    }
}
