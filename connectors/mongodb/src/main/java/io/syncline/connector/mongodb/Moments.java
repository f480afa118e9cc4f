package io.syncline.connector.mongodb;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Days, times and moments that BSON does not have, as ISO 8601 text: one text for each value. */
final class Moments {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .appendLiteral('T')
                    .append(TIME)
                    .toFormatter(Locale.ROOT);

    private Moments() {}

    static String text(LocalDate date) {
        return date.toString();
    }

    static String text(LocalTime time) {
        return TIME.format(time);
    }

    static String text(LocalDateTime timestamp) {
        return TIMESTAMP.format(timestamp);
    }

    static String text(Instant instant) {
        return TIMESTAMP.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "Z";
    }

    /** The value of a text, or null if it is not the one text of a value of this type. */
    static @Nullable Value read(String text, FieldType type) {
        try {
            return switch (type) {
                case FieldType.Date _ -> {
                    LocalDate date = LocalDate.parse(text);
                    yield text(date).equals(text) ? new Value.Date(date) : null;
                }
                case FieldType.Time _ -> {
                    LocalTime time = LocalTime.parse(text, TIME);
                    yield text(time).equals(text) ? new Value.Time(time) : null;
                }
                case FieldType.Timestamp _ -> {
                    LocalDateTime at = LocalDateTime.parse(text, TIMESTAMP);
                    yield text(at).equals(text) ? new Value.Timestamp(at) : null;
                }
                case FieldType.Instant _ -> {
                    if (!text.endsWith("Z")) {
                        yield null;
                    }
                    String local = text.substring(0, text.length() - 1);
                    Instant at = LocalDateTime.parse(local, TIMESTAMP).toInstant(ZoneOffset.UTC);
                    yield text(at).equals(text) ? new Value.Instant(at) : null;
                }
                case FieldType _ -> null;
            };
        } catch (DateTimeException _) {
            return null;
        }
    }
}
