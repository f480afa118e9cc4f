package io.syncline.core.change;

import io.syncline.core.change.Value.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes a JSON document apart one level deep and puts one together. Reads canonical text only,
 * which is known to be good: a part of canonical text is canonical itself. For one thread.
 */
final class JsonParts {
    /**
     * A few letters can write a number that no memory holds all digits of. PostgreSQL's exact
     * numbers have 131072 digits at most.
     */
    private static final int EXPONENT_MAX = 131_072;

    private final String text;
    private int at;

    private JsonParts(String text) {
        this.text = text;
    }

    static @Nullable Map<String, Json> members(String canonical) {
        if (canonical.charAt(0) != '{') {
            return null;
        }
        JsonParts parts = new JsonParts(canonical);
        Map<String, Json> members = new LinkedHashMap<>();
        parts.at++;
        while (parts.more('}')) {
            String name = unquoted(parts.part());
            parts.at++;
            members.put(name, new Json(parts.part()));
        }
        return members;
    }

    static @Nullable List<Json> items(String canonical) {
        if (canonical.charAt(0) != '[') {
            return null;
        }
        JsonParts parts = new JsonParts(canonical);
        List<Json> items = new ArrayList<>();
        parts.at++;
        while (parts.more(']')) {
            items.add(new Json(parts.part()));
        }
        return items;
    }

    static @Nullable Value scalar(String canonical) {
        return switch (canonical.charAt(0)) {
            case '{', '[' -> null;
            case '"' -> new Value.Text(unquoted(canonical));
            case 't' -> new Value.Bool(true);
            case 'f' -> new Value.Bool(false);
            case 'n' -> Value.nothing();
            default -> number(canonical);
        };
    }

    private static @Nullable Value number(String canonical) {
        BigDecimal number = new BigDecimal(canonical);
        if (Math.abs((long) number.scale()) > EXPONENT_MAX) {
            return null;
        }
        boolean whole = number.scale() <= 0 && number.precision() - number.scale() <= 18;
        return whole ? new Value.Int(number.longValueExact()) : new Value.Decimal(number);
    }

    static String object(Map<String, Json> members) {
        StringBuilder out = new StringBuilder("{");
        for (var member : new TreeMap<>(members).entrySet()) {
            out.append(out.length() == 1 ? "" : ",");
            CanonicalJson.quote(out, member.getKey());
            out.append(':').append(member.getValue().canonical());
        }
        return out.append('}').toString();
    }

    static String array(List<Json> items) {
        StringBuilder out = new StringBuilder("[");
        for (Json item : items) {
            out.append(out.length() == 1 ? "" : ",").append(item.canonical());
        }
        return out.append(']').toString();
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        CanonicalJson.quote(out, text);
        return out.toString();
    }

    /** Steps over a comma; whether another part follows. */
    private boolean more(char end) {
        at += text.charAt(at) == ',' ? 1 : 0;
        return text.charAt(at) != end;
    }

    /** The text of the document that begins here. */
    private String part() {
        int start = at;
        int depth = 0;
        do {
            switch (text.charAt(at)) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> overString();
                default -> {}
            }
            at++;
        } while (depth > 0 || at < text.length() && ",:]}".indexOf(text.charAt(at)) < 0);
        return text.substring(start, at);
    }

    /** Goes to the quote that ends the string which begins here. */
    private void overString() {
        at++;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
    }

    private static String unquoted(String canonical) {
        return CanonicalJson.unquoted(canonical);
    }
}
