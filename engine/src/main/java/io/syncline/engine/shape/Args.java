package io.syncline.engine.shape;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a person gave a function, a mask or a validator beside its field: texts by name, several
 * where a list was given. Immutable.
 */
public record Args(Map<String, List<String>> values) {
    private static final Args NONE = new Args(Map.of());

    /** Copies the map. */
    public Args {
        TreeMap<String, List<String>> copy = new TreeMap<>();
        values.forEach((name, texts) -> copy.put(name, List.copyOf(texts)));
        values = Collections.unmodifiableMap(copy);
    }

    /** Nothing was given. */
    public static Args none() {
        return NONE;
    }

    /** One argument. */
    public static Args of(String name, String value) {
        return new Args(Map.of(name, List.of(value)));
    }

    /** Two arguments. */
    public static Args of(String name, String value, String other, String otherValue) {
        return new Args(Map.of(name, List.of(value), other, List.of(otherValue)));
    }

    /** Whether it was given. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The texts of an argument; none if it was not given. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
