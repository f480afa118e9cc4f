package io.syncline.connector.mongodb;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Fineness;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Turns values of one type into BSON and back, without loss or not at all. A value that BSON holds
 * otherwise than the type would is told as what it is.
 *
 * @param type what the field can hold
 * @param fineTimes what becomes of times finer than BSON's
 */
record Codec(FieldType type, FineTimes fineTimes) {
    private static final int MILLI_DIGITS = 3;
    private static final long EXACT_MAX = 1L << 53;

    /** A value that this field cannot hold unchanged. */
    static final class Unfit extends RuntimeException {
        Unfit(String why) {
            super(why);
        }
    }

    /**
     * The BSON of a value.
     *
     * @throws Unfit with the reason if there is none that comes back as this value
     */
    BsonValue bson(Value value) {
        return switch (value) {
            case Value.Null _ -> BsonNull.VALUE;
            case Value.Bool(boolean flag) -> BsonBoolean.valueOf(flag);
            case Value.Int(long number) -> whole(number);
            case Value.Decimal(BigDecimal number) -> decimal(number);
            case Value.Real(double number) -> new BsonDouble(number);
            case Value.Text(String text) -> text(text);
            case Value.Bytes(byte[] bytes) -> new BsonBinary(bytes);
            case Value.Uuid(var id) -> new BsonBinary(id, UuidRepresentation.STANDARD);
            case Value.Date(var date) -> new BsonString(Moments.text(date));
            case Value.Time(var time) -> new BsonString(Moments.text(time));
            case Value.Timestamp(var at) -> new BsonString(Moments.text(at));
            case Value.Instant(Instant at) -> instant(at);
            case Value.Json json -> json(json);
            case Value.Items(List<Value> values) -> items(values);
            case Value.Struct _ -> throw new Unfit("there is no type for a structure");
            case Value.Other(String name, String text) -> other(name, text);
        };
    }

    private BsonValue whole(long number) {
        return switch (type) {
            case FieldType.Int(int bits) -> {
                if (bits < Long.SIZE && number >> (bits - 1) != number >> (Long.SIZE - 1)) {
                    throw new Unfit(number + " has more than " + bits + " bits");
                }
                yield bits <= Integer.SIZE ? new BsonInt32((int) number) : new BsonInt64(number);
            }
            case FieldType.Decimal _ -> decimal(BigDecimal.valueOf(number));
            case FieldType.Real _ -> {
                if (Math.abs(number) > EXACT_MAX) {
                    throw new Unfit(number + " is no exact double");
                }
                yield new BsonDouble(number);
            }
            case FieldType _ -> new BsonInt64(number);
        };
    }

    private BsonValue decimal(BigDecimal number) {
        try {
            return new BsonDecimal128(JsonBson.decimal(number));
        } catch (IllegalArgumentException e) {
            throw new Unfit(String.valueOf(e.getMessage()));
        }
    }

    private BsonValue text(String text) {
        if (type instanceof FieldType.Text(Integer lengthMax)
                && lengthMax != null
                && text.length() > lengthMax
                && text.codePointCount(0, text.length()) > lengthMax) {
            throw new Unfit("the text is longer than " + lengthMax);
        }
        return type instanceof FieldType.Other(String name)
                ? other(name, text)
                : new BsonString(text);
    }

    private BsonValue instant(Instant at) {
        if (fineTimes == FineTimes.TEXT) {
            return new BsonString(Moments.text(at));
        }
        boolean fine = !at.truncatedTo(ChronoUnit.MILLIS).equals(at);
        if (fine && fineTimes == FineTimes.REFUSE) {
            throw new Unfit(
                    at + " is finer than a millisecond; fine_times says what to do with such");
        }
        return new BsonDateTime(at.toEpochMilli());
    }

    private static BsonValue json(Value.Json json) {
        try {
            return JsonBson.bson(json);
        } catch (IllegalArgumentException e) {
            throw new Unfit(String.valueOf(e.getMessage()));
        }
    }

    private BsonValue items(List<Value> values) {
        Codec each =
                type instanceof FieldType.Items(FieldType of) ? new Codec(of, fineTimes) : this;
        BsonArray array = new BsonArray();
        values.forEach(value -> array.add(each.bson(value)));
        return array;
    }

    private BsonValue other(String name, String text) {
        try {
            return switch (name) {
                case Natural.OBJECT_ID -> new BsonObjectId(new ObjectId(text));
                case Natural.BSON -> JsonBson.extended(text);
                case Natural.NUMERIC -> new BsonDecimal128(Decimal128.parse(text));
                default -> {
                    if (type instanceof FieldType.Other(String wanted) && wanted.equals(name)) {
                        yield new BsonString(text);
                    }
                    throw new Unfit(type + " cannot hold " + name + " '" + text + "'");
                }
            };
        } catch (IllegalArgumentException _) {
            throw new Unfit("'" + text + "' is no " + name);
        }
    }

    /** How many digits of a second are held. */
    int secondDigits() {
        boolean millis = type instanceof FieldType.Instant && fineTimes != FineTimes.TEXT;
        return millis ? MILLI_DIGITS : Fineness.DIGITS_MAX;
    }

    /** The value of what is stored. */
    Value value(BsonValue bson) {
        Value typed = typed(bson);
        return typed == null ? Natural.value(bson) : typed;
    }

    /** Whether what is stored is of this type. */
    boolean fits(BsonValue bson) {
        return bson.isNull() || typed(bson) != null;
    }

    private @Nullable Value typed(BsonValue bson) {
        Value natural = Natural.nested(bson) ? null : Natural.value(bson);
        return switch (type) {
            case FieldType.Bool _ -> natural instanceof Value.Bool ? natural : null;
            case FieldType.Int(int bits) ->
                    natural instanceof Value.Int(long number) && roomy(number, bits)
                            ? natural
                            : null;
            case FieldType.Decimal _ ->
                    natural instanceof Value.Int(long number)
                            ? new Value.Decimal(BigDecimal.valueOf(number))
                            : bson.isDecimal128() ? natural : null;
            case FieldType.Real _ -> real(natural);
            case FieldType.Text _ -> natural instanceof Value.Text ? natural : null;
            case FieldType.Bytes _ -> natural instanceof Value.Bytes ? natural : null;
            case FieldType.Uuid _ -> natural instanceof Value.Uuid ? natural : null;
            case FieldType.Date _, FieldType.Time _, FieldType.Timestamp _ ->
                    bson.isString() ? Moments.read(bson.asString().getValue(), type) : null;
            case FieldType.Instant _ ->
                    bson.isString()
                            ? Moments.read(bson.asString().getValue(), type)
                            : natural instanceof Value.Instant ? natural : null;
            case FieldType.Json _ -> natural instanceof Value.Null ? natural : JsonBson.json(bson);
            case FieldType.Items(FieldType of) -> items(bson, of);
            case FieldType.Other(String name) -> other(natural, name);
        };
    }

    private static boolean roomy(long number, int bits) {
        return bits >= Long.SIZE || number >> (bits - 1) == number >> (Long.SIZE - 1);
    }

    private static @Nullable Value real(@Nullable Value natural) {
        if (natural instanceof Value.Int(long number)) {
            return Math.abs(number) <= EXACT_MAX ? new Value.Real(number) : null;
        }
        return natural instanceof Value.Real ? natural : null;
    }

    private @Nullable Value items(BsonValue bson, FieldType of) {
        if (!bson.isArray()) {
            return null;
        }
        Codec each = new Codec(of, fineTimes);
        List<Value> values = new ArrayList<>();
        for (BsonValue element : bson.asArray()) {
            Value value = element.isNull() ? Value.nothing() : each.typed(element);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return new Value.Items(values);
    }

    private static @Nullable Value other(@Nullable Value natural, String name) {
        return switch (natural) {
            case Value.Text(String text)
                    when !name.equals(Natural.OBJECT_ID) && !name.equals(Natural.BSON) ->
                    new Value.Other(name, text);
            case Value.Other(String type, String _) when type.equals(name) -> natural;
            case null, default -> null;
        };
    }
}
