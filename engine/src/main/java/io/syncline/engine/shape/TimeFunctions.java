package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions of days and times. Pure, but for the one that tells the time. */
final class TimeFunctions {
    private static final FieldType ISO = new FieldType.Text(40);
    private static final String UNIT = "unit";
    private static final String PATTERN = "pattern";
    private static final String ISO_DAY = "yyyy-MM-dd";
    private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000L);

    private TimeFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of(
                        "format_date",
                        "A day or a time by a pattern of Java's `DateTimeFormatter`",
                        Kind.MOMENTS,
                        TimeFunctions::formatDate,
                        Parameter.text(PATTERN, ISO_DAY),
                        Parameter.zone(),
                        Parameter.text("locale", "en")),
                Function.of(
                        "unix_to_iso",
                        "Time since 1970 as ISO 8601 in UTC",
                        Set.of(Kind.INTEGER, Kind.DECIMAL),
                        TimeFunctions::unixToIso,
                        unit()),
                Function.of(
                        "iso_timestamp",
                        "A time as ISO 8601; a point in time in UTC, or with the zone's offset",
                        Kind.MOMENTS,
                        TimeFunctions::isoTimestamp,
                        Parameter.zone()),
                Function.of(
                        "unix_timestamp",
                        "Time since 1970; a time without a zone counts as UTC",
                        Kind.MOMENTS,
                        TimeFunctions::unixTimestamp,
                        unit()),
                new Function(
                        "current_timestamp",
                        "When the row passed; not compared by verification",
                        List.of(),
                        Kind.ALL,
                        true,
                        TimeFunctions::currentTimestamp));
    }

    private static Parameter unit() {
        return Parameter.word(UNIT, "s", "ms", "us", "ns");
    }

    /** How many of the unit are in a second. */
    private static long perSecond(String unit) {
        return switch (unit) {
            case "s" -> 1;
            case "ms" -> 1_000;
            case "us" -> 1_000_000;
            case "ns" -> 1_000_000_000;
            default -> throw new IllegalArgumentException("unit " + unit);
        };
    }

    private static Function.Bound formatDate(Given given) {
        ZoneId zone = given.zone();
        DateTimeFormatter pattern =
                DateTimeFormatter.ofPattern(
                        given.text(PATTERN), Locale.forLanguageTag(given.text("locale")));
        // What a day does not have, such as an hour, is found now and not row by row.
        TemporalAccessor sample =
                given.type() instanceof FieldType.Date
                        ? LocalDate.EPOCH
                        : Instant.EPOCH.atZone(zone);
        if (formatted(pattern, sample) == null) {
            throw new IllegalArgumentException("the pattern asks for what the field does not have");
        }
        Turn forward =
                value -> {
                    TemporalAccessor moment = moment(value, zone);
                    return moment == null ? null : formatted(pattern, moment);
                };
        boolean plainDay =
                given.type() instanceof FieldType.Date && given.text(PATTERN).equals(ISO_DAY);
        // Four digits of a year cannot be told from five, nor a year from one before Christ.
        Turn careful =
                value ->
                        value instanceof Value.Date(LocalDate day)
                                        && day.getYear() >= 1
                                        && day.getYear() <= 9999
                                ? new Value.Text(day.toString())
                                : null;
        return plainDay
                ? Function.Bound.bothWays(new FieldType.Text(10), careful, back(given.type()))
                : Function.Bound.oneWay(new FieldType.Text(null), forward);
    }

    private static @Nullable Value formatted(DateTimeFormatter pattern, TemporalAccessor moment) {
        try {
            return new Value.Text(pattern.format(moment));
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static @Nullable TemporalAccessor moment(Value value, ZoneId zone) {
        return switch (value) {
            case Value.Date(LocalDate day) -> day;
            case Value.Timestamp(LocalDateTime time) -> time.atZone(zone);
            case Value.Instant(Instant instant) -> instant.atZone(zone);
            default -> null;
        };
    }

    /** From the plain text back to the type. */
    static Turn back(FieldType type) {
        return value -> value instanceof Value.Text(String text) ? Plain.value(text, type) : null;
    }

    private static Function.Bound isoTimestamp(Given given) {
        boolean utc = given.zone().normalized().equals(ZoneOffset.UTC);
        if (!(given.type() instanceof FieldType.Instant) || utc) {
            return Function.Bound.bothWays(ISO, TimeFunctions::isoText, back(given.type()));
        }
        ZoneId zone = given.zone();
        return Function.Bound.bothWays(
                ISO,
                value ->
                        value instanceof Value.Instant(Instant instant)
                                ? formatted(
                                        DateTimeFormatter.ISO_OFFSET_DATE_TIME,
                                        instant.atZone(zone).toOffsetDateTime())
                                : null,
                value -> value instanceof Value.Text(String text) ? offset(text) : null);
    }

    private static @Nullable Value offset(String text) {
        try {
            return new Value.Instant(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static @Nullable Value isoText(Value value) {
        return switch (value) {
            case Value.Date _, Value.Timestamp _, Value.Instant _ -> {
                String text = Plain.text(value);
                yield text == null ? null : new Value.Text(text);
            }
            default -> null;
        };
    }

    private static Function.Bound unixToIso(Given given) {
        long each = perSecond(given.text(UNIT));
        Turn forward =
                value -> {
                    BigDecimal number = Plain.number(value);
                    return number == null ? null : iso(number, each);
                };
        return given.type() instanceof FieldType.Int
                ? Function.Bound.bothWays(
                        ISO,
                        forward,
                        value ->
                                value instanceof Value.Text(String text)
                                                && Plain.value(text, new FieldType.Instant())
                                                        instanceof Value.Instant(Instant instant)
                                                && whole(instant, each)
                                        ? since(instant, each)
                                        : null)
                : Function.Bound.oneWay(ISO, forward);
    }

    private static @Nullable Value iso(BigDecimal number, long each) {
        try {
            BigDecimal nanos = number.multiply(BigDecimal.valueOf(1_000_000_000L / each));
            BigDecimal[] parts =
                    nanos.setScale(0, RoundingMode.UNNECESSARY).divideAndRemainder(BILLION);
            Instant instant =
                    Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
            return new Value.Text(instant.toString());
        } catch (ArithmeticException | DateTimeException _) {
            return null;
        }
    }

    /** How many units have passed, rounded down; null if that is no number of 64 bits. */
    private static @Nullable Value since(Instant instant, long each) {
        try {
            long whole = Math.multiplyExact(instant.getEpochSecond(), each);
            long rest = instant.getNano() / (1_000_000_000L / each);
            return new Value.Int(Math.addExact(whole, rest));
        } catch (ArithmeticException _) {
            return null;
        }
    }

    private static Function.Bound unixTimestamp(Given given) {
        long each = perSecond(given.text(UNIT));
        FieldType type = given.type();
        Turn forward =
                value -> {
                    Instant instant = instant(value);
                    return instant == null ? null : since(instant, each);
                };
        boolean exact = type instanceof FieldType.Date || each >= 1_000_000;
        if (!exact) {
            return Function.Bound.oneWay(new FieldType.Int(64), forward);
        }
        // A field holds microseconds at most; what has more comes from elsewhere and is refused.
        Turn whole =
                value -> {
                    Instant instant = instant(value);
                    boolean fits = instant != null && whole(instant, each);
                    return fits ? forward.of(value) : null;
                };
        return Function.Bound.bothWays(
                new FieldType.Int(64),
                whole,
                value -> value instanceof Value.Int(long count) ? moment(count, each, type) : null);
    }

    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the seconds are whole in any unit
    private static boolean whole(Instant instant, long each) {
        return instant.getNano() % (1_000_000_000L / each) == 0;
    }

    private static @Nullable Instant instant(Value value) {
        return switch (value) {
            case Value.Date(LocalDate day) -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
            case Value.Timestamp(LocalDateTime time) -> time.toInstant(ZoneOffset.UTC);
            case Value.Instant(Instant instant) -> instant;
            default -> null;
        };
    }

    private static @Nullable Value moment(long count, long each, FieldType type) {
        try {
            Instant instant =
                    Instant.ofEpochSecond(
                            Math.floorDiv(count, each),
                            Math.floorMod(count, each) * (1_000_000_000L / each));
            LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            boolean day = time.toLocalTime().equals(LocalTime.MIDNIGHT);
            return switch (type) {
                case FieldType.Date _ -> day ? new Value.Date(time.toLocalDate()) : null;
                case FieldType.Timestamp _ -> new Value.Timestamp(time);
                case FieldType.Instant _ -> new Value.Instant(instant);
                default -> null;
            };
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static Function.Bound currentTimestamp(Given given) {
        return new Function.Bound(
                new FieldType.Instant(),
                false,
                _ ->
                        new Value.Instant(
                                Instant.ofEpochMilli(given.tools().wallMillis().getAsLong())),
                null,
                false);
    }
}
