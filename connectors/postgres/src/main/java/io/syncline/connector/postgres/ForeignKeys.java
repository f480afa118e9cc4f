package io.syncline.connector.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the catalog tells of foreign keys. */
final class ForeignKeys {
    private static final String PARENTS =
            """
            WITH RECURSIVE up(oid, depth) AS (
                SELECT to_regclass(?)::oid, 0
                UNION
                SELECT f.confrelid, up.depth + 1 FROM pg_constraint f JOIN up ON f.conrelid = up.oid
                 WHERE f.contype = 'f' AND f.confrelid <> f.conrelid AND up.depth < 32)
            SELECT max(depth) FROM up
            """;
    private static final String CHILDREN =
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND confrelid = to_regclass(?)";
    private static final String BETWEEN =
            """
            WITH t AS (
                SELECT name, to_regclass(quoted)::oid AS oid
                  FROM unnest(?::text[], ?::text[]) AS n(name, quoted))
            SELECT DISTINCT child.name, parent.name
              FROM pg_constraint f
              JOIN t child ON child.oid = f.conrelid
              JOIN t parent ON parent.oid = f.confrelid
             WHERE f.contype = 'f'
            """;

    private ForeignKeys() {}

    /** After how many tables that it refers to, one after the other, a table is to be written. */
    static int rank(Connection connection, String collection) throws SQLException {
        return Integer.parseInt(
                TableShapes.strings(connection, PARENTS, PgName.table(collection)).getFirst());
    }

    /** Whether any lead to a table. */
    static boolean leadTo(Connection connection, String collection) throws SQLException {
        return !TableShapes.strings(connection, CHILDREN, PgName.table(collection)).isEmpty();
    }

    /** Which of these tables refer to which of them; those that are not there to none. */
    static Map<String, Set<String>> between(Connection connection, Set<String> collections)
            throws SQLException {
        Map<String, Set<String>> found = new TreeMap<>();
        String[] quoted = collections.stream().map(PgName::table).toArray(String[]::new);
        try (PreparedStatement query = connection.prepareStatement(BETWEEN)) {
            query.setArray(1, connection.createArrayOf("text", collections.toArray()));
            query.setArray(2, connection.createArrayOf("text", quoted));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(rows.getString(1), _ -> new TreeSet<>())
                            .add(rows.getString(2));
                }
            }
        }
        return found;
    }
}
