package io.syncline.core.wire;

import io.syncline.core.change.Change;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads what {@link WireWriter} writes, in one pass, and nothing else: names in their order, no
 * unknown ones. Each method begins with the parser before its thing and ends at its last token.
 */
record WireReader(JsonParser json) {
    /** The text is JSON, but not ours; the message shows no data. */
    static final class Unfit extends IllegalArgumentException {
        Unfit(String message) {
            super(message);
        }
    }

    <T> T envelope(String what, Function<WireReader, T> body) {
        expect(JsonToken.START_OBJECT);
        name("v");
        if (number() != Wire.VERSION) {
            throw new Unfit("another version");
        }
        name(what);
        T thing = body.apply(this);
        expect(JsonToken.END_OBJECT);
        if (json.nextToken() != null) {
            throw new Unfit("text after the end");
        }
        return thing;
    }

    Value value() {
        json.nextToken();
        return current();
    }

    private Value tagged() {
        expect(JsonToken.PROPERTY_NAME);
        String kind = json.currentName();
        Value value =
                switch (kind) {
                    case "items" -> new Value.Items(values());
                    case "struct" -> new Value.Struct(struct());
                    case "other" -> other();
                    default -> scalar(kind, string());
                };
        expect(JsonToken.END_OBJECT);
        return value;
    }

    private static Value scalar(String kind, String text) {
        return switch (kind) {
            case "int" -> new Value.Int(Long.parseLong(text));
            case "decimal" -> decimal(text);
            case "real" -> new Value.Real(Double.parseDouble(text));
            case "bytes" -> new Value.Bytes(Base64.getDecoder().decode(text));
            case "date" -> new Value.Date(LocalDate.parse(text));
            case "time" -> new Value.Time(LocalTime.parse(text));
            case "timestamp" -> new Value.Timestamp(LocalDateTime.parse(text));
            case "instant" -> new Value.Instant(Instant.parse(text));
            case "uuid" -> new Value.Uuid(UUID.fromString(text));
            case "json" -> new Value.Json(text);
            default -> throw new Unfit("an unknown kind of value");
        };
    }

    private static Value decimal(String text) {
        BigDecimal number = new BigDecimal(text);
        // No writer makes one, and writing out 1E+999999999 would take a gigabyte.
        if (number.scale() < 0) {
            throw new Unfit("a decimal with a negative scale");
        }
        return new Value.Decimal(number);
    }

    private List<Value> values() {
        expect(JsonToken.START_ARRAY);
        List<Value> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(current());
        }
        return values;
    }

    /** Like {@link #value}, of the token the parser already stands at. */
    private Value current() {
        JsonToken token = json.currentToken();
        return switch (token) {
            case VALUE_NULL -> Value.nothing();
            case VALUE_TRUE, VALUE_FALSE -> new Value.Bool(token == JsonToken.VALUE_TRUE);
            case VALUE_NUMBER_INT -> new Value.Int(json.getLongValue());
            case VALUE_STRING -> new Value.Text(json.getString());
            case START_OBJECT -> tagged();
            case null, default -> throw new Unfit("a value expected");
        };
    }

    private Map<String, Value> struct() {
        expect(JsonToken.START_OBJECT);
        Map<String, Value> fields = new TreeMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (fields.put(name, value()) != null) {
                throw new Unfit("a field that stands twice");
            }
        }
        return fields;
    }

    private Value other() {
        expect(JsonToken.START_OBJECT);
        name("type");
        String type = string();
        name("text");
        Value other = new Value.Other(type, string());
        expect(JsonToken.END_OBJECT);
        return other;
    }

    Row row() {
        expect(JsonToken.START_OBJECT);
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            names.add(json.currentName());
            values.add(value());
        }
        return Row.of(Header.of(names), values);
    }

    Image image() {
        if (json.nextToken() == JsonToken.VALUE_STRING) {
            if (!json.getString().equals("absent")) {
                throw new Unfit("an image expected");
            }
            return Image.absent();
        }
        require(JsonToken.START_OBJECT);
        expect(JsonToken.PROPERTY_NAME);
        String how = json.currentName();
        Row row = row();
        expect(JsonToken.END_OBJECT);
        return switch (how) {
            case "whole" -> Image.whole(row);
            case "partial" -> Image.partial(row);
            default -> throw new Unfit("an image expected");
        };
    }

    RowId rowId() {
        expect(JsonToken.START_OBJECT);
        name("collection");
        String collection = string();
        name("key");
        RowId id = new RowId(collection, values());
        expect(JsonToken.END_OBJECT);
        return id;
    }

    Change change() {
        expect(JsonToken.START_OBJECT);
        name("id");
        RowId id = rowId();
        expect(JsonToken.PROPERTY_NAME);
        @Nullable RowId from = null;
        if (json.currentName().equals("from")) {
            from = rowId();
            expect(JsonToken.PROPERTY_NAME);
        }
        requireName("before");
        Image before = image();
        name("after");
        Image after = image();
        name("version");
        Change change = new Change(id, from, before, after, version());
        expect(JsonToken.END_OBJECT);
        return change;
    }

    private Version version() {
        expect(JsonToken.START_OBJECT);
        name("millis");
        long millis = number();
        name("counter");
        long counter = number();
        if (counter < 0 || counter > Version.COUNTER_MAX) {
            throw new Unfit("a counter out of range");
        }
        name("replica");
        Version version = new Version(millis, (int) counter, new ReplicaId(string()));
        expect(JsonToken.END_OBJECT);
        return version;
    }

    private long number() {
        expect(JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    private String string() {
        expect(JsonToken.VALUE_STRING);
        return json.getString();
    }

    private void name(String name) {
        expect(JsonToken.PROPERTY_NAME);
        requireName(name);
    }

    private void requireName(String name) {
        if (!json.currentName().equals(name)) {
            throw new Unfit("\"" + name + "\" expected");
        }
    }

    private void expect(JsonToken token) {
        json.nextToken();
        require(token);
    }

    private void require(JsonToken token) {
        if (json.currentToken() != token) {
            throw new Unfit(token + " expected");
        }
    }
}
