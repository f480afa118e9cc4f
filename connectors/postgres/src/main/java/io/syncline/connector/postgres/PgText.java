package io.syncline.connector.postgres;

import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Reads values from the text PostgreSQL prints, in the ISO date style. Pure. */
final class PgText {
    private PgText() {}

    static String utf8(byte[] bytes, int start, int length) {
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    static Value decode(PgType type, String text) {
        try {
            return value(type, text);
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException("Not a " + type.name(), e);
        }
    }

    private static Value value(PgType type, String text) {
        return switch (type.form()) {
            case BOOL -> new Value.Bool(text.startsWith("t"));
            case INT2, INT4, INT8, OID -> new Value.Int(Long.parseLong(text));
            // By way of a float, so that text and binary are the same double.
            case FLOAT4 -> new Value.Real(Float.parseFloat(text));
            case FLOAT8 -> new Value.Real(Double.parseDouble(text));
            case NUMERIC ->
                    text.endsWith("N") || text.endsWith("y")
                            ? new Value.Other("numeric", text)
                            : new Value.Decimal(plain(text));
            case TEXT, BYTE -> new Value.Text(text);
            case BPCHAR -> new Value.Text(withoutPadding(text));
            case BYTEA -> bytes(text);
            case DATE ->
                    text.endsWith("infinity")
                            ? new Value.Other("date", text)
                            : new Value.Date(date(text, text.endsWith(" BC")));
            case TIME ->
                    text.startsWith("24")
                            ? new Value.Other("time", text)
                            : new Value.Time(LocalTime.parse(text));
            case TIMESTAMP ->
                    text.endsWith("infinity")
                            ? new Value.Other("timestamp", text)
                            : new Value.Timestamp(timestamp(text));
            case TIMESTAMPTZ ->
                    text.endsWith("infinity")
                            ? new Value.Other("timestamptz", text)
                            : instant(text);
            case UUID -> new Value.Uuid(UUID.fromString(text));
            case JSON, JSONB -> json(type, text);
            case ARRAY -> array(type, text);
            case BIT -> new Value.Other(PgType.VARBIT, text);
            case TIMETZ, INTERVAL, INET, OPAQUE -> new Value.Other(type.name(), text);
        };
    }

    /** The server never writes an exponent, behind which a short text may hold a huge number. */
    private static BigDecimal plain(String text) {
        if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw new NumberFormatException("A number with an exponent");
        }
        return new BigDecimal(text);
    }

    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    private static Value bytes(String text) {
        if (!text.startsWith("\\x")) {
            throw new IllegalArgumentException("A bytea that is not in hex");
        }
        return new Value.Bytes(HexFormat.of().parseHex(text, 2, text.length()));
    }

    /** JSON nested deeper than the vocabulary allows stays PostgreSQL's own. */
    private static Value json(PgType type, String text) {
        try {
            return Value.Json.parse(text);
        } catch (IllegalArgumentException _) {
            return new Value.Other(type.name(), text);
        }
    }

    private static LocalDate date(String text, boolean beforeChrist) {
        int month = text.indexOf('-');
        int year = Integer.parseInt(text, 0, month, 10);
        return LocalDate.of(
                beforeChrist ? 1 - year : year,
                Integer.parseInt(text, month + 1, month + 3, 10),
                Integer.parseInt(text, month + 4, month + 6, 10));
    }

    private static LocalDateTime timestamp(String text) {
        boolean beforeChrist = text.endsWith(" BC");
        int space = text.indexOf(' ');
        String time =
                beforeChrist
                        ? text.substring(space + 1, text.length() - 3)
                        : text.substring(space + 1);
        return LocalDateTime.of(
                date(text.substring(0, space), beforeChrist), LocalTime.parse(time));
    }

    private static Value instant(String text) {
        int space = text.indexOf(' ');
        int sign = Math.max(text.indexOf('+', space), text.indexOf('-', space));
        int end = text.endsWith(" BC") ? text.length() - 3 : text.length();
        String local = text.substring(0, sign) + text.substring(end);
        return new Value.Instant(
                timestamp(local).toInstant(ZoneOffset.of(text.substring(sign, end))));
    }

    /** Lists within lists from 1 on; one that begins elsewhere stays PostgreSQL's own text. */
    private static Value array(PgType type, String text) {
        PgType element = type.element();
        if (text.startsWith("[") || element == null || element.name().equals("box")) {
            return new Value.Other(type.name(), text);
        }
        List<Value> found = new ArrayList<>();
        list(element, text, 0, found, 1);
        return found.getFirst();
    }

    /** Reads one pair of braces and adds it to the list; where it ends is returned. */
    private static int list(PgType element, String text, int from, List<Value> into, int depth) {
        if (depth > PgBinary.DIMENSIONS_MAX) {
            throw new IllegalArgumentException("An array of too many dimensions");
        }
        List<Value> values = new ArrayList<>();
        int at = from + 1;
        while (text.charAt(at) != '}') {
            if (text.charAt(at) == ',') {
                at++;
            }
            if (text.charAt(at) == '{') {
                at = list(element, text, at, values, depth + 1);
            } else {
                StringBuilder part = new StringBuilder();
                boolean quoted = text.charAt(at) == '"';
                at = quoted ? quoted(text, at + 1, part) : bare(text, at, part);
                String each = part.toString();
                boolean nothing = !quoted && each.equals("NULL");
                values.add(nothing ? Value.nothing() : decode(element, each));
            }
        }
        into.add(new Value.Items(values));
        return at + 1;
    }

    private static int quoted(String text, int from, StringBuilder part) {
        int at = from;
        while (text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            part.append(text.charAt(at++));
        }
        return at + 1;
    }

    private static int bare(String text, int from, StringBuilder part) {
        int at = from;
        while (text.charAt(at) != ',' && text.charAt(at) != '}') {
            part.append(text.charAt(at++));
        }
        return at;
    }
}
