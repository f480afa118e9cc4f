package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Secret;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All masks by name. None has an inverse. A mask never fails in a way that would show a value: what
 * does not look as expected is hidden whole. Pure.
 */
public final class Masks {
    static final String HASH = "hash";
    private static final String WITH = "with";
    private static final String KEEP = "keep";
    private static final String STEP = "step";
    private static final String TO = "to";
    private static final FieldType TEXT = new FieldType.Text(null);
    private static final Map<String, Function> ALL = all();

    private Masks() {}

    private static Map<String, Function> all() {
        Map<String, Function> named = new TreeMap<>();
        List.of(
                        Function.of(
                                "redact",
                                "A fixed text instead of a text, NULL instead of anything else",
                                Kind.ALL,
                                Masks::redact,
                                Parameter.text(WITH, "***")),
                        Function.of("null", "NULL", Kind.ALL, given -> nothing(given.type())),
                        Function.of(
                                "partial",
                                "Stars but for the last characters, of which at most half are kept",
                                Set.of(Kind.TEXT),
                                Masks::partial,
                                Parameter.whole(KEEP, 0, 100, 4)),
                        Function.of(
                                HASH,
                                "HMAC-SHA-256 of the plain text with the sync's secret, in hexadecimal:"
                                        + " equal values stay equal, in all tables and types",
                                Kind.SCALARS,
                                Masks::hash,
                                Parameter.whole("length", 16, 64, 64)),
                        Function.of(
                                "email",
                                "The first letter and the domain of an address; anything else whole",
                                Set.of(Kind.TEXT),
                                _ -> text(TEXT, Masks::email)),
                        Function.of(
                                "phone",
                                "Stars instead of digits but for the last, of which at most a third"
                                        + " are kept",
                                Set.of(Kind.TEXT),
                                given -> phone(given.whole(KEEP)),
                                Parameter.whole(KEEP, 0, 4, 2)),
                        Function.of(
                                "number",
                                "The number rounded down to a multiple of the step",
                                Kind.NUMBERS,
                                Masks::number,
                                Parameter.number(STEP)),
                        Function.of(
                                "date",
                                "The first day of the month or of the year, or the full hour or day",
                                Kind.MOMENTS,
                                Masks::date,
                                Parameter.word(TO, "month", "year", "day", "hour")))
                .forEach(mask -> named.put(mask.name(), mask));
        return Collections.unmodifiableMap(named);
    }

    /** The mask of a name, or null. */
    public static @Nullable Function find(String name) {
        return ALL.get(name);
    }

    /** All of them by name. */
    public static Map<String, Function> named() {
        return ALL;
    }

    private static Function.Bound nothing(FieldType type) {
        return new Function.Bound(type, true, _ -> Value.nothing(), null, true);
    }

    private static Function.Bound redact(Given given) {
        return given.type() instanceof FieldType.Text
                ? text(TEXT, _ -> given.text(WITH))
                : nothing(given.type());
    }

    private interface Masking {
        String of(String text);
    }

    /** What is no text in a field of texts is hidden whole, too. */
    private static Function.Bound text(FieldType type, Masking masking) {
        return Function.Bound.oneWay(
                type,
                value ->
                        new Value.Text(
                                value instanceof Value.Text(String text)
                                        ? masking.of(text)
                                        : "***"));
    }

    private static Function.Bound partial(Given given) {
        int keep = given.whole(KEEP);
        return text(
                given.type(),
                text -> {
                    int[] points = text.codePoints().toArray();
                    int hidden = points.length - Math.min(keep, points.length / 2);
                    return "*".repeat(hidden) + new String(points, hidden, points.length - hidden);
                });
    }

    private static String email(String text) {
        int at = text.lastIndexOf('@');
        boolean address = at > 0 && at < text.length() - 1 && text.indexOf('@') == at;
        if (!address) {
            return "***";
        }
        return at == 1
                ? "***" + text.substring(at)
                : TextFunctions.first(text, 1) + "***" + text.substring(at);
    }

    private static Function.Bound phone(int keep) {
        return text(
                TEXT,
                text -> {
                    int digits = (int) text.chars().filter(Character::isDigit).count();
                    int hidden = digits - Math.min(keep, digits / 3);
                    StringBuilder out = new StringBuilder(text.length());
                    int seen = 0;
                    for (int i = 0; i < text.length(); i++) {
                        char c = text.charAt(i);
                        boolean digit = Character.isDigit(c);
                        boolean shown = digit ? ++seen > hidden : " +-()/.".indexOf(c) >= 0;
                        out.append(shown ? c : '*');
                    }
                    return out.toString();
                });
    }

    private static Function.Bound hash(Given given) {
        Secret secret = given.tools().secret();
        if (secret == null) {
            throw new IllegalArgumentException("this sync has no secret for hashes");
        }
        Hmac hmac = new Hmac(secret);
        int length = given.whole("length");
        return Function.Bound.oneWay(
                new FieldType.Text(length),
                value -> {
                    String text =
                            value instanceof Value.Other(String _, String other)
                                    ? other
                                    : Plain.text(value);
                    return new Value.Text(hmac.hex(String.valueOf(text)).substring(0, length));
                });
    }

    private static Function.Bound number(Given given) {
        BigDecimal step = given.numberOrNull(STEP);
        BigDecimal each = step == null ? BigDecimal.TEN : step;
        if (each.signum() <= 0) {
            throw new IllegalArgumentException("step is a number above zero");
        }
        boolean whole = given.type() instanceof FieldType.Int;
        if (whole && each.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException("the field is whole, so step has to be");
        }
        return new Function.Bound(given.type(), true, value -> rounded(value, each), null, true);
    }

    /** Rounded down; NULL where that leaves the type, or where there is no number. */
    private static Value rounded(Value value, BigDecimal step) {
        BigDecimal number = Plain.number(value);
        if (number == null) {
            return Value.nothing();
        }
        BigDecimal down = number.divide(step, 0, RoundingMode.FLOOR).multiply(step);
        return switch (value) {
            case Value.Int _ -> {
                Value whole = Plain.whole(down);
                yield whole == null ? Value.nothing() : whole;
            }
            case Value.Real _ -> new Value.Real(down.doubleValue());
            default -> new Value.Decimal(down);
        };
    }

    private static Function.Bound date(Given given) {
        String to = given.text(TO);
        if (given.type() instanceof FieldType.Date && to.equals("hour")) {
            throw new IllegalArgumentException("a day has no hours");
        }
        return new Function.Bound(
                given.type(),
                true,
                value ->
                        switch (value) {
                            case Value.Date(LocalDate day) ->
                                    new Value.Date(cut(day.atStartOfDay(), to).toLocalDate());
                            case Value.Timestamp(LocalDateTime time) ->
                                    new Value.Timestamp(cut(time, to));
                            case Value.Instant(Instant instant) ->
                                    new Value.Instant(
                                            cut(
                                                            LocalDateTime.ofInstant(
                                                                    instant, ZoneOffset.UTC),
                                                            to)
                                                    .toInstant(ZoneOffset.UTC));
                            default -> Value.nothing();
                        },
                null,
                true);
    }

    private static LocalDateTime cut(LocalDateTime time, String to) {
        LocalDate day = time.toLocalDate();
        return switch (to) {
            case "hour" -> LocalDateTime.of(day, LocalTime.of(time.getHour(), 0));
            case "day" -> day.atStartOfDay();
            case "month" -> day.withDayOfMonth(1).atStartOfDay();
            default -> day.withDayOfYear(1).atStartOfDay();
        };
    }
}
