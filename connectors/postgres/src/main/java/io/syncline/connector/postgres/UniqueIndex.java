package io.syncline.connector.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An index that lets no two rows have the same, as the catalog describes it. What it says of
 * columns names them alone, so it says the same of a table's rows and of a row that stands in a
 * table expression {@code wanted}.
 *
 * @param fields the columns whose values meet
 * @param needs all columns that it looks at
 * @param parts what it compares, as SQL
 * @param collations {@code COLLATE} and the collation for each part, or nothing
 * @param operators the equality of each part; empty where nobody knows one
 * @param predicate which rows it is of; null for all
 * @param nullsMeet whether nulls count as the same
 * @param opaque whether it is none that can be asked so
 */
record UniqueIndex(
        String name,
        List<String> fields,
        List<String> needs,
        List<String> parts,
        List<String> collations,
        List<String> operators,
        @Nullable String predicate,
        boolean nullsMeet,
        boolean opaque) {
    /**
     * Also an index that is not valid, since it refuses rows all the same. One that excludes rows
     * by other operators than equality cannot be asked.
     */
    private static final String ALL =
            """
            SELECT x.relname,
                   ARRAY(SELECT a.attname::text
                           FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)
                           JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
                          WHERE k.place <= i.indnkeyatts ORDER BY k.place),
                   ARRAY(SELECT a.attname::text FROM pg_depend d
                           JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                          WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                            AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid
                            AND d.refobjsubid > 0 ORDER BY a.attnum),
                   ARRAY(SELECT pg_get_indexdef(i.indexrelid, place, false)
                           FROM generate_series(1, i.indnkeyatts::int) place ORDER BY place),
                   ARRAY(SELECT coalesce((SELECT format('COLLATE %I.%I', n.nspname, c.collname)
                                   FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
                                  WHERE c.oid = i.indcollation[place - 1]), '')
                           FROM generate_series(1, i.indnkeyatts::int) place ORDER BY place),
                   ARRAY(SELECT coalesce((SELECT format('OPERATOR(%I.%s)', n.nspname, o.oprname)
                                   FROM pg_opclass c
                                   JOIN pg_amop a ON a.amopfamily = c.opcfamily AND a.amopstrategy = 3
                                    AND a.amoplefttype = c.opcintype AND a.amoprighttype = c.opcintype
                                   JOIN pg_operator o ON o.oid = a.amopopr
                                   JOIN pg_namespace n ON n.oid = o.oprnamespace
                                  WHERE c.oid = i.indclass[place - 1]), '')
                           FROM generate_series(1, i.indnkeyatts::int) place ORDER BY place),
                   pg_get_expr(i.indpred, i.indrelid),
                   coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
                   i.indexprs IS NOT NULL,
                   i.indisexclusion OR m.amname <> 'btree'
              FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
              JOIN pg_am m ON m.oid = x.relam
             WHERE i.indrelid = to_regclass(?) AND (i.indisunique OR i.indisexclusion) AND i.indisready
             ORDER BY x.relname
            """;

    /** Those of a table by its quoted name. */
    static List<UniqueIndex> of(Connection connection, String table) throws SQLException {
        List<UniqueIndex> indexes = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(ALL)) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    indexes.add(read(row));
                }
            }
        }
        return indexes;
    }

    private static UniqueIndex read(ResultSet row) throws SQLException {
        String predicate = row.getString(7);
        List<String> plain = texts(row.getArray(2));
        List<String> looked = texts(row.getArray(3));
        boolean expressions = row.getBoolean(9);
        List<String> needs = new ArrayList<>(plain);
        needs.addAll(looked);
        return new UniqueIndex(
                row.getString(1),
                expressions ? looked : plain,
                needs,
                texts(row.getArray(4)),
                texts(row.getArray(5)),
                texts(row.getArray(6)),
                predicate,
                row.getBoolean(8),
                row.getBoolean(10) || expressions && looked.isEmpty());
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    /** Whether a row that tells these columns can be looked for. */
    boolean asks(Set<String> told) {
        boolean strange =
                parts.stream().anyMatch(UniqueIndex::strange)
                        || predicate != null && strange(predicate);
        return !opaque && !strange && told.containsAll(needs) && !operators.contains("");
    }

    /** A question mark would be taken for a parameter, and a whole row is never what is wanted. */
    private static boolean strange(String sql) {
        return sql.contains("?") || sql.contains(".*");
    }

    /** The condition for rows that meet the one in {@code wanted}. */
    String meets() {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            String wanted = "(SELECT " + part + " FROM wanted)";
            String same = String.join(" ", part, collations.get(i), operators.get(i), wanted);
            conditions.add(
                    nullsMeet
                            ? "(%s OR %s IS NULL AND %s IS NULL)".formatted(same, part, wanted)
                            : same);
        }
        if (predicate != null) {
            conditions.add("(" + predicate + ")");
            conditions.add("EXISTS (SELECT FROM wanted WHERE " + predicate + ")");
        }
        return String.join(" AND ", conditions);
    }
}
