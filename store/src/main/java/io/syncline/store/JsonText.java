package io.syncline.store;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * JSON as plain maps, lists, texts, numbers and nulls. Written in ASCII, because the database takes
 * neither NUL nor half a surrogate pair.
 */
final class JsonText {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    // What was written must be readable, however large the rows in it.
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private JsonText() {}

    static String write(Map<String, ? extends @Nullable Object> object) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            value(json, object);
        }
        return out.toString();
    }

    private static void value(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Double number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.longValue());
            case Boolean flag -> json.writeBoolean(flag);
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(each -> value(json, each));
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach(
                        (name, each) -> {
                            json.writeName((String) name);
                            value(json, each);
                        });
                json.writeEndObject();
            }
            default -> throw new IllegalArgumentException("Not for JSON: " + value.getClass());
        }
    }

    /** The object of a text; the message of a failure shows none of the text. */
    static Map<String, @Nullable Object> read(String text) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            return object(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "Not JSON at character " + e.getLocation().getCharOffset());
        }
    }

    /** A map of texts; nothing else may stand in it. */
    static Map<String, String> texts(String text) {
        Map<String, String> texts = new TreeMap<>();
        read(text)
                .forEach(
                        (name, value) -> {
                            if (!(value instanceof String string)) {
                                throw new IllegalArgumentException("Not a text: " + name);
                            }
                            texts.put(name, string);
                        });
        return texts;
    }

    private static Map<String, @Nullable Object> object(JsonParser json) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("Not a JSON object");
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            object.put(name, value(json));
        }
        return object;
    }

    private static @Nullable Object value(JsonParser json) {
        return switch (json.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> object(json);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(json));
                }
                yield list;
            }
            case null, default ->
                    throw new IllegalArgumentException("A kind of JSON nobody wrote here");
        };
    }
}
