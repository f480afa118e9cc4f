package io.syncline.connector.mysql;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times in MariaDB's spelling. Sessions are in UTC, so a point in time is the date and
 * time that a clock in Greenwich shows.
 */
final class Moments {
    private static final int YEAR_MAX = 9999;
    private static final int DATE_LENGTH = 10;
    private static final int TIME_LENGTH = 15;

    /** The nanoseconds from one time to the next, by the digits of a column's seconds. */
    private static final int[] STEPS = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000
    };

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
                ? text(date, null)
                : new Codec.Unfit(date + " is not in the years 1 to 9999");
    }

    private static boolean inYears(LocalDate date) {
        return date.getYear() >= 1 && date.getYear() <= YEAR_MAX;
    }

    private static Object time(LocalTime time, Column column) {
        return fine(time, column)
                ? text(null, time)
                : new Codec.Unfit(time + " is finer than " + column.fullType());
    }

    private static boolean fine(LocalTime time, Column column) {
        return time.toNanoOfDay() % STEPS[column.fraction()] == 0;
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
        return text(moment.toLocalDate(), moment.toLocalTime());
    }

    /** A day, a time of day, or both with a space between; a formatter takes many times as long. */
    private static String text(@Nullable LocalDate date, @Nullable LocalTime time) {
        byte[] text = new byte[DATE_LENGTH + 1 + TIME_LENGTH];
        int end = 0;
        if (date != null) {
            two(text, 0, date.getYear() / 100);
            two(text, 2, date.getYear() % 100);
            text[4] = '-';
            two(text, 5, date.getMonthValue());
            text[7] = '-';
            two(text, 8, date.getDayOfMonth());
            end = DATE_LENGTH;
        }
        if (time != null) {
            if (date != null) {
                text[end++] = ' ';
            }
            two(text, end, time.getHour());
            text[end + 2] = ':';
            two(text, end + 3, time.getMinute());
            text[end + 5] = ':';
            two(text, end + 6, time.getSecond());
            text[end + 8] = '.';
            int micros = time.getNano() / 1000;
            two(text, end + 9, micros / 10_000);
            two(text, end + 11, micros / 100 % 100);
            two(text, end + 13, micros % 100);
            end += TIME_LENGTH;
        }
        return new String(text, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** Writes a number of two digits. */
    private static void two(byte[] text, int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
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
