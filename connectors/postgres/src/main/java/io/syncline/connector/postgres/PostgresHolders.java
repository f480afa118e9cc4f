package io.syncline.connector.postgres;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.UniqueHolders;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks unique indexes which rows a row would meet in them, each by its own operators and
 * collations, also those over expressions and over a part of the rows. Safe for use by several
 * threads.
 */
final class PostgresHolders implements UniqueHolders {
    /** An index that is not valid may have any number of equal rows. */
    private static final int FOUND_MAX = 10;

    private final PostgresConnections connections;
    private final TableShapes shapes;

    /**
     * Asks at a place.
     *
     * @param shapes of the tables, with what was agreed for them
     */
    PostgresHolders(PostgresConnections connections, TableShapes shapes) {
        this.connections = connections;
        this.shapes = shapes;
    }

    @Override
    public Held held(RowId id, Row row) {
        return connections.call(
                "asking which row is in the way in " + id.collection(),
                connection -> {
                    TableShape shape = shapes.of(id.collection(), connection);
                    return held(connection, shape, id, row);
                });
    }

    private Held held(Connection connection, TableShape shape, RowId id, Row row)
            throws SQLException {
        List<TargetColumn> told = told(shape, row);
        Set<String> names = told.stream().map(TargetColumn::name).collect(Collectors.toSet());
        List<Holder> holders = new ArrayList<>();
        List<String> unasked = new ArrayList<>();
        for (UniqueIndex index : UniqueIndex.of(connection, shape.table())) {
            List<RowId> found =
                    shape.key().isEmpty() || !index.asks(names)
                            ? null
                            : found(connection, shape, index, told, row);
            if (found == null) {
                unasked.add(index.name());
                continue;
            }
            for (RowId each : new HashSet<>(found)) {
                if (!each.equals(id)) {
                    holders.add(new Holder(index.fields(), each));
                }
            }
        }
        return new Held(holders, unasked);
    }

    /** The columns that the row tells in a way that they could hold. */
    private static List<TargetColumn> told(TableShape shape, Row row) {
        List<TargetColumn> told = new ArrayList<>();
        for (TargetColumn column : shape.columns()) {
            Value value = row.get(column.name());
            if (value != null && Fit.problem(value, column) == null) {
                told.add(column);
            }
        }
        return told;
    }

    /** The rows there are of these values; null if the index's own expressions fail on them. */
    private @Nullable List<RowId> found(
            Connection connection,
            TableShape shape,
            UniqueIndex index,
            List<TargetColumn> told,
            Row row)
            throws SQLException {
        String key =
                shape.key().stream()
                        .map(column -> column.quoted() + "::text")
                        .collect(Collectors.joining(", "));
        String sql =
                "WITH wanted AS "
                        + TableShape.parameters(told)
                        + " SELECT "
                        + key
                        + " FROM "
                        + shape.table()
                        + " WHERE "
                        + index.meets()
                        + " LIMIT "
                        + FOUND_MAX;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < told.size(); i++) {
                query.setString(i + 1, Item.text(row, told.get(i).name()));
            }
            try (ResultSet rows = query.executeQuery()) {
                List<RowId> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(id(shape, rows));
                }
                return found;
            }
        } catch (SQLException e) {
            // The server's sentence may show values of the row.
            if (Refusals.kind(e) == null) {
                throw e;
            }
            return null;
        }
    }

    private RowId id(TableShape shape, ResultSet row) throws SQLException {
        List<Value> key = new ArrayList<>();
        for (int i = 0; i < shape.key().size(); i++) {
            PgColumn column = shape.key().get(i).column();
            key.add(
                    StoredRows.conform(
                            PgText.decode(column.type(), row.getString(i + 1)),
                            shapes.agreedType(shape.collection(), column.name())));
        }
        return new RowId(shape.collection(), key);
    }
}
