package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one plain text of a value, and back: numbers without an exponent, times as ISO 8601. Equal
 * numbers have equal texts, whatever type they came in. Pure.
 */
final class Plain {
    /** A date and time with its seconds, which ISO 8601 leaves out at a full minute. */
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ISO_LOCAL_DATE_TIME;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_LOCAL_TIME;

    private Plain() {}

    /** The text of a scalar; null of anything else, and of what is no number. */
    static @Nullable String text(Value value) {
        return switch (value) {
            case Value.Bool(boolean truth) -> truth ? "true" : "false";
            case Value.Int(long number) -> Long.toString(number);
            case Value.Decimal(BigDecimal number) -> number.toPlainString();
            case Value.Real(double number) -> real(number);
            case Value.Text(String text) -> text;
            case Value.Date(LocalDate date) -> date.toString();
            case Value.Time(LocalTime time) -> TIME.format(time);
            case Value.Timestamp(LocalDateTime time) -> DATE_TIME.format(time);
            case Value.Instant(Instant instant) -> instant.toString();
            case Value.Uuid(UUID uuid) -> uuid.toString();
            case Value.Json(String canonical) -> canonical;
            case Value.Null _, Value.Bytes _, Value.Items _, Value.Struct _, Value.Other _ -> null;
        };
    }

    private static @Nullable String real(double number) {
        return Double.isFinite(number)
                ? new Value.Decimal(BigDecimal.valueOf(number)).value().toPlainString()
                : null;
    }

    /** The scalar of a type in its text; null if it is none. */
    static @Nullable Value value(String text, FieldType type) {
        try {
            return switch (Kind.of(type)) {
                case BOOLEAN ->
                        switch (text) {
                            case "true" -> new Value.Bool(true);
                            case "false" -> new Value.Bool(false);
                            default -> null;
                        };
                case INTEGER -> new Value.Int(Long.parseLong(text));
                case DECIMAL -> decimal(text);
                case REAL -> new Value.Real(Double.parseDouble(text));
                case TEXT -> new Value.Text(text);
                case DATE -> new Value.Date(LocalDate.parse(text));
                case TIME -> new Value.Time(LocalTime.parse(text));
                case TIMESTAMP -> new Value.Timestamp(LocalDateTime.parse(text));
                case INSTANT -> new Value.Instant(Instant.parse(text));
                case UUID -> new Value.Uuid(UUID.fromString(text));
                case JSON -> Value.Json.parse(text);
                case BYTES, ITEMS, OTHER -> null;
            };
        } catch (DateTimeException | IllegalArgumentException _) {
            return null;
        }
    }

    /** Digits in which no hostile exponent hides; null if there are none. */
    static Value.@Nullable Decimal decimal(String text) {
        if (text.length() > 1000) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > 1000 ? null : new Value.Decimal(number);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /** The exact number of a value; null if it has none. */
    static @Nullable BigDecimal number(Value value) {
        return switch (value) {
            case Value.Int(long number) -> BigDecimal.valueOf(number);
            case Value.Decimal(BigDecimal number) -> number;
            case Value.Real(double number) ->
                    Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
            default -> null;
        };
    }

    /** A whole number in the smaller of its two forms, as databases tell it. */
    static @Nullable Value whole(BigDecimal number) {
        try {
            return new Value.Int(number.longValueExact());
        } catch (ArithmeticException _) {
            return null;
        }
    }
}
