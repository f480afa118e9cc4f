package io.syncline.core.filter;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings a literal into a field's type. Pure. */
final class Conversion {
    private static final Pattern MOMENT =
            Pattern.compile(
                    "([-+]?\\d{4,9}-\\d\\d-\\d\\d)"
                            + "(?:[T ](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?)"
                            + "(Z|[-+]\\d\\d(?::?\\d\\d)?)?)?");
    private static final Pattern UUID_TEXT =
            Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private Conversion() {}

    /** What a field is, for the beginning of a sentence. */
    static String described(Field field) {
        String what =
                switch (field.type()) {
                    case FieldType.Bool _ -> "TRUE or FALSE";
                    case FieldType.Int(int bits) -> "a whole number of " + bits + " bits";
                    case FieldType.Decimal _ -> "an exact number";
                    case FieldType.Real _ -> "a floating point number";
                    case FieldType.Text _ -> "a text";
                    case FieldType.Bytes _ -> "bytes";
                    case FieldType.Date _ -> "a date";
                    case FieldType.Time _ -> "a time of day";
                    case FieldType.Timestamp _ -> "a date and time without a zone";
                    case FieldType.Instant _ -> "a point in time";
                    case FieldType.Uuid _ -> "a UUID";
                    case FieldType.Json _ -> "a JSON document";
                    case FieldType.Items _ -> "a list";
                    case FieldType.Other(String name) -> "of the type " + Keywords.shown(name);
                };
        return Keywords.shown(field.name()) + " is " + what;
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException if the literal cannot be of this type; the message says what
     *     can, and not the literal
     */
    static Value of(Literal literal, FieldType type) {
        if (literal instanceof Literal.Null) {
            return Value.nothing();
        }
        return switch (type) {
            case FieldType.Bool _ -> bool(literal);
            case FieldType.Int(int bits) -> whole(number(literal), bits);
            case FieldType.Decimal _ -> new Value.Decimal(number(literal));
            case FieldType.Real(int bits) -> real(literal, bits);
            case FieldType.Text _ -> new Value.Text(text(literal));
            case FieldType.Other(String name) -> new Value.Other(name, text(literal));
            case FieldType.Bytes _ -> bytes(text(literal));
            case FieldType.Uuid _ -> uuid(text(literal));
            case FieldType.Date _ -> date(text(literal));
            case FieldType.Time _ -> time(text(literal));
            case FieldType.Timestamp _ -> timestamp(text(literal));
            case FieldType.Instant _ -> instant(text(literal));
            case FieldType.Json _, FieldType.Items _ ->
                    throw new IllegalArgumentException("nothing compares with it");
        };
    }

    private static String text(Literal literal) {
        if (literal instanceof Literal.Text(String text)) {
            return text;
        }
        throw new IllegalArgumentException("put the literal into single quotes");
    }

    private static BigDecimal number(Literal literal) {
        if (literal instanceof Literal.Exact(BigDecimal number)) {
            return number;
        }
        throw new IllegalArgumentException("a number without quotes is expected");
    }

    /** Also 0 and 1, which is how MariaDB writes them. */
    private static Value bool(Literal literal) {
        if (literal instanceof Literal.Bool(boolean is)) {
            return new Value.Bool(is);
        }
        if (literal instanceof Literal.Exact(BigDecimal number)
                && (number.signum() == 0 || number.compareTo(BigDecimal.ONE) == 0)) {
            return new Value.Bool(number.signum() != 0);
        }
        throw new IllegalArgumentException("write TRUE or FALSE");
    }

    private static Value whole(BigDecimal number, int bits) {
        BigInteger whole;
        try {
            whole = number.toBigIntegerExact();
        } catch (ArithmeticException _) {
            throw new IllegalArgumentException("the literal has digits after the point");
        }
        if (whole.bitLength() >= bits) {
            throw new IllegalArgumentException("the literal is beyond it");
        }
        return new Value.Int(whole.longValueExact());
    }

    /** The nearest there is; with 32 bits, the nearest of those. */
    private static Value real(Literal literal, int bits) {
        if (literal instanceof Literal.Text(String text)) {
            return switch (text) {
                case "NaN" -> new Value.Real(Double.NaN);
                case "Infinity" -> new Value.Real(Double.POSITIVE_INFINITY);
                case "-Infinity" -> new Value.Real(Double.NEGATIVE_INFINITY);
                default ->
                        throw new IllegalArgumentException(
                                "a number without quotes is expected, or 'NaN', 'Infinity' or"
                                        + " '-Infinity'");
            };
        }
        BigDecimal number = number(literal);
        double nearest = bits == 32 ? number.floatValue() : number.doubleValue();
        if (Double.isInfinite(nearest)) {
            throw new IllegalArgumentException("the literal is beyond it");
        }
        return new Value.Real(nearest);
    }

    private static Value bytes(String text) {
        try {
            if (text.startsWith("\\x")) {
                return new Value.Bytes(HexFormat.of().parseHex(text.substring(2)));
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new IllegalArgumentException("write them in hex, as '\\x0aff'");
    }

    private static Value uuid(String text) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "write it as '00000000-0000-0000-0000-000000000000'");
        }
        return new Value.Uuid(UUID.fromString(text));
    }

    private static Value date(String text) {
        try {
            return new Value.Date(LocalDate.parse(text));
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("write it as '2026-01-31'");
        }
    }

    private static Value time(String text) {
        try {
            return new Value.Time(fine(LocalTime.parse(text)));
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("write it as '13:45:00' or '13:45:00.123456'");
        }
    }

    private static LocalTime fine(LocalTime time) {
        if (time.get(ChronoField.NANO_OF_SECOND) % 1000 != 0) {
            throw new IllegalArgumentException("it has at most six digits after the second");
        }
        return time;
    }

    private static Value timestamp(String text) {
        Matcher parts = moment(text);
        if (parts.group(3) != null) {
            throw new IllegalArgumentException("write the literal without a zone");
        }
        return new Value.Timestamp(local(parts));
    }

    /** Without a zone it is Greenwich's. */
    private static Value instant(String text) {
        Matcher parts = moment(text);
        String zone = parts.group(3);
        try {
            ZoneOffset offset = zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone);
            return new Value.Instant(OffsetDateTime.of(local(parts), offset).toInstant());
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("no zone is so far from Greenwich");
        }
    }

    private static Matcher moment(String text) {
        Matcher parts = MOMENT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "write it as '2026-01-31' or '2026-01-31 13:45:00.123456', a point in time"
                            + " with its zone as in '2026-01-31T13:45:00+02:00'");
        }
        return parts;
    }

    private static LocalDateTime local(Matcher parts) {
        try {
            LocalDate day = LocalDate.parse(parts.group(1));
            String time = parts.group(2);
            return day.atTime(time == null ? LocalTime.MIDNIGHT : fine(LocalTime.parse(time)));
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("there is no such day or time");
        }
    }
}
