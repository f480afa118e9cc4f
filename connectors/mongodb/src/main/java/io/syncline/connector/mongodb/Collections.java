package io.syncline.connector.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** What the server says of collections, and makes of them. */
final class Collections {
    private static final int EXISTS = 48;

    private Collections() {}

    /**
     * The rule for its documents, of an entry of the list of collections; null if there is none.
     */
    static @Nullable BsonDocument validator(BsonDocument entry) {
        BsonValue validator = options(entry).get("validator");
        return validator != null && validator.isDocument() ? validator.asDocument() : null;
    }

    private static BsonDocument options(BsonDocument entry) {
        BsonValue options = entry.get("options");
        return options != null && options.isDocument() ? options.asDocument() : new BsonDocument();
    }

    /** Whether its texts are compared otherwise than code point by code point. */
    static boolean collated(BsonDocument entry) {
        BsonValue collation = options(entry).get("collation");
        return collation != null
                && collation.isDocument()
                && !new BsonString("simple").equals(collation.asDocument().get("locale"));
    }

    /** Whether its documents are kept as they were before and after a change. */
    static boolean keepsImages(BsonDocument entry) {
        BsonValue wanted = options(entry).get("changeStreamPreAndPostImages");
        return wanted != null
                && wanted.isDocument()
                && wanted.asDocument().containsKey("enabled")
                && wanted.asDocument().getBoolean("enabled").getValue();
    }

    /** The entry of a collection, or null if there is none. */
    static @Nullable BsonDocument find(MongoDatabase database, String name) {
        for (BsonDocument each : database.listCollections(BsonDocument.class)) {
            if (each.getString("name").getValue().equals(name)) {
                return each;
            }
        }
        return null;
    }

    /** Makes a collection if there is none; whether it was made. */
    static boolean make(MongoDatabase database, String name, @Nullable BsonDocument options) {
        try {
            BsonDocument command = new BsonDocument("create", new BsonString(name));
            if (options != null) {
                command.putAll(options);
            }
            database.runCommand(command);
            return true;
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != EXISTS) {
                throw e;
            }
            return false;
        }
    }

    /** Makes an index of a layout. */
    static void index(
            MongoCollection<RawBsonDocument> collection, Layout layout, Layout.Index index) {
        BsonDocument keys = new BsonDocument();
        index.fields().forEach(name -> keys.append(name, new BsonInt32(1)));
        IndexOptions options = new IndexOptions().unique(index.unique());
        BsonDocument present = new BsonDocument();
        for (String name : index.fields()) {
            Field field = layout.field(name);
            if (index.unique() && field != null && field.nullable()) {
                // Elsewhere nulls are not equal to each other.
                present.append(name, new BsonDocument("$type", words(field.type())));
            }
        }
        if (!present.isEmpty()) {
            options.partialFilterExpression(present);
        }
        collection.createIndex(keys, options);
    }

    /** What values of a type are called that are not null. */
    private static BsonArray words(FieldType type) {
        List<String> words =
                switch (type) {
                    case FieldType.Bool _ -> List.of("bool");
                    case FieldType.Int _ -> List.of("int", "long");
                    case FieldType.Decimal _ -> List.of("decimal", "int", "long");
                    case FieldType.Real _ -> List.of("double", "int", "long");
                    case FieldType.Text _,
                            FieldType.Date _,
                            FieldType.Time _,
                            FieldType.Timestamp _ ->
                            List.of("string");
                    case FieldType.Bytes _, FieldType.Uuid _ -> List.of("binData");
                    case FieldType.Instant _ -> List.of("date", "string");
                    case FieldType.Items _ -> List.of("array");
                    case FieldType.Json _ ->
                            List.of("object", "array", "string", "double", "int", "long", "bool");
                    case FieldType.Other _ -> List.of("string", "objectId");
                };
        BsonArray array = new BsonArray();
        words.forEach(word -> array.add(new BsonString(word)));
        return array;
    }

    /** The indexes over plain fields, beside that of {@code _id}. */
    static List<Layout.Index> indexes(MongoCollection<RawBsonDocument> collection) {
        List<Layout.Index> indexes = new ArrayList<>();
        for (BsonDocument each : collection.listIndexes(BsonDocument.class)) {
            BsonDocument keys = each.getDocument("key");
            boolean plain =
                    keys.values().stream().allMatch(BsonValue::isNumber)
                            && keys.keySet().stream().noneMatch(name -> name.contains("."));
            if (plain && !keys.containsKey(Shape.ID)) {
                BsonValue unique = each.get("unique");
                indexes.add(
                        new Layout.Index(
                                List.copyOf(keys.keySet()),
                                unique != null
                                        && unique.isBoolean()
                                        && unique.asBoolean().getValue()));
            }
        }
        return indexes;
    }
}
