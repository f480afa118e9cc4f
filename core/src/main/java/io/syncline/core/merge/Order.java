package io.syncline.core.merge;

import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Compares values that have an order of their own, and adds numbers. */
final class Order {
    /** PostgreSQL has numbers with fewer digits after the point: more would only fill memory. */
    private static final int SCALE_MAX = 131_072;

    /** Longer texts are no times. */
    private static final int TIME_LENGTH_MAX = 40;

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd[['T'][' ']HH:mm[:ss[.SSSSSSSSS][.SSSSSS][.SSS]][XXX]]");

    private Order() {}

    /** Negative, zero or positive; null if these two have no order. */
    static @Nullable Integer compare(Value one, Value other) {
        BigDecimal number = number(one);
        BigDecimal otherNumber = number(other);
        if (number != null && otherNumber != null) {
            return number.compareTo(otherNumber);
        }
        return switch (one) {
            case Value.Date(var date) when other instanceof Value.Date(var date2) ->
                    date.compareTo(date2);
            case Value.Time(var time) when other instanceof Value.Time(var time2) ->
                    time.compareTo(time2);
            case Value.Timestamp(var time) when other instanceof Value.Timestamp(var time2) ->
                    time.compareTo(time2);
            case Value.Instant(var time) when other instanceof Value.Instant(var time2) ->
                    time.compareTo(time2);
            case Value.Bool(var truth) when other instanceof Value.Bool(var truth2) ->
                    Boolean.compare(truth, truth2);
            default -> null;
        };
    }

    /** Whether it is a point or a day in time. */
    static boolean temporal(Value value) {
        return value instanceof Value.Date
                || value instanceof Value.Time
                || value instanceof Value.Timestamp
                || value instanceof Value.Instant;
    }

    /** The exact number; null of what is none. */
    static @Nullable BigDecimal number(Value value) {
        return switch (value) {
            case Value.Int(long number) -> BigDecimal.valueOf(number);
            case Value.Decimal(BigDecimal number) when number.scale() <= SCALE_MAX -> number;
            case Value.Real(double number) when Double.isFinite(number) -> new BigDecimal(number);
            default -> null;
        };
    }

    /** The same of values that may be times written as ISO 8601. */
    static @Nullable Integer compareTimes(Value one, Value other) {
        return compare(time(one), time(other));
    }

    private static Value time(Value value) {
        if (value instanceof Value.Text(String text) && text.length() <= TIME_LENGTH_MAX) {
            try {
                return switch (ISO.parseBest(
                        text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
                    case OffsetDateTime time -> new Value.Instant(time.toInstant());
                    case LocalDateTime time -> new Value.Timestamp(time);
                    case TemporalAccessor day -> new Value.Date(LocalDate.from(day));
                };
            } catch (DateTimeException e) {
                return value;
            }
        }
        return value;
    }

    /**
     * The first plus what leads from the second to the third, in the first's own kind of number;
     * null if one of them is no number, or the sum is too large for it.
     */
    static @Nullable Value shifted(Value start, Value from, Value to) {
        BigDecimal first = number(start);
        BigDecimal second = number(from);
        BigDecimal third = number(to);
        if (first == null || second == null || third == null) {
            return null;
        }
        BigDecimal sum = first.add(third.subtract(second));
        boolean whole =
                start instanceof Value.Int
                        && sum.stripTrailingZeros().scale() <= 0
                        && fits(sum.toBigInteger());
        if (whole) {
            return new Value.Int(sum.longValue());
        }
        if (start instanceof Value.Real) {
            double real = sum.doubleValue();
            return Double.isFinite(real) ? new Value.Real(real) : null;
        }
        return new Value.Decimal(sum);
    }

    private static boolean fits(BigInteger number) {
        return number.bitLength() < Long.SIZE;
    }
}
