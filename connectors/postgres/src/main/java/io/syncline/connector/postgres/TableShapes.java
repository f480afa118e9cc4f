package io.syncline.connector.postgres;

import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Layout;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the target's tables, read once, and the layouts that were agreed for them. Safe for
 * use by several threads.
 */
final class TableShapes {
    private static final String COLUMNS =
            """
            SELECT a.attname, t.oid, t.typname, t.typtype::text, t.typbasetype, t.typelem,
                   a.atttypmod, a.attnotnull, a.attidentity = 'a', format_type(a.atttypid, -1),
                   coalesce(c.collisdeterministic, true), t.typcategory::text, t.typtypmod,
                   a.attnum = ANY (coalesce((SELECT i.indkey::int2[] FROM pg_index i
                       WHERE i.indrelid = a.attrelid AND i.indisprimary), '{}'))
              FROM pg_attribute a
              JOIN pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_collation c ON c.oid = a.attcollation
             WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
               AND a.attgenerated = ''
             ORDER BY a.attnum
            """;
    private static final String PRIMARY_KEY =
            """
            SELECT a.attname FROM pg_index i
              CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, n)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
             WHERE i.indrelid = to_regclass(?) AND i.indisprimary AND k.n <= i.indnkeyatts
             ORDER BY k.n
            """;
    private static final String PARENTS =
            """
            WITH RECURSIVE up(oid, depth) AS (
                SELECT to_regclass(?)::oid, 0
                UNION
                SELECT f.confrelid, up.depth + 1 FROM pg_constraint f JOIN up ON f.conrelid = up.oid
                 WHERE f.contype = 'f' AND f.confrelid <> f.conrelid AND up.depth < 32)
            SELECT max(depth) FROM up
            """;

    private final Map<String, TableShape> shapes = new ConcurrentHashMap<>();
    private final Map<String, Layout> agreed = new ConcurrentHashMap<>();

    /** Remembers in which layout rows will come, and forgets what was read of the table before. */
    void agree(Layout layout) {
        agreed.put(layout.collection(), layout);
        shapes.remove(layout.collection());
    }

    /** The agreed type of a field, or null if none was agreed. */
    @Nullable FieldType agreedType(String collection, String field) {
        Layout layout = agreed.get(collection);
        var found = layout == null ? null : layout.field(field);
        return found == null ? null : found.type();
    }

    /** Forgets what was read, because the server says that it is different now. */
    void forget() {
        shapes.clear();
    }

    /** The shape of a table that has to be there. */
    TableShape of(String collection, Connection connection) throws SQLException {
        TableShape known = shapes.get(collection);
        if (known != null) {
            return known;
        }
        TableShape read = read(collection, connection);
        if (read == null) {
            throw new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.LAYOUT_MISMATCH,
                    "The table " + collection + " does not exist");
        }
        shapes.put(collection, read);
        return read;
    }

    /** The shape of a table, read afresh; null if there is none. */
    @Nullable TableShape read(String collection, Connection connection) throws SQLException {
        List<TargetColumn> columns = columns(collection, connection);
        if (columns.isEmpty()) {
            return null;
        }
        Layout layout = agreed.get(collection);
        List<String> key = new ArrayList<>();
        Set<String> names = new HashSet<>();
        columns.forEach(column -> names.add(column.name()));
        if (layout != null && names.containsAll(layout.key())) {
            key.addAll(layout.key());
        } else {
            key.addAll(strings(connection, PRIMARY_KEY, PgName.table(collection)));
        }
        List<String> depth = strings(connection, PARENTS, PgName.table(collection));
        return new TableShape(collection, columns, key, Integer.parseInt(depth.getFirst()));
    }

    /** The first column of a query with one parameter. */
    static List<String> strings(Connection connection, String sql, String parameter)
            throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(String.valueOf(rows.getString(1)));
                }
            }
        }
        return found;
    }

    private static List<TargetColumn> columns(String collection, Connection connection)
            throws SQLException {
        List<TargetColumn> columns = new ArrayList<>();
        Map<Integer, PgType> types = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, PgName.table(collection));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    PgType type = types.get(row.getInt(2));
                    if (type == null) {
                        type = type(row);
                        types.put(type.oid(), type);
                    }
                    boolean domain = row.getString(4).equals("d");
                    PgColumn column =
                            new PgColumn(
                                    row.getString(1),
                                    type,
                                    domain ? row.getInt(13) : row.getInt(7),
                                    row.getBoolean(14),
                                    !row.getBoolean(8));
                    boolean exact = exact(type) && row.getBoolean(11);
                    columns.add(
                            new TargetColumn(
                                    column, row.getString(10), exact, row.getBoolean(9)));
                }
            }
        }
        return columns;
    }

    private static PgType type(ResultSet row) throws SQLException {
        int oid = row.getInt(2);
        String name = row.getString(3);
        PgType builtIn = PostgresTypes.builtIn(oid);
        if (builtIn != null) {
            return builtIn;
        }
        return switch (row.getString(4)) {
            case "e" -> new PgType(oid, name, PgForm.TEXT, null, true);
            case "d" -> {
                PgType base = PostgresTypes.builtIn(row.getInt(5));
                yield base == null
                        ? PgType.of(oid, name, PgForm.OPAQUE)
                        : new PgType(oid, name, base.form(), base.element(), false);
            }
            default -> PgType.of(oid, name, PgForm.OPAQUE);
        };
    }

    /** Types whose equality means the same content; numeric's and jsonb's does for our values. */
    private static boolean exact(PgType type) {
        return switch (type.form()) {
            case BOOL, INT2, INT4, INT8, OID, FLOAT4, FLOAT8, NUMERIC, BPCHAR, BYTEA -> true;
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID, JSONB -> true;
            case TEXT -> !type.name().equals("xml");
            case TIMETZ, INTERVAL, JSON, BIT, INET, ARRAY, OPAQUE -> false;
        };
    }
}
