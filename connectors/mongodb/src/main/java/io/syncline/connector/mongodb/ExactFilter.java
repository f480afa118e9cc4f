package io.syncline.connector.mongodb;

import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * A filter that a document meets only while it is as it was read: each field has its value and its
 * type, and is not a list that has the value in it. Fields with names that a filter cannot say are
 * left out; numbers inside parts are compared by value.
 */
final class ExactFilter {
    private ExactFilter() {}

    static BsonDocument of(BsonDocument document) {
        BsonDocument filter = new BsonDocument();
        for (Map.Entry<String, BsonValue> each : document.entrySet()) {
            if (each.getKey().equals(Shape.ID)) {
                filter.append(Shape.ID, each.getValue());
            } else if (Names.refuses(each.getKey()) == null) {
                filter.append(each.getKey(), same(each.getValue()));
            }
        }
        return filter;
    }

    /** Requires besides that fields which the document does not have are still missing. */
    static BsonDocument of(BsonDocument document, Iterable<String> missing) {
        BsonDocument filter = of(document);
        for (String name : missing) {
            if (!document.containsKey(name) && Names.refuses(name) == null) {
                filter.append(name, new BsonDocument("$exists", BsonBoolean.FALSE));
            }
        }
        return filter;
    }

    private static BsonDocument same(BsonValue value) {
        BsonDocument same = new BsonDocument("$eq", value);
        String word = word(value.getBsonType());
        if (word != null) {
            same.append("$type", new BsonString(word));
        }
        if (!value.isArray()) {
            same.append("$not", new BsonDocument("$type", new BsonString("array")));
        }
        return same;
    }

    private static @org.jspecify.annotations.Nullable String word(BsonType type) {
        return switch (type) {
            case DOUBLE -> "double";
            case STRING -> "string";
            case DOCUMENT -> "object";
            case ARRAY -> "array";
            case BINARY -> "binData";
            case OBJECT_ID -> "objectId";
            case BOOLEAN -> "bool";
            case DATE_TIME -> "date";
            case NULL -> "null";
            case INT32 -> "int";
            case INT64 -> "long";
            case DECIMAL128 -> "decimal";
            case TIMESTAMP -> "timestamp";
            default -> null;
        };
    }
}
