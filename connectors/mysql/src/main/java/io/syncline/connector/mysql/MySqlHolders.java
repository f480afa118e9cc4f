package io.syncline.connector.mysql;

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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the unique indexes of a table which rows a row would meet in them; the columns' collations
 * compare. Used by several threads.
 */
final class MySqlHolders implements UniqueHolders {
    private final Pool pool;
    private final Shapes shapes;

    MySqlHolders(Pool pool, Shapes shapes) {
        this.pool = pool;
        this.shapes = shapes;
    }

    @Override
    public Held held(RowId id, Row row) {
        // The indexes as they are now, whatever is remembered of the table.
        Shape shape = shapes.over(shapes.of(id.collection()).layout());
        return pool.read(
                "Asking which row is in the way",
                connection -> {
                    List<Holder> holders = new ArrayList<>();
                    List<String> unasked = new ArrayList<>();
                    for (Table.Index index : shape.table().indexes()) {
                        if (index.unique()) {
                            ask(connection, shape, index, id, row, holders, unasked);
                        }
                    }
                    return new Held(holders, unasked);
                });
    }

    private static void ask(
            Connection connection,
            Shape shape,
            Table.Index index,
            RowId id,
            Row row,
            List<Holder> holders,
            List<String> unasked)
            throws SQLException {
        List<Codec> codecs = codecs(shape, index);
        List<@Nullable Object> values = codecs == null ? null : values(codecs, row);
        if (codecs == null || values == null) {
            unasked.add(index.name());
        } else if (!values.contains(null)) {
            List<String> fields = codecs.stream().map(Codec::name).toList();
            for (RowId each : new HashSet<>(found(connection, shape, codecs, values))) {
                if (!each.equals(id)) {
                    holders.add(new Holder(fields, each));
                }
            }
        }
    }

    /** Those of an index's columns; null if it cannot be asked by whole columns. */
    private static @Nullable List<Codec> codecs(Shape shape, Table.Index index) {
        List<Codec> codecs = new ArrayList<>();
        for (String name : index.columns()) {
            shape.codecs().values().stream()
                    .filter(codec -> codec.column().name().equalsIgnoreCase(name))
                    // A float is not equal to the number that it was written as.
                    .filter(codec -> codec.column().kind() != Column.Kind.SINGLE)
                    .forEach(codecs::add);
        }
        boolean all = codecs.size() == index.columns().size() && !codecs.isEmpty();
        return all && !index.partial() ? codecs : null;
    }

    /** The row's values as parameters; null if it does not tell all of them. */
    private static @Nullable List<@Nullable Object> values(List<Codec> codecs, Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Codec codec : codecs) {
            Value value = row.get(codec.name());
            Object parameter = value == null ? null : codec.parameter(value);
            if (value == null || parameter instanceof Codec.Unfit) {
                return null;
            }
            values.add(parameter);
        }
        return values;
    }

    private static List<RowId> found(
            Connection connection, Shape shape, List<Codec> codecs, List<@Nullable Object> values)
            throws SQLException {
        String sql =
                "SELECT "
                        + shape.selected(shape.keyCodecs())
                        + " FROM "
                        + shape.table().quoted()
                        + " WHERE "
                        + codecs.stream()
                                .map(codec -> codec.quoted() + "=?")
                                .collect(Collectors.joining(" AND "));
        List<RowId> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            Sql.bindRow(query, values);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    List<Value> key = new ArrayList<>();
                    for (int i = 0; i < shape.keyCodecs().size(); i++) {
                        key.add(shape.keyCodecs().get(i).value(rows, i + 1));
                    }
                    found.add(new RowId(shape.layout().collection(), key));
                }
            }
        }
        return found;
    }
}
