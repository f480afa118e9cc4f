package io.syncline.connector.postgres;

import io.syncline.core.endpoint.ForeignKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
            SELECT child.name, parent.name, %s, %s
              FROM pg_constraint f
              JOIN t child ON child.oid = f.conrelid
              JOIN t parent ON parent.oid = f.confrelid
             WHERE f.contype = 'f'
             ORDER BY child.name, f.conname
            """
                    .formatted(
                            fields("f.conrelid", "f.conkey"), fields("f.confrelid", "f.confkey"));

    private ForeignKeys() {}

    /** The names of a table's columns that have these numbers, in their order. */
    static String fields(String table, String numbers) {
        return """
               ARRAY(SELECT attname::text FROM unnest(%2$s) WITH ORDINALITY AS k(number, place)
                       JOIN pg_attribute ON attrelid = %1$s AND attnum = number ORDER BY place)"""
                .formatted(table, numbers);
    }

    /** After how many tables that it refers to, one after the other, a table is to be written. */
    static int rank(Connection connection, String collection) throws SQLException {
        return Integer.parseInt(
                TableShapes.strings(connection, PARENTS, PgName.table(collection)).getFirst());
    }

    /** Whether any lead to a table. */
    static boolean leadTo(Connection connection, String collection) throws SQLException {
        return !TableShapes.strings(connection, CHILDREN, PgName.table(collection)).isEmpty();
    }

    /** Those that lead from one of these tables to one of them, of those that are there. */
    static List<ForeignKey> between(Connection connection, Set<String> collections)
            throws SQLException {
        List<ForeignKey> found = new ArrayList<>();
        String[] quoted = collections.stream().map(PgName::table).toArray(String[]::new);
        try (PreparedStatement query = connection.prepareStatement(BETWEEN)) {
            query.setArray(1, connection.createArrayOf("text", collections.toArray()));
            query.setArray(2, connection.createArrayOf("text", quoted));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(
                            new ForeignKey(
                                    rows.getString(1),
                                    List.of((String[]) rows.getArray(3).getArray()),
                                    rows.getString(2),
                                    List.of((String[]) rows.getArray(4).getArray())));
                }
            }
        }
        return found;
    }
}
