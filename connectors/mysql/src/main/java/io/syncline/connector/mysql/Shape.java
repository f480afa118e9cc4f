package io.syncline.connector.mysql;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A collection as rows come, laid over the table as it is: what SQL is made of. Immutable.
 *
 * @param layout as agreed
 * @param table as the server described it
 * @param codecs one for each field of the layout that has a column, by the field's name
 * @param keyCodecs those of the key that the table has, in its order
 * @param header the fields in the layout's order
 */
record Shape(
        Layout layout,
        Table table,
        Map<String, Codec> codecs,
        List<Codec> keyCodecs,
        Header header) {
    /** Fields without a column are left out: {@link Agreement} has told of them. */
    static Shape of(Layout layout, Table table) {
        Map<String, Codec> codecs = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (var field : layout.fields()) {
            Column column = table.column(field.name());
            if (column != null && !column.generated()) {
                codecs.put(field.name(), new Codec(field.name(), column, field.type()));
                names.add(field.name());
            }
        }
        List<Codec> key =
                layout.key().stream().filter(codecs::containsKey).map(codecs::get).toList();
        return new Shape(layout, table, Map.copyOf(codecs), key, Header.of(names));
    }

    /** Whether a row can meet another one by something else than its key. */
    boolean uniqueBesideKey() {
        return table.uniqueBeside(layout.key());
    }

    Codec codec(String field) {
        Codec codec = codecs.get(field);
        if (codec == null) {
            throw new IllegalArgumentException(layout.collection() + " has no field " + field);
        }
        return codec;
    }

    /** Those of the key; a table that lacks a part of it cannot be asked for them. */
    @Override
    public List<Codec> keyCodecs() {
        if (keyCodecs.size() < layout.key().size()) {
            layout.key().forEach(this::codec);
        }
        return keyCodecs;
    }

    List<Codec> allCodecs() {
        return header.names().stream().map(this::codec).toList();
    }

    /** The key's parameters, or null if a value cannot stand in such a column, so no row has it. */
    @Nullable List<@Nullable Object> key(RowId id) {
        List<Codec> own = keyCodecs();
        List<@Nullable Object> parameters = new ArrayList<>(own.size());
        for (int i = 0; i < own.size(); i++) {
            Object parameter = own.get(i).parameter(id.key().get(i));
            if (parameter instanceof Codec.Unfit) {
                return null;
            }
            parameters.add(parameter);
        }
        return parameters;
    }

    /** The key as this collection's rows carry it. */
    RowId id(Row row) {
        List<Value> values = new ArrayList<>();
        for (String name : layout.key()) {
            Value value = row.get(name);
            values.add(value == null ? Value.nothing() : value);
        }
        return new RowId(layout.collection(), values);
    }

    /** The condition for any of so many keys, with a parameter for each value. */
    String keyIn(int count) {
        if (keyCodecs().size() == 1) {
            return keyCodecs().getFirst().quoted() + " IN (" + marks(count) + ")";
        }
        // Pairs in IN are not looked up by index on every server; these are.
        String one =
                keyCodecs().stream()
                        .map(codec -> codec.quoted() + "=?")
                        .collect(Collectors.joining(" AND ", "(", ")"));
        return String.join(" OR ", Collections.nCopies(count, one));
    }

    /** The columns to select so that {@link #row} can read them. */
    String selected(List<Codec> codecs) {
        return codecs.stream().map(Codec::selected).collect(Collectors.joining(","));
    }

    /** The current row of a result of all codecs. */
    Row row(ResultSet result) throws SQLException {
        List<Value> values = new ArrayList<>(header.size());
        for (int i = 0; i < header.size(); i++) {
            values.add(codec(header.names().get(i)).value(result, i + 1));
        }
        return Row.of(header, values);
    }

    static String marks(int count) {
        return "?,".repeat(count - 1) + "?";
    }
}
