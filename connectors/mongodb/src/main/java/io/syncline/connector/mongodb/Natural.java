package io.syncline.connector.mongodb;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** What BSON values are in the one vocabulary when nobody has asked for anything else. */
final class Natural {
    /** The type of identifiers that MongoDB makes; their text is 24 hexadecimal digits. */
    static final String OBJECT_ID = "objectid";

    /** What only MongoDB has; the text is its canonical extended JSON. */
    static final String BSON = "bson";

    /** A decimal that is no number. */
    static final String NUMERIC = "numeric";

    private static final int UUID_BYTES = 16;

    private Natural() {}

    /** The value of a BSON value. */
    static Value value(BsonValue bson) {
        return switch (bson.getBsonType()) {
            case NULL, UNDEFINED -> Value.nothing();
            case BOOLEAN -> new Value.Bool(bson.asBoolean().getValue());
            case INT32 -> new Value.Int(bson.asInt32().getValue());
            case INT64 -> new Value.Int(bson.asInt64().getValue());
            case DOUBLE -> new Value.Real(bson.asDouble().getValue());
            case DECIMAL128 -> decimal(bson.asDecimal128().getValue());
            case STRING -> new Value.Text(bson.asString().getValue());
            case DATE_TIME -> new Value.Instant(Instant.ofEpochMilli(bson.asDateTime().getValue()));
            case OBJECT_ID ->
                    new Value.Other(OBJECT_ID, bson.asObjectId().getValue().toHexString());
            case BINARY -> binary(bson.asBinary());
            case ARRAY -> array(bson.asArray());
            case DOCUMENT -> JsonBson.json(bson);
            default -> new Value.Other(BSON, JsonBson.extended(bson));
        };
    }

    private static Value decimal(Decimal128 number) {
        return number.isNaN() || number.isInfinite()
                ? new Value.Other(NUMERIC, number.toString())
                : new Value.Decimal(JsonBson.exact(number));
    }

    private static Value binary(BsonBinary binary) {
        if (binary.getType() == BsonBinarySubType.BINARY.getValue()) {
            return new Value.Bytes(binary.getData());
        }
        return isUuid(binary)
                ? new Value.Uuid(binary.asUuid(UuidRepresentation.STANDARD))
                : new Value.Other(BSON, JsonBson.extended(binary));
    }

    static boolean isUuid(BsonBinary binary) {
        return binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue()
                && binary.getData().length == UUID_BYTES;
    }

    private static Value array(BsonArray array) {
        if (!flat(array)) {
            return JsonBson.json(array);
        }
        List<Value> values = new ArrayList<>(array.size());
        array.forEach(each -> values.add(value(each)));
        return new Value.Items(values);
    }

    private static boolean flat(BsonArray array) {
        return array.stream().noneMatch(each -> each.isDocument() || each.isArray());
    }

    /** The type of a BSON value; null if it tells nothing of it. */
    static @Nullable FieldType type(BsonValue bson) {
        return switch (bson.getBsonType()) {
            case NULL, UNDEFINED -> null;
            case BOOLEAN -> new FieldType.Bool();
            case INT32 -> new FieldType.Int(Integer.SIZE);
            case INT64 -> new FieldType.Int(Long.SIZE);
            case DOUBLE -> new FieldType.Real(Double.SIZE);
            case DECIMAL128 -> new FieldType.Decimal(null, null);
            case STRING -> new FieldType.Text(null);
            case DATE_TIME -> new FieldType.Instant();
            case OBJECT_ID -> new FieldType.Other(OBJECT_ID);
            case BINARY ->
                    isUuid(bson.asBinary())
                            ? new FieldType.Uuid()
                            : bson.asBinary().getType() == BsonBinarySubType.BINARY.getValue()
                                    ? new FieldType.Bytes()
                                    : new FieldType.Other(BSON);
            case ARRAY -> items(bson.asArray());
            case DOCUMENT -> new FieldType.Json();
            default -> new FieldType.Other(BSON);
        };
    }

    private static FieldType items(BsonArray array) {
        FieldType each = null;
        for (BsonValue element : array) {
            each = wider(each, type(element));
        }
        return each == null || each instanceof FieldType.Json || each instanceof FieldType.Items
                ? new FieldType.Json()
                : new FieldType.Items(each);
    }

    /** The type of a word of a schema; null for one that tells nothing. */
    static @Nullable FieldType named(String bsonType) {
        return switch (bsonType) {
            case "bool" -> new FieldType.Bool();
            case "int" -> new FieldType.Int(Integer.SIZE);
            case "long" -> new FieldType.Int(Long.SIZE);
            case "double", "number" -> new FieldType.Real(Double.SIZE);
            case "decimal" -> new FieldType.Decimal(null, null);
            case "string" -> new FieldType.Text(null);
            case "date" -> new FieldType.Instant();
            case "objectId" -> new FieldType.Other(OBJECT_ID);
            case "object", "array" -> new FieldType.Json();
            default -> null;
        };
    }

    /** The narrowest type that takes values of both; JSON takes everything. */
    static @Nullable FieldType wider(@Nullable FieldType one, @Nullable FieldType other) {
        if (one == null || one.equals(other)) {
            return other;
        }
        if (other == null) {
            return one;
        }
        if (one instanceof FieldType.Int(int bits) && other instanceof FieldType.Int(int others)) {
            return new FieldType.Int(Math.max(bits, others));
        }
        boolean whole = one instanceof FieldType.Int || other instanceof FieldType.Int;
        if (whole && (one instanceof FieldType.Real || other instanceof FieldType.Real)) {
            return new FieldType.Real(Double.SIZE);
        }
        if (whole && (one instanceof FieldType.Decimal || other instanceof FieldType.Decimal)) {
            return new FieldType.Decimal(null, null);
        }
        if (one instanceof FieldType.Items(FieldType each)
                && other instanceof FieldType.Items(FieldType others)) {
            FieldType both = wider(each, others);
            return both == null || both instanceof FieldType.Json
                    ? new FieldType.Json()
                    : new FieldType.Items(both);
        }
        return new FieldType.Json();
    }

    /** Whether documents or arrays are of this kind. */
    static boolean nested(BsonValue bson) {
        return bson.getBsonType() == BsonType.DOCUMENT || bson.getBsonType() == BsonType.ARRAY;
    }

    /** A document without one of its fields. */
    static BsonDocument without(BsonDocument document, String field) {
        BsonDocument copy = document.clone();
        copy.remove(field);
        return copy;
    }
}
