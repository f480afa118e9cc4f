package io.syncline.core.merge;

import io.syncline.core.merge.Strategies.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One map of a configuration, read key by key: what is wrong is noted with its place and reading
 * goes on, and what nobody asked for is noted at the end. For one use.
 */
final class Arguments {
    private final String path;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> written = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<Problem> problems;

    /** Keys in whatever case. */
    Arguments(String path, Map<?, ?> given, List<Problem> problems) {
        this(path, given, problems, true);
    }

    /**
     * @param words whether keys are words, in whatever case; else they are names
     */
    Arguments(String path, Map<?, ?> given, List<Problem> problems, boolean words) {
        this.path = path;
        this.problems = problems;
        given.forEach(
                (key, value) -> {
                    String name = String.valueOf(key);
                    name = words ? Spelling.snake(name) : name;
                    written.put(name, String.valueOf(key));
                    if (value == null) {
                        problem(name, "has no value");
                    } else if (values.put(name, value) != null) {
                        problem(name, "stands here twice");
                    }
                });
    }

    /** Where a key of this map is. */
    String at(String name) {
        return path + "/" + pointer(written.getOrDefault(name, name));
    }

    static String pointer(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    void problem(String name, String message) {
        problems.add(new Problem(at(name), message));
    }

    /** Where this map is. */
    String path() {
        return path;
    }

    /** Something wrong with all of it. */
    Problem wrong(String message) {
        return new Problem(path, message);
    }

    /** All of it, for somebody else to read. */
    Map<String, Object> rest() {
        return new LinkedHashMap<>(values);
    }

    List<Problem> problems() {
        return problems;
    }

    /** What stands under the first of these names that is there; null if none is. */
    @Nullable Object take(String... names) {
        asked.addAll(List.of(names));
        for (String name : names) {
            Object value = values.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** The first of these names that is there; the first of all if none is. */
    String name(String... names) {
        for (String name : names) {
            if (values.containsKey(name)) {
                return name;
            }
        }
        return names[0];
    }

    @Nullable String text(String name) {
        Object value = take(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        problem(name, "has to be a text");
        return null;
    }

    String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    boolean truth(String name) {
        Object value = take(name);
        if (value != null && !(value instanceof Boolean)) {
            problem(name, "has to be true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    /** A number; null, with a problem, if it is missing or none. */
    @Nullable BigDecimal number(String name) {
        Object value = take(name);
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return new BigDecimal(number.toString());
        }
        problem(name, "has to be a number");
        return null;
    }

    /** A share from 0 to 1. */
    double share(double otherwise, String... names) {
        Object value = take(names);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number
                && number.doubleValue() >= 0
                && number.doubleValue() <= 1) {
            return number.doubleValue();
        }
        problem(name(names), "has to be a number from 0 to 1");
        return otherwise;
    }

    /** A list of texts, or one text; empty if it is missing. */
    List<String> texts(String... names) {
        List<String> texts = new ArrayList<>();
        for (Object item : list(names)) {
            if (item instanceof String text && !text.isBlank()) {
                texts.add(text);
            } else {
                problem(name(names), "has to be a list of names");
                return List.of();
            }
        }
        return texts;
    }

    /** A list, or one thing as a list; empty if it is missing. */
    List<?> list(String... names) {
        Object value = take(names);
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }

    /** What stands here and nobody asked for. */
    void done() {
        for (String name : values.keySet()) {
            if (!asked.contains(name)) {
                problem(name, "nobody knows this key" + Spelling.didYouMean(name, asked));
            }
        }
    }
}
