package io.syncline.connector.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key as it is checked where the server does not, and the statements that do it. In these
 * a child is {@code d} and a parent {@code p}. Each row is looked up by itself, by an index,
 * however few rows a table had when the server made its plan. Immutable.
 *
 * @param name the constraint's
 * @param child the table that refers, quoted
 * @param parent the table it refers to, quoted
 * @param only what stands before the two tables where they are read: a partitioned one is read with
 *     its parts
 * @param fields what refers, by the names of its columns
 * @param to what it refers to, in the same order
 * @param types the types of these, for a cast
 * @param same the operators that compare a parent's with a child's
 * @param like the operators that compare two parents'
 * @param full whether either all or none of the fields has to be NULL
 */
record CheckedKey(
        String name,
        String child,
        String parent,
        Only only,
        List<String> fields,
        List<String> to,
        List<String> types,
        List<String> same,
        List<String> like,
        boolean full) {
    /** {@code ONLY }, or nothing. */
    record Only(String child, String parent) {}

    private static final String OPERATORS =
            """
            ARRAY(SELECT format('OPERATOR(%%I.%%s)', n.nspname, o.oprname)
                    FROM unnest(%s) WITH ORDINALITY AS k(oid, place)
                    JOIN pg_operator o ON o.oid = k.oid
                    JOIN pg_namespace n ON n.oid = o.oprnamespace ORDER BY k.place)""";

    /** The keys that lead from these tables or to them; those of parts are their whole's. */
    private static final String READ =
            """
            WITH t AS (SELECT to_regclass(name)::oid AS oid FROM unnest(?::text[]) AS n(name))
            SELECT f.conname, cn.nspname, c.relname, c.relkind = 'p', pn.nspname, p.relname,
                   p.relkind = 'p', f.confmatchtype = 'f', %s, %s,
                   ARRAY(SELECT format_type(atttypid, -1)
                           FROM unnest(f.confkey) WITH ORDINALITY AS k(number, place)
                           JOIN pg_attribute ON attrelid = f.confrelid AND attnum = number
                          ORDER BY place),
                   %s, %s
              FROM pg_constraint f
              JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace
              JOIN pg_class p ON p.oid = f.confrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace
             WHERE f.contype = 'f' AND f.conparentid = 0
               AND (f.conrelid IN (SELECT oid FROM t) OR f.confrelid IN (SELECT oid FROM t))
               AND coalesce(to_jsonb(f) ->> 'conenforced', 'true') = 'true'
             ORDER BY f.conname, f.oid
            """
                    .formatted(
                            ForeignKeys.fields("f.conrelid", "f.conkey"),
                            ForeignKeys.fields("f.confrelid", "f.confkey"),
                            OPERATORS.formatted("f.conpfeqop"),
                            OPERATORS.formatted("f.conppeqop"));

    /** Those that bind some tables just now, which nobody changes while they are locked. */
    static List<CheckedKey> of(Connection connection, Collection<String> tables)
            throws SQLException {
        List<CheckedKey> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            query.setArray(1, connection.createArrayOf("text", tables.toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(
                            new CheckedKey(
                                    row.getString(1),
                                    PgName.quote(row.getString(2))
                                            + "."
                                            + PgName.quote(row.getString(3)),
                                    PgName.quote(row.getString(5))
                                            + "."
                                            + PgName.quote(row.getString(6)),
                                    new Only(
                                            row.getBoolean(4) ? "" : "ONLY ",
                                            row.getBoolean(7) ? "" : "ONLY "),
                                    texts(row.getArray(9)),
                                    texts(row.getArray(10)),
                                    texts(row.getArray(11)),
                                    texts(row.getArray(12)),
                                    texts(row.getArray(13)),
                                    row.getBoolean(8)));
                }
            }
        }
        return found;
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    /** Whether one of a table's keys leads to one of these columns of it. */
    static boolean leadsTo(Connection connection, String table, Collection<String> columns)
            throws SQLException {
        return of(connection, List.of(table)).stream()
                .anyMatch(
                        key -> key.parent.equals(table) && !Collections.disjoint(key.to, columns));
    }

    /** The column's name in each of the places of the key. */
    static String column(int place) {
        return "k" + place;
    }

    private String each(String between, IntFunction<String> part) {
        return IntStream.range(0, fields.size())
                .mapToObj(part)
                .collect(Collectors.joining(between));
    }

    private static String of(String alias, String name) {
        return alias + "." + PgName.quote(name);
    }

    private String nulls() {
        return each(", ", i -> of("d", fields.get(i)));
    }

    /**
     * How many different parents rows of the child lack. The parents that are there stay there
     * until the transaction ends, whoever wants to delete them.
     *
     * @param rows a source of the rows' keys, named {@code s}
     * @param which true for a child of these rows
     */
    String lacking(String rows, String which) {
        return """
               WITH w AS MATERIALIZED (SELECT DISTINCT %s FROM %s s,
                        LATERAL (SELECT d.* FROM %s%s d WHERE %s OFFSET 0) d WHERE %s),
                    h AS MATERIALIZED (SELECT 1 FROM w,
                        LATERAL (SELECT 1 FROM %s%s p WHERE %s FOR KEY SHARE) p)
               SELECT (SELECT count(*) FROM w) - (SELECT count(*) FROM h)"""
                .formatted(
                        each(", ", i -> of("d", fields.get(i)) + " AS " + column(i)),
                        rows,
                        only.child,
                        child,
                        which,
                        full
                                ? "num_nonnulls(" + nulls() + ") > 0"
                                : "num_nulls(" + nulls() + ") = 0",
                        only.parent,
                        parent,
                        each(
                                " AND ",
                                i -> of("p", to.get(i)) + " " + same.get(i) + " w." + column(i)));
    }

    /**
     * How many children, one at most, refer to what no parent has any more.
     *
     * @param gone a source of what parents had, as texts
     */
    String left(String gone) {
        return """
               SELECT count(*) FROM (SELECT 1 FROM (SELECT %s FROM %s g) o,
                    LATERAL (SELECT 1 FROM %s%s d WHERE %s LIMIT 1) d
                WHERE NOT EXISTS (SELECT FROM %s%s p WHERE %s) LIMIT 1) l"""
                .formatted(
                        each(
                                ", ",
                                i ->
                                        "CAST(g.%s AS %s) AS %s"
                                                .formatted(column(i), types.get(i), column(i))),
                        gone,
                        only.child,
                        child,
                        each(
                                " AND ",
                                i ->
                                        "o."
                                                + column(i)
                                                + " "
                                                + same.get(i)
                                                + " "
                                                + of("d", fields.get(i))),
                        only.parent,
                        parent,
                        each(
                                " AND ",
                                i -> of("p", to.get(i)) + " " + like.get(i) + " o." + column(i)));
    }

    /** How many children, one at most, refer to a parent at all. */
    String any() {
        return "SELECT count(*) FROM (SELECT 1 FROM %s%s d WHERE num_nulls(%s) = 0 LIMIT 1) l"
                .formatted(only.child, child, nulls());
    }
}
