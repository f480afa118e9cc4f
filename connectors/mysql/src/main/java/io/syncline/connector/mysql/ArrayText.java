package io.syncline.connector.mysql;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Arrays as JSON text: numbers and booleans as themselves, all others as strings in one spelling
 * each (bytes in hexadecimal, documents as their canonical text), so that the type of the elements
 * tells how to read them back.
 */
final class ArrayText {
    private final String text;
    private final FieldType element;
    private int at;

    private ArrayText(String text, FieldType element) {
        this.text = text;
        this.element = element;
    }

    /** The JSON text of a list, or null if an element is not of the type. */
    static @Nullable String write(Value.Items items, FieldType element) {
        StringBuilder out = new StringBuilder();
        return write(items, element, out) ? out.toString() : null;
    }

    /**
     * Reads what {@link #write} wrote, however the server spells it.
     *
     * @throws RuntimeException if it is something else
     */
    static Value.Items read(String json, FieldType element) {
        ArrayText reader = new ArrayText(Value.Json.parse(json).canonical(), element);
        return reader.items();
    }

    private static boolean write(Value.Items items, FieldType element, StringBuilder out) {
        out.append('[');
        String separator = "";
        for (Value value : items.values()) {
            out.append(separator);
            boolean known =
                    value instanceof Value.Items(List<Value> inner)
                            ? write(new Value.Items(inner), element, out)
                            : scalar(value, element, out);
            if (!known) {
                return false;
            }
            separator = ",";
        }
        out.append(']');
        return true;
    }

    private static boolean scalar(Value value, FieldType type, StringBuilder out) {
        FieldType element = type instanceof FieldType.Items(FieldType of) ? of : type;
        String plain =
                switch (value) {
                    case Value.Null _ -> "null";
                    case Value.Bool(boolean is) when element instanceof FieldType.Bool ->
                            String.valueOf(is);
                    case Value.Int(long number) when element instanceof FieldType.Int ->
                            String.valueOf(number);
                    case Value.Decimal(BigDecimal number)
                            when element instanceof FieldType.Decimal ->
                            number.toPlainString();
                    default -> null;
                };
        if (plain != null) {
            out.append(plain);
            return true;
        }
        String quoted =
                switch (value) {
                    case Value.Text(String each) when element instanceof FieldType.Text -> each;
                    case Value.Real(double each) when element instanceof FieldType.Real ->
                            String.valueOf(each);
                    case Value.Bytes(byte[] each) when element instanceof FieldType.Bytes ->
                            HexFormat.of().formatHex(each);
                    case Value.Date(LocalDate each) when element instanceof FieldType.Date ->
                            each.toString();
                    case Value.Time(LocalTime each) when element instanceof FieldType.Time ->
                            each.toString();
                    case Value.Timestamp(LocalDateTime each)
                            when element instanceof FieldType.Timestamp ->
                            each.toString();
                    case Value.Instant(Instant each) when element instanceof FieldType.Instant ->
                            each.toString();
                    case Value.Uuid(UUID each) when element instanceof FieldType.Uuid ->
                            each.toString();
                    case Value.Json(String each) when element instanceof FieldType.Json -> each;
                    case Value.Other(String name, String each)
                            when element instanceof FieldType.Other(String wanted)
                                    && wanted.equals(name) ->
                            each;
                    default -> null;
                };
        if (quoted != null) {
            quote(quoted, out);
        }
        return quoted != null;
    }

    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    // Reading: the text is canonical, so there is no white space and every escape is a short one.

    private Value.Items items() {
        if (text.charAt(at) != '[') {
            throw new IllegalArgumentException("Not an array");
        }
        at++;
        List<Value> values = new ArrayList<>();
        while (text.charAt(at) != ']') {
            if (text.charAt(at) == ',') {
                at++;
            }
            values.add(next());
        }
        at++;
        return new Value.Items(values);
    }

    private Value next() {
        char c = text.charAt(at);
        if (c == '[') {
            return items();
        }
        if (c == '"') {
            return of(string());
        }
        int start = at;
        while (",]".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.equals("null")) {
            return Value.nothing();
        }
        return switch (element()) {
            case FieldType.Bool _ -> new Value.Bool(Boolean.parseBoolean(word));
            case FieldType.Int _ -> new Value.Int(new BigDecimal(word).longValueExact());
            default -> new Value.Decimal(new BigDecimal(word));
        };
    }

    private FieldType element() {
        return element instanceof FieldType.Items(FieldType of) ? of : element;
    }

    private Value of(String string) {
        return switch (element()) {
            case FieldType.Text _ -> new Value.Text(string);
            case FieldType.Real _ -> new Value.Real(Double.parseDouble(string));
            case FieldType.Bytes _ -> new Value.Bytes(HexFormat.of().parseHex(string));
            case FieldType.Date _ -> new Value.Date(LocalDate.parse(string));
            case FieldType.Time _ -> new Value.Time(LocalTime.parse(string));
            case FieldType.Timestamp _ -> new Value.Timestamp(LocalDateTime.parse(string));
            case FieldType.Instant _ -> new Value.Instant(Instant.parse(string));
            case FieldType.Uuid _ -> new Value.Uuid(UUID.fromString(string));
            case FieldType.Json _ -> Value.Json.parse(string);
            case FieldType.Other(String name) -> new Value.Other(name, string);
            case FieldType.Bool _, FieldType.Int _, FieldType.Decimal _, FieldType.Items _ ->
                    throw new IllegalArgumentException("A string where none belongs");
        };
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        at++;
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            out.append(c == '\\' ? escaped() : c);
        }
        at++;
        return out.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text, at - 4, at, 16);
            }
            default -> c;
        };
    }
}
