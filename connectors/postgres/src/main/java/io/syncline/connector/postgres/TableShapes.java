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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the target's tables, read once, and the layouts that were agreed for them. Safe for
 * use by several threads.
 */
final class TableShapes {
    private static final String WRITING =
            """
            SELECT a.attname, a.attidentity = 'a', format_type(a.atttypid, -1),
                   coalesce(c.collisdeterministic, true)
              FROM pg_attribute a
              LEFT JOIN pg_collation c ON c.oid = a.attcollation
             WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
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
        PgTable table = PostgresCatalog.one(connection, collection);
        if (table == null) {
            return null;
        }
        Map<String, PgColumn> found = new HashMap<>();
        table.columns().forEach(column -> found.put(column.name(), column));
        Layout layout = agreed.get(collection);
        List<String> key =
                layout != null && found.keySet().containsAll(layout.key())
                        ? layout.key()
                        : table.key();
        return new TableShape(
                collection,
                columns(table, found, connection),
                key,
                ForeignKeys.rank(connection, collection),
                ForeignKeys.leadTo(connection, collection));
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

    private static List<TargetColumn> columns(
            PgTable table, Map<String, PgColumn> found, Connection connection) throws SQLException {
        Map<String, TargetColumn> byName = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(WRITING)) {
            query.setLong(1, table.oid());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    PgColumn column = found.get(row.getString(1));
                    if (column != null) {
                        boolean exact = exact(column.type()) && row.getBoolean(4);
                        byName.put(
                                column.name(),
                                new TargetColumn(
                                        column, row.getString(3), exact, row.getBoolean(2)));
                    }
                }
            }
        }
        List<TargetColumn> columns = new ArrayList<>();
        for (PgColumn column : table.columns()) {
            TargetColumn target = byName.get(column.name());
            if (target != null) {
                columns.add(target);
            }
        }
        return columns;
    }

    /** Types whose equality means the same content; numeric's and jsonb's does for our values. */
    private static boolean exact(PgType type) {
        return switch (type.form()) {
            case BOOL, INT2, INT4, INT8, OID, FLOAT4, FLOAT8, NUMERIC, BYTE, BPCHAR -> true;
            case BYTEA, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID, JSONB -> true;
            case TEXT ->
                    type.enumerated()
                            || PostgresTypes.builtIn(type.oid()) != null
                                    && !type.name().equals("xml");
            case TIMETZ, INTERVAL, JSON, BIT, INET, ARRAY, OPAQUE -> false;
        };
    }
}
