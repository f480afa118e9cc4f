package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Layout;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what tables there are: ordinary and partitioned ones of all schemas but the system's,
 * without partitions, temporary tables and our own bookkeeping. Three statements, however many
 * tables there are.
 *
 * <p>The key is what the log identifies rows by: the index of REPLICA IDENTITY USING INDEX if there
 * is one (the log then shows no primary key for a deleted row), else the primary key.
 */
final class PostgresCatalog {
    private static final String OURS =
            " c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'"
                    + " AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'"
                    + " AND c.relname !~ '^syncline_'"
                    + " AND (?::text IS NULL OR n.nspname || '.' || c.relname = ?::text)";

    /**
     * As the planner estimates a table that nobody has analyzed, such as one just restored: by its
     * size and the common width of its columns.
     */
    private static final String ROWS =
            " CASE WHEN c.reltuples >= 0 THEN c.reltuples::int8"
                    + " WHEN pg_relation_size(c.oid) = 0 THEN -1"
                    + " ELSE (pg_relation_size(c.oid) / (28 + (SELECT sum(CASE WHEN w.attlen > 0"
                    + " THEN w.attlen ELSE 32 END) FROM pg_attribute w WHERE w.attrelid = c.oid"
                    + " AND w.attnum > 0 AND NOT w.attisdropped)))::int8 END,";

    private static final String COLUMNS =
            "SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, c.relreplident,"
                    + ROWS
                    + " a.attname, a.atttypid::int8,"
                    + " CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END,"
                    + " a.attnotnull FROM pg_class c"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
                    + " AND NOT a.attisdropped AND a.attgenerated = ''"
                    + " JOIN pg_type t ON t.oid = a.atttypid WHERE"
                    + OURS
                    + " ORDER BY c.oid, a.attnum";

    private static final String TYPES =
            "WITH RECURSIVE used(oid) AS (SELECT a.atttypid FROM pg_class c"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 WHERE"
                    + OURS
                    + " UNION SELECT CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.typelem"
                    + " END FROM used u JOIN pg_type t ON t.oid = u.oid"
                    + " WHERE t.typtype = 'd' OR t.typcategory = 'A')"
                    + " SELECT t.oid::int8, t.typname, t.typtype, t.typcategory, t.typelem::int8,"
                    + " t.typbasetype::int8 FROM used JOIN pg_type t ON t.oid = used.oid";

    private static final String INDEXES =
            "SELECT c.oid, i.indisprimary, i.indisreplident AND c.relreplident = 'i',"
                    + " i.indisunique, (SELECT array_agg(a.attname::text ORDER BY k.n)"
                    + " FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, n)"
                    + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum"
                    + " WHERE k.n <= i.indnkeyatts) FROM pg_class c"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN pg_index i ON i.indrelid = c.oid AND i.indisvalid"
                    + " AND i.indexprs IS NULL AND i.indpred IS NULL"
                    + " JOIN pg_class x ON x.oid = i.indexrelid"
                    + " JOIN pg_am m ON m.oid = x.relam AND m.amname = 'btree' WHERE"
                    + OURS
                    + " ORDER BY c.oid, x.relname";

    private record TypeRow(
            int oid, String name, String kind, String category, int element, int base) {}

    private record IndexRow(
            boolean primary, boolean identity, boolean unique, List<String> fields) {}

    private final Connection connection;
    private final @Nullable String only;
    private final Map<Integer, TypeRow> types = new HashMap<>();
    private final Map<Long, List<IndexRow>> indexes = new HashMap<>();

    private PostgresCatalog(Connection connection, @Nullable String only) {
        this.connection = connection;
        this.only = only;
    }

    /** All tables by collection name, in its order. */
    static Map<String, PgTable> all(Connection connection) throws SQLException {
        return new PostgresCatalog(connection, null).load();
    }

    /** The table of this collection name, or null. */
    static @Nullable PgTable one(Connection connection, String collection) throws SQLException {
        return new PostgresCatalog(connection, collection).load().get(collection);
    }

    /**
     * Those of these columns that have, or had when they were added, a value for every row; and
     * those with values that were written before the column was called as it is, or had its type:
     * the log tells them otherwise. The table is read through only if there are none.
     */
    static Set<String> filled(Connection connection, String collection, Set<String> columns)
            throws SQLException {
        String sql =
                "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?)"
                        + " AND (atthasdef OR atthasmissing OR attidentity <> '')";
        Set<String> filled =
                new HashSet<>(TableShapes.strings(connection, sql, PgName.table(collection)));
        filled.retainAll(columns);
        for (String column : columns) {
            if (!filled.contains(column) && written(connection, collection, column)) {
                filled.add(column);
            }
        }
        return filled;
    }

    private static boolean written(Connection connection, String collection, String column)
            throws SQLException {
        String sql =
                "SELECT attname FROM "
                        + PgName.table(collection)
                        + " t JOIN pg_attribute a ON a.attrelid = t.tableoid WHERE attname = ?"
                        + " AND t."
                        + PgName.quote(column)
                        + " IS NOT NULL AND age(t.xmin) >= age(a.xmin) LIMIT 1";
        return !TableShapes.strings(connection, sql, column).isEmpty();
    }

    private Map<String, PgTable> load() throws SQLException {
        query(
                TYPES,
                row -> {
                    int oid = (int) row.getLong(1);
                    types.put(
                            oid,
                            new TypeRow(
                                    oid,
                                    row.getString(2),
                                    row.getString(3),
                                    row.getString(4),
                                    (int) row.getLong(5),
                                    (int) row.getLong(6)));
                });
        query(
                INDEXES,
                row ->
                        indexes.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                                .add(
                                        new IndexRow(
                                                row.getBoolean(2),
                                                row.getBoolean(3),
                                                row.getBoolean(4),
                                                Arrays.asList(
                                                        (String[]) row.getArray(5).getArray()))));
        Map<String, PgTable> tables = new TreeMap<>();
        query(
                COLUMNS,
                row -> {
                    String collection = row.getString(2) + "." + row.getString(3);
                    PgTable known = tables.get(collection);
                    PgTable table = known == null ? begun(row) : known;
                    List<PgColumn> columns = new ArrayList<>(table.columns());
                    columns.add(column(row, table.key()));
                    tables.put(collection, with(table, columns));
                });
        tables.replaceAll((_, table) -> finished(table));
        return tables;
    }

    private PgTable begun(ResultSet row) throws SQLException {
        List<IndexRow> own = indexes.getOrDefault(row.getLong(1), List.of());
        List<String> key = List.of();
        for (IndexRow index : own) {
            if (index.identity || index.primary && key.isEmpty()) {
                key = index.fields;
            }
        }
        List<Layout.Index> others = new ArrayList<>();
        for (IndexRow index : own) {
            if (!index.fields.equals(key)) {
                others.add(new Layout.Index(index.fields, index.unique));
            }
        }
        return new PgTable(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4).equals("p"),
                row.getString(5).equals("u"),
                row.getString(6).charAt(0),
                List.of(),
                key,
                others,
                row.getLong(7));
    }

    private PgColumn column(ResultSet row, List<String> key) throws SQLException {
        String name = row.getString(8);
        return new PgColumn(
                name,
                type((int) row.getLong(9)),
                row.getInt(10),
                key.contains(name),
                !row.getBoolean(11));
    }

    private static PgTable with(PgTable table, List<PgColumn> columns) {
        return new PgTable(
                table.oid(),
                table.schema(),
                table.name(),
                table.partitioned(),
                table.unlogged(),
                table.identity(),
                columns,
                table.key(),
                table.indexes(),
                table.rows());
    }

    /** A key or an index over a generated column is none to us: the column is not there. */
    private static PgTable finished(PgTable table) {
        Set<String> names = new HashSet<>();
        table.columns().forEach(column -> names.add(column.name()));
        return new PgTable(
                table.oid(),
                table.schema(),
                table.name(),
                table.partitioned(),
                table.unlogged(),
                table.identity(),
                table.columns(),
                names.containsAll(table.key()) ? table.key() : List.of(),
                table.indexes().stream().filter(i -> names.containsAll(i.fields())).toList(),
                table.rows());
    }

    private PgType type(int oid) {
        PgType builtIn = PostgresTypes.builtIn(oid);
        TypeRow row = types.get(oid);
        if (builtIn != null) {
            return builtIn;
        }
        if (row == null) {
            return PgType.of(oid, "oid " + oid, PgForm.OPAQUE);
        }
        if (row.kind.equals("d")) {
            PgType base = type(row.base);
            return new PgType(oid, row.name, base.form(), base.element(), base.enumerated());
        }
        if (row.kind.equals("e")) {
            return new PgType(oid, row.name, PgForm.TEXT, null, true);
        }
        if (row.category.equals("A") && row.element != 0) {
            return new PgType(oid, row.name, PgForm.ARRAY, type(row.element), false);
        }
        return PgType.of(oid, row.name, row.name.equals("citext") ? PgForm.TEXT : PgForm.OPAQUE);
    }

    @FunctionalInterface
    private interface Each {
        void row(ResultSet row) throws SQLException;
    }

    private void query(String sql, Each each) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, only);
            statement.setString(2, only);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.row(rows);
                }
            }
        }
    }
}
