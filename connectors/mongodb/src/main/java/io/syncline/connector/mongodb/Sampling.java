package io.syncline.connector.mongodb;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Learns the layout of a collection, which MongoDB does not have: from what was declared, from its
 * schema for validation, and from its first and latest documents.
 */
final class Sampling {
    private final Map<String, FieldType> types = new LinkedHashMap<>();
    private final Map<String, Boolean> declared = new LinkedHashMap<>();
    private final String collection;
    private final List<String> key;

    /**
     * Begins with what is declared.
     *
     * @param base what was agreed or is kept; null if nothing is known
     * @param key what a configuration says of the key; null if nothing
     */
    Sampling(String collection, @Nullable Layout base, @Nullable List<String> key) {
        this.collection = collection;
        this.key = key != null ? key : base != null ? base.key() : List.of(Shape.ID);
        if (base != null) {
            for (Field field : base.fields()) {
                types.put(field.name(), field.type());
                declared.put(field.name(), field.nullable());
            }
        }
    }

    /** Takes in what a {@code $jsonSchema} says. */
    void schema(@Nullable BsonDocument validator) {
        BsonValue schema = validator == null ? null : validator.get("$jsonSchema");
        BsonValue properties =
                schema == null || !schema.isDocument()
                        ? null
                        : schema.asDocument().get("properties");
        if (properties == null || !properties.isDocument()) {
            return;
        }
        for (Map.Entry<String, BsonValue> each : properties.asDocument().entrySet()) {
            BsonValue word =
                    each.getValue().isDocument()
                            ? each.getValue().asDocument().get("bsonType")
                            : null;
            FieldType type =
                    word != null && word.isString()
                            ? Natural.named(word.asString().getValue())
                            : null;
            if (type != null && wanted(each.getKey())) {
                types.putIfAbsent(each.getKey(), type);
            }
        }
    }

    /** Looks at so many documents, half of them the first and half the latest. */
    void look(MongoCollection<RawBsonDocument> documents, int most) {
        int half = Math.max(1, most / 2);
        look(documents.find().sort(Sorts.ascending(Shape.ID)).limit(half));
        look(documents.find().sort(Sorts.descending(Shape.ID)).limit(half));
    }

    private void look(FindIterable<RawBsonDocument> found) {
        found.forEach(this::learn);
    }

    /** Takes in the fields of a document; whether something was new. */
    boolean learn(BsonDocument document) {
        boolean news = false;
        for (Map.Entry<String, BsonValue> each : document.entrySet()) {
            news |= learn(each.getKey(), each.getValue());
        }
        return news;
    }

    private boolean learn(String name, BsonValue value) {
        if (name.equals(Shape.ID) && !wanted(name)) {
            return learnKey(value);
        }
        if (!wanted(name) || declared.containsKey(name)) {
            return false;
        }
        FieldType found = Natural.type(value);
        FieldType known = types.get(name);
        if (found == null || known != null && new Codec(known, FineTimes.REFUSE).fits(value)) {
            return false;
        }
        FieldType wider = Natural.wider(known, found);
        if (wider == null || wider.equals(known)) {
            return false;
        }
        types.put(name, wider);
        return true;
    }

    /** The key's fields are what {@code _id} holds. */
    private boolean learnKey(BsonValue id) {
        if (key.size() == 1) {
            return key(key.getFirst(), id);
        }
        boolean news = false;
        for (String name : key) {
            BsonValue part = id.isDocument() ? id.asDocument().get(name) : null;
            news |= part != null && key(name, part);
        }
        return news;
    }

    private boolean key(String name, BsonValue value) {
        return !name.equals(Shape.ID) && learn(name, value);
    }

    /** {@code _id} is no field of its own where it holds other fields. */
    private boolean wanted(String name) {
        return !name.equals(Shape.ID) || key.contains(Shape.ID);
    }

    /** What was learned. */
    Layout layout(List<Layout.Index> indexes, long rows) {
        List<Field> fields = new ArrayList<>();
        for (String name : key) {
            if (!types.containsKey(name)) {
                fields.add(new Field(name, unseen(name), false));
            }
        }
        for (Map.Entry<String, FieldType> each : types.entrySet()) {
            boolean nullable =
                    declared.getOrDefault(each.getKey(), true) && !key.contains(each.getKey());
            fields.add(new Field(each.getKey(), each.getValue(), nullable));
        }
        List<Layout.Index> known =
                indexes.stream()
                        .filter(index -> types.keySet().containsAll(index.fields()))
                        .toList();
        return new Layout(collection, fields, key, known, rows);
    }

    /** What an identifier is likely to be where there is no document yet. */
    private static FieldType unseen(String name) {
        return name.equals(Shape.ID)
                ? new FieldType.Other(Natural.OBJECT_ID)
                : new FieldType.Json();
    }
}
