package io.syncline.connector.postgres;

import io.syncline.core.change.Value;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values as PostgreSQL reads them from text. Pure. */
final class PgLiteral {
    private PgLiteral() {}

    static @Nullable String of(Value value) {
        return switch (value) {
            case Value.Null _ -> null;
            case Value.Bool(boolean flag) -> flag ? "t" : "f";
            case Value.Int(long number) -> Long.toString(number);
            case Value.Decimal(var number) -> number.toPlainString();
            case Value.Real(double number) -> Double.toString(number);
            case Value.Text(String text) -> text;
            case Value.Bytes(byte[] bytes) -> "\\x" + HexFormat.of().formatHex(bytes);
            case Value.Date(LocalDate date) -> date(date);
            case Value.Time(LocalTime time) -> time(time);
            case Value.Timestamp(LocalDateTime at) -> timestamp(at, "");
            case Value.Instant(var at) ->
                    timestamp(LocalDateTime.ofInstant(at, ZoneOffset.UTC), "+00");
            case Value.Uuid(var id) -> id.toString();
            case Value.Json(String canonical) -> canonical;
            case Value.Items items -> items(items);
            case Value.Struct(Map<String, Value> fields) -> struct(fields);
            case Value.Other(String _, String text) -> text;
        };
    }

    private static String items(Value.Items items) {
        StringBuilder text = new StringBuilder("{");
        for (Value value : items.values()) {
            text.append(text.length() == 1 ? "" : ",");
            element(text, value);
        }
        return text.append('}').toString();
    }

    /** Appends one element of an array, quoted where PostgreSQL would quote it. */
    static void element(StringBuilder text, Value value) {
        String literal = of(value);
        if (literal == null) {
            text.append("NULL");
        } else if (value instanceof Value.Items) {
            text.append(literal);
        } else if (needsQuotes(literal)) {
            text.append('"');
            for (int i = 0; i < literal.length(); i++) {
                char c = literal.charAt(i);
                text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
            text.append('"');
        } else {
            text.append(literal);
        }
    }

    private static boolean needsQuotes(String literal) {
        return literal.isEmpty()
                || literal.equalsIgnoreCase("NULL")
                || literal.chars().anyMatch(c -> "{},\"\\ \t\n\r\u000b\f".indexOf(c) >= 0);
    }

    /** A struct has no place of its own in PostgreSQL but a JSON column. */
    private static String struct(Map<String, Value> fields) {
        StringBuilder text = new StringBuilder("{");
        fields.forEach(
                (name, value) -> {
                    text.append(text.length() == 1 ? "" : ",");
                    quoted(text, name);
                    text.append(':');
                    json(text, value);
                });
        return text.append('}').toString();
    }

    private static void json(StringBuilder text, Value value) {
        switch (value) {
            case Value.Null _ -> text.append("null");
            case Value.Bool(boolean flag) -> text.append(flag);
            case Value.Struct(Map<String, Value> fields) -> text.append(struct(fields));
            case Value.Json(String canonical) -> text.append(canonical);
            case Value.Items(var values) -> {
                text.append('[');
                for (int i = 0; i < values.size(); i++) {
                    text.append(i == 0 ? "" : ",");
                    json(text, values.get(i));
                }
                text.append(']');
            }
            case Value.Int _, Value.Decimal _ -> text.append(of(value));
            case Value.Real(double number) -> {
                if (Double.isFinite(number)) {
                    text.append(number);
                } else {
                    quoted(text, Double.toString(number));
                }
            }
            case Value.Text _,
                    Value.Bytes _,
                    Value.Date _,
                    Value.Time _,
                    Value.Timestamp _,
                    Value.Instant _,
                    Value.Uuid _,
                    Value.Other _ ->
                    quoted(text, String.valueOf(of(value)));
        }
    }

    private static void quoted(StringBuilder text, String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        text.append('"');
    }

    private static String timestamp(LocalDateTime at, String zone) {
        StringBuilder text = new StringBuilder();
        day(text, at.toLocalDate());
        text.append(' ').append(time(at.toLocalTime())).append(zone);
        return text.append(at.getYear() <= 0 ? " BC" : "").toString();
    }

    private static String date(LocalDate date) {
        StringBuilder text = new StringBuilder();
        day(text, date);
        return text.append(date.getYear() <= 0 ? " BC" : "").toString();
    }

    /** The year 0 of ISO 8601 is PostgreSQL's 1 BC. */
    private static void day(StringBuilder text, LocalDate date) {
        int year = date.getYear() <= 0 ? 1 - date.getYear() : date.getYear();
        text.append("0".repeat(Math.max(0, 4 - Integer.toString(year).length()))).append(year);
        two(text.append('-'), date.getMonthValue());
        two(text.append('-'), date.getDayOfMonth());
    }

    /** A time of day, with as many digits after the point as it has. */
    static String time(LocalTime time) {
        StringBuilder text = new StringBuilder();
        two(text, time.getHour());
        two(text.append(':'), time.getMinute());
        two(text.append(':'), time.getSecond());
        fraction(text, time.getNano());
        return text.toString();
    }

    /** Seconds east of Greenwich, as PostgreSQL prints them: {@code +02} or {@code -03:30}. */
    static String offset(int seconds) {
        int size = Math.abs(seconds);
        StringBuilder text = new StringBuilder(seconds < 0 ? "-" : "+");
        two(text, size / 3600);
        if (size % 3600 != 0) {
            two(text.append(':'), size / 60 % 60);
        }
        if (size % 60 != 0) {
            two(text.append(':'), size % 60);
        }
        return text.toString();
    }

    /** Appends a fraction of a second without trailing zeros; nothing for zero. */
    static void fraction(StringBuilder text, int nanos) {
        if (nanos == 0) {
            return;
        }
        String digits = Integer.toString(1_000_000_000 + nanos).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        text.append('.').append(digits, 0, end);
    }

    private static void two(StringBuilder text, int number) {
        text.append(number < 10 ? "0" : "").append(number);
    }
}
