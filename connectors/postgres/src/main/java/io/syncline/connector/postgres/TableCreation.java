package io.syncline.connector.postgres;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Layout;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a table from a layout. */
final class TableCreation {
    /**
     * A table, a schema, or a row of the catalog that another transaction has just made. A schema
     * can also be there for a query and not for a statement (3F000): a commit is seen a moment
     * before the other sessions are told to forget that the name meant nothing.
     */
    private static final Set<String> MADE = Set.of("42P07", "42P06", "23505", "3F000");

    /** Each of those can be met once, one after the other. */
    private static final int ATTEMPTS_MAX = 5;

    private TableCreation() {}

    /**
     * Makes schema, table and indexes, in the session's transaction, which may be begun again: of
     * flows that find the same table missing at the same moment the server refuses all but one.
     * What is there stays.
     */
    static void create(TargetSession session, Layout layout) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                make(session, layout);
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS_MAX || !MADE.contains(e.getSQLState())) {
                    throw e;
                }
                session.rollback();
            }
        }
    }

    private static void make(TargetSession session, Layout layout) throws SQLException {
        Connection connection = session.connection();
        String table = PgName.table(layout.collection());
        if (!TableShapes.strings(connection, "SELECT 1 WHERE to_regclass(?) IS NOT NULL", table)
                .isEmpty()) {
            return;
        }
        String schema = PgName.schema(layout.collection());
        if (TableShapes.strings(connection, "SELECT 1 FROM pg_namespace WHERE nspname = ?", schema)
                .isEmpty()) {
            session.run("CREATE SCHEMA IF NOT EXISTS " + PgName.quote(schema));
        }
        List<String> lines = new ArrayList<>();
        for (Field field : layout.fields()) {
            boolean required = !field.nullable() || layout.key().contains(field.name());
            lines.add(
                    PgName.quote(field.name())
                            + " "
                            + sqlType(field.type(), connection)
                            + (required ? " NOT NULL" : ""));
        }
        if (!layout.key().isEmpty()) {
            lines.add("PRIMARY KEY (" + names(layout.key()) + ")");
        }
        session.run("CREATE TABLE " + table + " (" + String.join(", ", lines) + ")");
        for (Layout.Index index : layout.indexes()) {
            session.run(index(table, index));
        }
    }

    /** A unique one is looked at when a transaction ends: its rows may swap values. */
    private static String index(String table, Layout.Index index) {
        return index.unique()
                ? "ALTER TABLE "
                        + table
                        + " ADD UNIQUE ("
                        + names(index.fields())
                        + ") DEFERRABLE INITIALLY DEFERRED"
                : "CREATE INDEX ON " + table + " (" + names(index.fields()) + ")";
    }

    private static String names(List<String> names) {
        return names.stream().map(PgName::quote).collect(Collectors.joining(", "));
    }

    /** The type of a column that holds this; text for a type that this server does not have. */
    static String sqlType(FieldType type, Connection connection) throws SQLException {
        return switch (type) {
            case FieldType.Bool _ -> "boolean";
            case FieldType.Int(int bits) ->
                    bits <= 16 ? "smallint" : bits <= 32 ? "integer" : "bigint";
            case FieldType.Decimal(Integer precision, Integer scale) ->
                    precision == null
                            ? "numeric"
                            : "numeric(" + precision + ", " + (scale == null ? 0 : scale) + ")";
            case FieldType.Real(int bits) -> bits <= 32 ? "real" : "double precision";
            case FieldType.Text(Integer lengthMax) ->
                    lengthMax == null || lengthMax > 10_485_760
                            ? "text"
                            : "varchar(" + Math.max(1, lengthMax) + ")";
            case FieldType.Bytes _ -> "bytea";
            case FieldType.Date _ -> "date";
            case FieldType.Time _ -> "time";
            case FieldType.Timestamp _ -> "timestamp";
            case FieldType.Instant _ -> "timestamptz";
            case FieldType.Uuid _ -> "uuid";
            case FieldType.Json _ -> "jsonb";
            case FieldType.Items(FieldType of) -> sqlType(of, connection) + "[]";
            case FieldType.Other(String name) -> other(name, connection);
        };
    }

    private static String other(String name, Connection connection) throws SQLException {
        String sql =
                "SELECT format_type(t.oid, -1) FROM pg_type t WHERE t.typname = ?"
                        + " AND pg_type_is_visible(t.oid) AND t.typtype <> 'p'";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                String found = row.next() ? row.getString(1) : null;
                return found == null ? "text" : found;
            }
        }
    }
}
