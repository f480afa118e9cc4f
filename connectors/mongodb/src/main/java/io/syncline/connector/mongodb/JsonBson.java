package io.syncline.connector.mongodb;

import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.types.Decimal128;

/**
 * Documents and arrays as JSON and back. What JSON has is plain: a number is a number, however BSON
 * holds it. What it does not have is canonical extended JSON ({@code {"$oid": …}}, {@code {"$date":
 * …}}), and comes back as what it was.
 */
final class JsonBson {
    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    /** The server's own limit. */
    private static final int DEPTH_MAX = 100;

    private static final String WRAP = "v";

    private JsonBson() {}

    /** A BSON value as one JSON value. */
    static Value.Json json(BsonValue bson) {
        StringBuilder out = new StringBuilder();
        write(bson, out);
        return Value.Json.parse(out.toString());
    }

    /** Canonical extended JSON of one value, which {@link #extended(String)} reads. */
    static String extended(BsonValue bson) {
        return new BsonDocument(WRAP, bson).toJson(CANONICAL);
    }

    /**
     * The value of a text of {@link #extended(BsonValue)}.
     *
     * @throws RuntimeException if it is none
     */
    static BsonValue extended(String text) {
        BsonValue value = BsonDocument.parse(text).get(WRAP);
        if (value == null) {
            throw new IllegalArgumentException("Not a value");
        }
        return value;
    }

    /** The number without loss; a negative zero is zero. */
    static BigDecimal exact(Decimal128 number) {
        return number.isNegative() && number.equals(Decimal128.NEGATIVE_ZERO)
                ? BigDecimal.ZERO
                : zero(number) ? BigDecimal.ZERO : number.bigDecimalValue();
    }

    /** A negative zero of any exponent has no big decimal. */
    private static boolean zero(Decimal128 number) {
        return number.toString().replaceAll("[eE].*|[-.]", "").chars().allMatch(c -> c == '0');
    }

    private static void write(BsonValue bson, StringBuilder out) {
        switch (bson.getBsonType()) {
            case NULL, UNDEFINED -> out.append("null");
            case BOOLEAN -> out.append(bson.asBoolean().getValue());
            case INT32 -> out.append(bson.asInt32().getValue());
            case INT64 -> out.append(bson.asInt64().getValue());
            case DOUBLE -> number(bson.asDouble().getValue(), bson, out);
            case DECIMAL128 -> number(bson.asDecimal128().getValue(), bson, out);
            case DOCUMENT -> {
                out.append('{');
                for (Map.Entry<String, BsonValue> each : bson.asDocument().entrySet()) {
                    out.append(out.charAt(out.length() - 1) == '{' ? "" : ",");
                    quote(each.getKey(), out);
                    out.append(':');
                    write(each.getValue(), out);
                }
                out.append('}');
            }
            case ARRAY -> {
                out.append('[');
                for (BsonValue each : bson.asArray()) {
                    out.append(out.charAt(out.length() - 1) == '[' ? "" : ",");
                    write(each, out);
                }
                out.append(']');
            }
            case STRING -> quote(bson.asString().getValue(), out);
            default -> tagged(bson, out);
        }
    }

    private static void number(double number, BsonValue bson, StringBuilder out) {
        if (Double.isFinite(number)) {
            out.append(BigDecimal.valueOf(number).toPlainString());
        } else {
            tagged(bson, out);
        }
    }

    private static void number(Decimal128 number, BsonValue bson, StringBuilder out) {
        if (number.isNaN() || number.isInfinite()) {
            tagged(bson, out);
        } else {
            out.append(exact(number));
        }
    }

    private static void tagged(BsonValue bson, StringBuilder out) {
        String whole = extended(bson);
        out.append(whole, whole.indexOf(':') + 1, whole.lastIndexOf('}'));
    }

    private static void quote(String text, StringBuilder out) {
        String whole = new BsonDocument(WRAP, new BsonString(text)).toJson(CANONICAL);
        out.append(whole, whole.indexOf(':') + 1, whole.lastIndexOf('}'));
    }

    /**
     * JSON as BSON. A number is an integer if it is whole and has 64 bits, else a double if that is
     * exactly it, else a decimal.
     *
     * @throws IllegalArgumentException with the reason if BSON cannot hold it unchanged
     */
    static BsonValue bson(Value.Json json) {
        return new Reader(json.canonical()).whole();
    }

    /** Goes over canonical JSON. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        BsonValue whole() {
            return value(0);
        }

        private BsonValue value(int depth) {
            if (depth > DEPTH_MAX) {
                throw new IllegalArgumentException("it is nested deeper than " + DEPTH_MAX);
            }
            return switch (text.charAt(at)) {
                case '{' -> object(depth);
                case '[' -> array(depth);
                case '"' -> new BsonString(string());
                case 't' -> word("true", BsonBoolean.TRUE);
                case 'f' -> word("false", BsonBoolean.FALSE);
                case 'n' -> word("null", BsonNull.VALUE);
                default -> number();
            };
        }

        private BsonValue word(String word, BsonValue value) {
            at += word.length();
            return value;
        }

        private BsonValue object(int depth) {
            int start = at++;
            BsonDocument document = new BsonDocument();
            while (text.charAt(at) != '}') {
                String name = string();
                if (name.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("a name has the character 0");
                }
                at++;
                document.append(name, value(depth + 1));
                at += text.charAt(at) == ',' ? 1 : 0;
            }
            at++;
            return tagged(document, text.substring(start, at));
        }

        /** A document that stands for a value that JSON does not have, as that value. */
        private static BsonValue tagged(BsonDocument document, String text) {
            if (document.isEmpty() || !document.getFirstKey().startsWith("$")) {
                return document;
            }
            try {
                BsonValue value = extended("{\"" + WRAP + "\":" + text + "}");
                return !value.isDocument() && json(value).canonical().equals(text)
                        ? value
                        : document;
            } catch (RuntimeException _) {
                return document;
            }
        }

        private BsonValue array(int depth) {
            at++;
            BsonArray array = new BsonArray();
            while (text.charAt(at) != ']') {
                array.add(value(depth + 1));
                at += text.charAt(at) == ',' ? 1 : 0;
            }
            at++;
            return array;
        }

        private String string() {
            int start = at++;
            while (text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
            return BsonDocument.parse("{\"" + WRAP + "\":" + text.substring(start, at) + "}")
                    .getString(WRAP)
                    .getValue();
        }

        private BsonValue number() {
            int start = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return JsonBson.number(new BigDecimal(text.substring(start, at)));
        }
    }

    private static BsonValue number(BigDecimal number) {
        if (number.scale() <= 0 && number.precision() - number.scale() < 20) {
            java.math.BigInteger whole = number.toBigInteger();
            if (whole.bitLength() < Integer.SIZE) {
                return new BsonInt32(whole.intValue());
            }
            if (whole.bitLength() < Long.SIZE) {
                return new BsonInt64(whole.longValue());
            }
        }
        double near = number.doubleValue();
        if (Double.isFinite(near) && BigDecimal.valueOf(near).compareTo(number) == 0) {
            return new BsonDouble(near);
        }
        return new BsonDecimal128(decimal(number));
    }

    /**
     * An exact decimal.
     *
     * @throws IllegalArgumentException with the reason if it has too many digits
     */
    static Decimal128 decimal(BigDecimal number) {
        try {
            return new Decimal128(number);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("it has more digits than a decimal of 128 bits");
        }
    }
}
