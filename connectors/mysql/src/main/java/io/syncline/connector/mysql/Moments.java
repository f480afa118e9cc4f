package io.syncline.connector.mysql;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * Dates and times in MariaDB's spelling. Sessions are in UTC, so a point in time is the date and
 * time that a clock in Greenwich shows.
 */
final class Moments {
    private static final int YEAR_MAX = 9999;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

    /** What TIMESTAMP holds in every version; later ones reach to 2106 on some machines only. */
    private static final LocalDateTime TIMESTAMP_MIN = LocalDateTime.of(1970, 1, 1, 0, 0, 1);

    private static final LocalDateTime TIMESTAMP_END = LocalDateTime.of(2038, 1, 19, 3, 14, 8);

    private Moments() {}

    /** The text for the value, or {@link Codec.Unfit}. */
    static Object parameter(Column column, Value value) {
        return switch (value) {
            case Value.Date(LocalDate date) when column.kind() == Column.Kind.DATE -> date(date);
            case Value.Time(LocalTime time) when column.kind() == Column.Kind.TIME ->
                    time(time, column);
            case Value.Timestamp(LocalDateTime moment) when hasDay(column) ->
                    moment(moment, column);
            case Value.Instant(Instant instant) when hasDay(column) -> instant(instant, column);
            default -> {
                String what =
                        value instanceof Value.Other(String type, String text)
                                ? type + " '" + text.substring(0, Math.min(40, text.length())) + "'"
                                : value.getClass().getSimpleName();
                yield new Codec.Unfit(column.fullType() + " cannot hold " + what);
            }
        };
    }

    private static boolean hasDay(Column column) {
        return column.kind() == Column.Kind.DATETIME || column.kind() == Column.Kind.TIMESTAMP;
    }

    private static Object date(LocalDate date) {
        return inYears(date)
                ? DATE.format(date)
                : new Codec.Unfit(date + " is not in the years 1 to 9999");
    }

    private static boolean inYears(LocalDate date) {
        return date.getYear() >= 1 && date.getYear() <= YEAR_MAX;
    }

    private static Object time(LocalTime time, Column column) {
        return fine(time, column)
                ? TIME.format(time)
                : new Codec.Unfit(time + " is finer than " + column.fullType());
    }

    private static boolean fine(LocalTime time, Column column) {
        int step = 1_000_000_000;
        for (int i = 0; i < column.fraction(); i++) {
            step /= 10;
        }
        return time.get(ChronoField.NANO_OF_SECOND) % step == 0;
    }

    private static Object instant(Instant instant, Column column) {
        try {
            return moment(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), column);
        } catch (DateTimeException _) {
            return new Codec.Unfit(instant + " is not in the years 1 to 9999");
        }
    }

    private static Object moment(LocalDateTime moment, Column column) {
        if (!inYears(moment.toLocalDate())) {
            return new Codec.Unfit(moment + " is not in the years 1 to 9999");
        }
        if (!fine(moment.toLocalTime(), column)) {
            return new Codec.Unfit(moment + " is finer than " + column.fullType());
        }
        if (column.kind() == Column.Kind.TIMESTAMP
                && (moment.isBefore(TIMESTAMP_MIN) || !moment.isBefore(TIMESTAMP_END))) {
            return new Codec.Unfit(moment + " is not in the years of " + column.fullType());
        }
        return DATE.format(moment) + " " + TIME.format(moment);
    }

    /** The value of a text the server gave; what the calendar does not know stays text. */
    static Value read(String text, Column column, FieldType wanted) {
        try {
            return switch (column.kind()) {
                case DATE -> new Value.Date(LocalDate.parse(text));
                case TIME -> new Value.Time(LocalTime.parse(text));
                default -> {
                    LocalDateTime moment = LocalDateTime.parse(text.replace(' ', 'T'));
                    yield wanted instanceof FieldType.Instant
                            ? new Value.Instant(moment.toInstant(ZoneOffset.UTC))
                            : new Value.Timestamp(moment);
                }
            };
        } catch (DateTimeException _) {
            // 0000-00-00, or a time of more than a day.
            return new Value.Other(column.type(), text);
        }
    }
}
