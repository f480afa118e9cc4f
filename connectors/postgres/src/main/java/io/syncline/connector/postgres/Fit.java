package io.syncline.connector.postgres;

import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value can stand in a column without being changed. PostgreSQL itself rounds times and
 * numbers and cuts blanks off without a word; such values are refused here. Pure.
 */
final class Fit {
    private static final LocalDateTime FIRST = LocalDateTime.of(-4713, 11, 24, 0, 0);
    private static final int YEAR_MAX = 294_276;

    private Fit() {}

    /** What is wrong with storing the value there, or null if nothing is. */
    static @Nullable String problem(Value value, TargetColumn target) {
        PgColumn column = target.column();
        if (value instanceof Value.Null) {
            return null;
        }
        boolean fits =
                switch (column.type().form()) {
                    case BOOL -> value instanceof Value.Bool;
                    case INT2 -> whole(value, 16);
                    case INT4 -> whole(value, 32);
                    case INT8 -> whole(value, 64);
                    case OID -> whole(value, 33);
                    case FLOAT4 -> real(value, true);
                    case FLOAT8 -> real(value, false);
                    case NUMERIC -> numeric(value, column.typmod());
                    case BYTE -> text(value, 4, false);
                    case TEXT -> text(value, lengthMax(column), false);
                    case BPCHAR -> text(value, lengthMax(column), true);
                    case BYTEA -> value instanceof Value.Bytes;
                    case DATE -> value instanceof Value.Date || named(value, "date");
                    case TIME -> time(value, column.typmod()) || named(value, "time");
                    case TIMESTAMP ->
                            timestamp(value, column.typmod()) || named(value, "timestamp");
                    case TIMESTAMPTZ ->
                            instant(value, column.typmod()) || named(value, "timestamptz");
                    case UUID -> value instanceof Value.Uuid;
                    case JSON, JSONB ->
                            value instanceof Value.Json || value instanceof Value.Struct;
                    case ARRAY -> value instanceof Value.Items || value instanceof Value.Other;
                    case BIT -> value instanceof Value.Text || named(value, PgType.VARBIT);
                    case TIMETZ, INTERVAL, INET, OPAQUE ->
                            value instanceof Value.Text || named(value, column.type().name());
                };
        return fits
                ? null
                : target.name()
                        + " ("
                        + target.sqlType()
                        + ") cannot hold this "
                        + value.getClass().getSimpleName()
                        + " unchanged";
    }

    private static boolean named(Value value, String type) {
        return value instanceof Value.Other other && other.type().equals(type);
    }

    private static boolean whole(Value value, int bits) {
        return switch (value) {
            case Value.Int(long number) ->
                    bits == 33
                            ? number >= 0 && number < 1L << 32
                            : bits == 64 || number >> (bits - 1) == number >> 63;
            case Value.Decimal(BigDecimal number) ->
                    bits <= 64 && number.scale() <= 0 && number.unscaledValue().bitLength() < bits;
            case Value _ -> false;
        };
    }

    private static boolean real(Value value, boolean single) {
        return switch (value) {
            case Value.Real(double number) ->
                    !single || Double.compare((float) number, number) == 0;
            case Value.Int(long number) ->
                    single ? (long) (float) number == number : (long) (double) number == number;
            case Value.Decimal(BigDecimal number) ->
                    !single && new BigDecimal(number.doubleValue()).compareTo(number) == 0;
            case Value _ -> false;
        };
    }

    private static boolean numeric(Value value, int typmod) {
        BigDecimal number =
                switch (value) {
                    case Value.Int(long whole) -> BigDecimal.valueOf(whole);
                    case Value.Decimal(BigDecimal exact) -> exact;
                    case Value.Real(double real) when Double.isFinite(real) ->
                            new BigDecimal(Double.toString(real));
                    case Value _ -> null;
                };
        if (number == null) {
            return named(value, "numeric") || value instanceof Value.Real && typmod < 0;
        }
        if (typmod < 4) {
            return true;
        }
        int precision = (typmod - 4 >> 16) & 0xffff;
        int scale = ((typmod - 4 & 0x7ff) ^ 0x400) - 0x400;
        BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return plain.scale() <= scale && plain.precision() - plain.scale() <= precision - scale
                || plain.signum() == 0;
    }

    /** Text takes anything that has a text of its own; our own reading gives it back. */
    private static boolean text(Value value, int lengthMax, boolean padded) {
        String text = PostgresTypes.literal(value);
        if (text == null || !encodable(text)) {
            return false;
        }
        return text.codePointCount(0, text.length()) <= lengthMax
                && !(padded && text.endsWith(" "));
    }

    /** No NUL, which no PostgreSQL text can hold, and no half of a surrogate pair. */
    private static boolean encodable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int lengthMax(PgColumn column) {
        return column.typmod() >= 4 ? column.typmod() - 4 : Integer.MAX_VALUE;
    }

    private static boolean time(Value value, int typmod) {
        return value instanceof Value.Time(LocalTime time) && digits(time, typmod);
    }

    private static boolean timestamp(Value value, int typmod) {
        return value instanceof Value.Timestamp(var at) && digits(at, typmod) && inRange(at);
    }

    private static boolean instant(Value value, int typmod) {
        return value instanceof Value.Instant(var at)
                && digits(at, typmod)
                && inRange(LocalDateTime.ofInstant(at, ZoneOffset.UTC));
    }

    /** From Julian day 0, 4714-11-24 BC, to the end of the year 294276. */
    private static boolean inRange(LocalDateTime at) {
        return !at.isBefore(FIRST) && at.getYear() <= YEAR_MAX;
    }

    private static boolean digits(TemporalAccessor time, int typmod) {
        int digits = typmod < 0 || typmod > 6 ? 6 : typmod;
        int unit = 1;
        for (int i = digits; i < 9; i++) {
            unit *= 10;
        }
        return time.get(ChronoField.NANO_OF_SECOND) % unit == 0;
    }
}
