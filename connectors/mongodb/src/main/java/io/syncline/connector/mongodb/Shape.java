package io.syncline.connector.mongodb;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How documents of one collection are rows. The key is what stands in {@code _id}: of one field its
 * value, of several a document of them. The key's fields are fields of the document, too, so that
 * people find them; what counts is {@code _id}. A field that a document does not have is null.
 * Immutable.
 */
final class Shape {
    static final String ID = "_id";

    private final Layout layout;
    private final FineTimes fineTimes;
    private final Header header;
    private final Map<String, Codec> codecs = new LinkedHashMap<>();

    Shape(Layout layout, FineTimes fineTimes) {
        this.layout = layout;
        this.fineTimes = fineTimes;
        List<String> names = new ArrayList<>();
        for (Field field : layout.fields()) {
            names.add(field.name());
            codecs.put(field.name(), new Codec(field.type(), fineTimes));
        }
        this.header = Header.of(names);
    }

    Layout layout() {
        return layout;
    }

    String collection() {
        return layout.collection();
    }

    /** The codec of a field; one that nobody knows is told as what it is. */
    Codec codec(String field) {
        Codec known = codecs.get(field);
        return known == null ? new Codec(new FieldType.Json(), fineTimes) : known;
    }

    boolean knows(String field) {
        return codecs.containsKey(field);
    }

    boolean isKey(String field) {
        return layout.key().contains(field);
    }

    /** Whether {@code _id} is a field of the rows, or only holds the key's fields. */
    boolean keyedById() {
        return layout.key().equals(List.of(ID));
    }

    /** The row of a whole document. */
    Row row(BsonDocument document) {
        List<Value> values = new ArrayList<>(header.size());
        BsonValue id = document.get(ID);
        for (String name : header.names()) {
            BsonValue held = isKey(name) && id != null ? key(id, name) : document.get(name);
            values.add(held == null ? Value.nothing() : codec(name).value(held));
        }
        return Row.of(header, values);
    }

    /** What is known of a row of which only some fields were told; the key always is. */
    Row known(BsonValue id, Map<String, BsonValue> told) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (String name : header.names()) {
            BsonValue held = isKey(name) ? key(id, name) : told.get(name);
            if (held != null) {
                values.put(name, codec(name).value(held));
            }
        }
        return Row.of(values);
    }

    /** The identity of a row. */
    RowId id(BsonValue id) {
        List<Value> key = new ArrayList<>();
        layout.key().forEach(name -> key.add(codec(name).value(key(id, name))));
        return new RowId(layout.collection(), key);
    }

    private BsonValue key(BsonValue id, String name) {
        if (layout.key().size() == 1) {
            return id;
        }
        BsonValue part = id.isDocument() ? id.asDocument().get(name) : null;
        return part == null ? BsonNull.VALUE : part;
    }

    /**
     * What stands in {@code _id} for a row.
     *
     * @throws Codec.Unfit if the key cannot be held
     */
    BsonValue key(RowId id) {
        List<String> names = layout.key();
        if (names.size() != id.key().size()) {
            throw new Codec.Unfit("the key " + id.key() + " is not one of " + names);
        }
        if (names.size() == 1) {
            BsonValue only = codec(names.getFirst()).bson(id.key().getFirst());
            if (only.isArray()) {
                throw new Codec.Unfit("_id cannot be an array");
            }
            return only;
        }
        BsonDocument whole = new BsonDocument();
        for (int i = 0; i < names.size(); i++) {
            whole.append(names.get(i), codec(names.get(i)).bson(id.key().get(i)));
        }
        return whole;
    }

    /** Like {@link #key(RowId)}, and null for a key that no row can have. */
    @Nullable BsonValue keyIfAny(RowId id) {
        try {
            return key(id);
        } catch (Codec.Unfit _) {
            return null;
        }
    }

    /**
     * The fields to be set for what is known of a row; without {@code _id}.
     *
     * @throws Codec.Unfit with the field and the reason if one cannot be held
     */
    BsonDocument fields(Row row) {
        BsonDocument fields = new BsonDocument();
        for (int i = 0; i < row.header().size(); i++) {
            String name = row.header().names().get(i);
            if (name.equals(ID)) {
                continue;
            }
            String why = Names.refuses(name);
            if (why != null) {
                throw new Codec.Unfit(name + ": " + why);
            }
            try {
                fields.append(name, codec(name).bson(row.once(i)));
            } catch (Codec.Unfit e) {
                throw new Codec.Unfit(name + ": " + e.getMessage());
            }
        }
        return fields;
    }
}
