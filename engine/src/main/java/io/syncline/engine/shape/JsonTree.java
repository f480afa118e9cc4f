package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a JSON document: a map, a list, a text, a number, a truth value, or null. Reads
 * canonical text only, which is known to be good and of bounded depth. For one thread.
 */
final class JsonTree {
    private final String text;
    private int at;

    private JsonTree(String text) {
        this.text = text;
    }

    /** The document as Map, List, String, BigDecimal, Boolean or null. */
    static @Nullable Object of(Value.Json json) {
        return new JsonTree(json.canonical()).value();
    }

    private @Nullable Object value() {
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private @Nullable Object word(String word, @Nullable Object meaning) {
        at += word.length();
        return meaning;
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        at++;
        while (text.charAt(at) != '}') {
            at += text.charAt(at) == ',' ? 1 : 0;
            String name = string();
            at++;
            members.put(name, value());
        }
        at++;
        return members;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> items = new ArrayList<>();
        at++;
        while (text.charAt(at) != ']') {
            at += text.charAt(at) == ',' ? 1 : 0;
            items.add(value());
        }
        at++;
        return items;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        at++;
        for (char c = text.charAt(at); c != '"'; c = text.charAt(at)) {
            at++;
            out.append(c == '\\' ? escape() : c);
        }
        at++;
        return out.toString();
    }

    private char escape() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) HexFormat.fromHexDigits(text, at - 4, at);
            }
            default -> c;
        };
    }

    private BigDecimal number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return new BigDecimal(text.substring(start, at));
    }

    /** What stands at a path of names; null if nothing does. */
    static @Nullable Object at(@Nullable Object tree, List<String> path) {
        Object here = tree;
        for (String name : path) {
            here = here instanceof Map<?, ?> members ? members.get(name) : null;
        }
        return here;
    }

    /** A node as a value of a type; null if it is none, NULL if there is nothing. */
    static @Nullable Value value(@Nullable Object node, FieldType type) {
        return switch (node) {
            case null -> Value.nothing();
            case String text -> Plain.value(text, type);
            case Boolean truth ->
                    switch (type) {
                        case FieldType.Bool _ -> new Value.Bool(truth);
                        case FieldType.Text _, FieldType.Json _ ->
                                Plain.value(truth.toString(), type);
                        default -> null;
                    };
            case BigDecimal number ->
                    switch (type) {
                        case FieldType.Int _ -> Plain.whole(number);
                        case FieldType.Decimal _ -> new Value.Decimal(number);
                        case FieldType.Real _ -> new Value.Real(number.doubleValue());
                        case FieldType.Text _ ->
                                Math.abs((long) number.scale()) > 1000
                                        ? null
                                        : new Value.Text(number.toPlainString());
                        case FieldType.Json _ -> Plain.value(number.toString(), type);
                        default -> null;
                    };
            default ->
                    switch (type) {
                        case FieldType.Json _ -> Value.Json.parse(text(node));
                        case FieldType.Text _ -> new Value.Text(text(node));
                        default -> null;
                    };
        };
    }

    /** A node as JSON text. */
    static String text(@Nullable Object node) {
        StringBuilder out = new StringBuilder();
        write(out, node);
        return Value.Json.parse(out.toString()).canonical();
    }

    private static void write(StringBuilder out, @Nullable Object node) {
        switch (node) {
            case Map<?, ?> members -> {
                out.append('{');
                members.forEach(
                        (name, value) -> {
                            out.append(out.charAt(out.length() - 1) == '{' ? "" : ",");
                            quote(out, String.valueOf(name));
                            out.append(':');
                            write(out, value);
                        });
                out.append('}');
            }
            case List<?> items -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    write(out, items.get(i));
                }
                out.append(']');
            }
            case String text -> quote(out, text);
            case null, default -> out.append(node);
        }
    }

    static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
