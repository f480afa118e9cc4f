package io.syncline.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object, asked for by what they have to be. The message of a failure shows
 * no values.
 */
record Members(Map<String, @Nullable Object> values) {
    private static final Long VERSION = 1L;

    /** An object with nothing in it but its version. */
    static Members fresh() {
        Members json = new Members(new LinkedHashMap<>());
        json.put("v", VERSION);
        return json;
    }

    /** The object of a text, which has to be of the version known. */
    static Members of(String text) {
        Members json = new Members(JsonText.read(text));
        if (!Objects.equals(json.values.get("v"), VERSION)) {
            throw new IllegalArgumentException("JSON of an unknown version");
        }
        return json;
    }

    void put(String name, @Nullable Object value) {
        values.put(name, value);
    }

    String text() {
        return JsonText.write(values);
    }

    String text(String name) {
        return known(name, values.get(name), String.class);
    }

    @Nullable String maybeText(String name) {
        Object value = values.get(name);
        return value == null ? null : known(name, value, String.class);
    }

    long number(String name) {
        return known(name, values.get(name), Long.class);
    }

    List<?> list(String name) {
        return known(name, values.get(name), List.class);
    }

    /** A list of objects. */
    List<Members> members(String name) {
        List<Members> all = new ArrayList<>();
        for (Object each : list(name)) {
            all.add(object(name, each));
        }
        return all;
    }

    /** An object, or null. */
    @Nullable Members maybe(String name) {
        Object value = values.get(name);
        return value == null ? null : object(name, value);
    }

    private static Members object(String name, @Nullable Object value) {
        Map<?, ?> members = known(name, value, Map.class);
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        members.forEach((key, each) -> copy.put((String) key, each));
        return new Members(copy);
    }

    private static <T> T known(String name, @Nullable Object value, Class<T> kind) {
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException("JSON with nothing fit as " + name);
        }
        return kind.cast(value);
    }
}
