package io.syncline.engine.shape;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An argument that a function, a mask or a validator takes.
 *
 * @param name in the configuration
 * @param kind what may be given
 * @param words the allowed words of a {@link Kind#WORD}; least and most of a {@link Kind#WHOLE}
 * @param initial what holds when nobody says otherwise; null if nothing does
 * @param required whether it has to be given
 */
public record Parameter(
        String name, Kind kind, List<String> words, @Nullable String initial, boolean required) {
    /** What may be given. */
    public enum Kind {
        /** Any text. */
        TEXT,
        /** One of a few words. */
        WORD,
        /** A whole number in a range. */
        WHOLE,
        /** A number. */
        NUMBER,
        /** The name of a time zone. */
        ZONE,
        /** Several texts. */
        LIST
    }

    /** Copies the list. */
    public Parameter {
        words = List.copyOf(words);
    }

    static Parameter text(String name, @Nullable String initial) {
        return new Parameter(name, Kind.TEXT, List.of(), initial, false);
    }

    static Parameter neededText(String name) {
        return new Parameter(name, Kind.TEXT, List.of(), null, true);
    }

    static Parameter word(String name, String initial, String... others) {
        List<String> words = new java.util.ArrayList<>(List.of(initial));
        words.addAll(List.of(others));
        return new Parameter(name, Kind.WORD, words, initial, false);
    }

    static Parameter whole(String name, int least, int most, @Nullable Integer initial) {
        return new Parameter(
                name,
                Kind.WHOLE,
                List.of(Integer.toString(least), Integer.toString(most)),
                initial == null ? null : Integer.toString(initial),
                false);
    }

    static Parameter number(String name) {
        return new Parameter(name, Kind.NUMBER, List.of(), null, false);
    }

    static Parameter zone() {
        return new Parameter("zone", Kind.ZONE, List.of(), "UTC", false);
    }

    static Parameter neededList(String name) {
        return new Parameter(name, Kind.LIST, List.of(), null, true);
    }

    /** Why these texts may not be given, or null. Never shows them. */
    @Nullable String problem(List<String> given) {
        if (kind == Kind.LIST) {
            return given.isEmpty() ? "at least one is expected" : null;
        }
        if (given.size() != 1) {
            return "one value is expected, not " + given.size();
        }
        String text = given.getFirst();
        return switch (kind) {
            case TEXT, LIST -> null;
            case WORD -> words.contains(text) ? null : "one of " + String.join(", ", words);
            case WHOLE -> whole(text);
            case NUMBER -> number(text, "a number is expected");
            case ZONE -> zone(text);
        };
    }

    private @Nullable String whole(String text) {
        String range = "a whole number from " + words.getFirst() + " to " + words.getLast();
        try {
            int number = Integer.parseInt(text);
            boolean fits =
                    number >= Integer.parseInt(words.getFirst())
                            && number <= Integer.parseInt(words.getLast());
            return fits ? null : range;
        } catch (NumberFormatException _) {
            return range;
        }
    }

    private static @Nullable String number(String text, String otherwise) {
        try {
            return new BigDecimal(text).precision() > 200 ? otherwise : null;
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }

    private static @Nullable String zone(String text) {
        try {
            ZoneId.of(text);
            return null;
        } catch (DateTimeException _) {
            return "a time zone such as Europe/Vienna is expected";
        }
    }

    /** How it is written in the reference. */
    String told() {
        String allowed =
                switch (kind) {
                    case WORD -> String.join(" \\| ", words);
                    case WHOLE -> words.getFirst() + "…" + words.getLast();
                    case TEXT -> "text";
                    case NUMBER -> "number";
                    case ZONE -> "time zone";
                    case LIST -> "list";
                };
        String rest = required ? ", required" : initial == null ? "" : ", `" + initial + "`";
        return "`" + name + "` (" + allowed + rest + ")";
    }
}
