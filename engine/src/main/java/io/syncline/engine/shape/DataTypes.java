package io.syncline.engine.shape;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The classes of fields that can be converted at once, and what each can become. Pure. */
public final class DataTypes {
    /** A conversion: the function that makes it, with its arguments. */
    public record Conversion(String function, Args args) {}

    private static final Map<String, Set<Kind>> CLASSES = classes();

    private DataTypes() {}

    private static Map<String, Set<Kind>> classes() {
        Map<String, Set<Kind>> classes = new LinkedHashMap<>();
        classes.put("timestamps", Set.of(Kind.TIMESTAMP, Kind.INSTANT));
        classes.put("dates", Set.of(Kind.DATE));
        classes.put("numbers", Kind.NUMBERS);
        classes.put("booleans", Set.of(Kind.BOOLEAN));
        classes.put("uuids", Set.of(Kind.UUID));
        classes.put("json", Set.of(Kind.JSON));
        classes.put("bytes", Set.of(Kind.BYTES));
        return classes;
    }

    /** What the fields of a class can become, by the word for it; empty for no class. */
    public static Map<String, Conversion> of(String name) {
        Map<String, Conversion> words = new LinkedHashMap<>();
        switch (name) {
            case "timestamps", "dates" -> {
                words.put("iso8601", new Conversion("iso_timestamp", Args.none()));
                words.put("string", new Conversion("iso_timestamp", Args.none()));
                words.put("unix", new Conversion("unix_timestamp", Args.none()));
                words.put("unix_ms", new Conversion("unix_timestamp", Args.of("unit", "ms")));
                words.put("unix_us", new Conversion("unix_timestamp", Args.of("unit", "us")));
            }
            case "numbers" -> {
                words.put("decimal", new Conversion("to_decimal", Args.none()));
                words.put("string", new Conversion("decimal_format", Args.none()));
            }
            case "booleans" -> {
                words.put("string", new Conversion("to_text", Args.none()));
                words.put("integer", new Conversion("to_integer", Args.none()));
            }
            case "uuids" -> words.put("string", new Conversion("to_text", Args.none()));
            case "json" -> words.put("string", new Conversion("json_serialize", Args.none()));
            case "bytes" -> {
                words.put("hex", new Conversion("hex", Args.none()));
                words.put("base64", new Conversion("base64", Args.none()));
            }
            default -> {}
        }
        return words;
    }

    /** The names of the classes. */
    public static Set<String> names() {
        return CLASSES.keySet();
    }

    /** What was asked for a kind of field; null if nothing was, or it is so already. */
    static @Nullable NamedRule of(Map<String, NamedRule> asked, Kind kind) {
        for (Map.Entry<String, NamedRule> each : asked.entrySet()) {
            NamedRule rule = each.getValue();
            boolean exact = rule.name().equals("to_decimal") && kind != Kind.REAL;
            if (!exact && CLASSES.getOrDefault(each.getKey(), Set.of()).contains(kind)) {
                return rule;
            }
        }
        return null;
    }
}
