package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions of numbers, all exact: none goes through floating point. Pure. */
final class NumberFunctions {
    private static final String SCALE = "scale";
    private static final String DECIMALS = "decimals";
    private static final String ROUNDING = "rounding";
    private static final int SCALE_MAX = 100;

    /** 2^256 has so many digits. */
    private static final int TOKEN_DIGITS = 78;

    private NumberFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of(
                        "decimal_format",
                        "The exact number as text, with as many digits after the point as it has,"
                                + " or as `scale` says",
                        Kind.NUMBERS,
                        NumberFunctions::decimalFormat,
                        Parameter.whole(SCALE, 0, SCALE_MAX, null),
                        rounding()),
                Function.of(
                        "round",
                        "The number with at most so many digits after the point",
                        Set.of(Kind.DECIMAL),
                        NumberFunctions::round,
                        Parameter.whole(SCALE, 0, SCALE_MAX, 0),
                        rounding()),
                Function.of(
                        "wei_conversion",
                        "An amount of a token in its smallest unit; an amount with more digits than"
                                + " the token has is refused",
                        Set.of(Kind.INTEGER, Kind.DECIMAL, Kind.TEXT),
                        given -> token(given, given.whole(DECIMALS)),
                        Parameter.whole(DECIMALS, 0, TOKEN_DIGITS, 18)),
                Function.of(
                        "wei_to_token",
                        "The amount of a token of which so much of the smallest unit is given",
                        Set.of(Kind.INTEGER, Kind.DECIMAL, Kind.TEXT),
                        given -> token(given, -given.whole(DECIMALS)),
                        Parameter.whole(DECIMALS, 0, TOKEN_DIGITS, 18)),
                Function.of(
                        "to_decimal",
                        "An exact number",
                        Set.of(Kind.INTEGER, Kind.DECIMAL, Kind.REAL, Kind.TEXT),
                        NumberFunctions::toDecimal),
                Function.of(
                        "to_integer",
                        "A whole number; false is 0 and true is 1; what has digits after the point"
                                + " is refused",
                        Set.of(Kind.BOOLEAN, Kind.INTEGER, Kind.DECIMAL, Kind.TEXT),
                        NumberFunctions::toInteger),
                Function.of(
                        "to_boolean",
                        "True for true, yes, on, t, y and 1; false for their opposites",
                        Set.of(Kind.BOOLEAN, Kind.INTEGER, Kind.TEXT),
                        NumberFunctions::toBoolean));
    }

    private static Parameter rounding() {
        return Parameter.word(ROUNDING, "half_even", "half_up", "half_down", "up", "down", "exact");
    }

    private static RoundingMode mode(Given given) {
        String word = given.text(ROUNDING);
        return word.equals("exact")
                ? RoundingMode.UNNECESSARY
                : RoundingMode.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Function.Bound decimalFormat(Given given) {
        Integer scale = given.wholeOrNull(SCALE);
        FieldType text = new FieldType.Text(null);
        if (scale == null) {
            return Function.Bound.bothWays(
                    text, TextFunctions::plain, TimeFunctions.back(given.type()));
        }
        RoundingMode mode = mode(given);
        return Function.Bound.oneWay(
                text,
                value -> {
                    BigDecimal rounded = rounded(Plain.number(value), scale, mode);
                    return rounded == null ? null : new Value.Text(rounded.toPlainString());
                });
    }

    private static @Nullable BigDecimal rounded(
            @Nullable BigDecimal number, int scale, RoundingMode mode) {
        try {
            return number == null ? null : number.setScale(scale, mode);
        } catch (ArithmeticException _) {
            return null;
        }
    }

    private static Function.Bound round(Given given) {
        int scale = given.whole(SCALE);
        RoundingMode mode = mode(given);
        Integer digits =
                given.type() instanceof FieldType.Decimal(Integer precision, Integer _)
                        ? precision
                        : null;
        return Function.Bound.oneWay(
                new FieldType.Decimal(
                        digits == null ? null : (Integer) Math.max(digits + 1, scale),
                        digits == null ? null : (Integer) scale),
                value -> {
                    BigDecimal rounded = rounded(Plain.number(value), scale, mode);
                    return rounded == null ? null : new Value.Decimal(rounded);
                });
    }

    /**
     * The type of what is left of a number. Room for digits before the point that no amount has
     * would cost a destination with fewer digits those after it, so where nothing is known of the
     * number, the destination shares its digits out.
     */
    private static FieldType divided(FieldType type, int places) {
        if (type instanceof FieldType.Decimal(Integer precision, Integer scale)
                && precision != null
                && precision < TOKEN_DIGITS) {
            int after = places + Math.max(0, scale == null ? 0 : scale);
            int before = Math.max(1, precision - (scale == null ? 0 : scale) - places);
            return new FieldType.Decimal(before + after, after);
        }
        return new FieldType.Decimal(null, null);
    }

    /** Moves the point; into the smallest unit nothing may be left after it. */
    private static Function.Bound token(Given given, int places) {
        boolean whole = places >= 0;
        FieldType type =
                whole ? new FieldType.Decimal(TOKEN_DIGITS, 0) : divided(given.type(), -places);
        Turn forward =
                value -> {
                    BigDecimal amount = amount(value);
                    if (amount == null) {
                        return null;
                    }
                    BigDecimal moved = amount.movePointRight(places);
                    boolean fits = !whole || moved.stripTrailingZeros().scale() <= 0;
                    return fits && moved.precision() - moved.scale() <= TOKEN_DIGITS
                            ? new Value.Decimal(moved)
                            : null;
                };
        if (given.type() instanceof FieldType.Text) {
            return Function.Bound.oneWay(type, forward);
        }
        boolean counted = given.type() instanceof FieldType.Int;
        return Function.Bound.bothWays(
                type,
                forward,
                value -> {
                    BigDecimal number = Plain.number(value);
                    if (number == null) {
                        return null;
                    }
                    BigDecimal back = number.movePointLeft(places);
                    return counted ? Plain.whole(back) : new Value.Decimal(back);
                });
    }

    private static @Nullable BigDecimal amount(Value value) {
        if (value instanceof Value.Real) {
            return null;
        }
        if (value instanceof Value.Text(String text)) {
            Value.Decimal decimal = Plain.decimal(text.strip());
            return decimal == null ? null : decimal.value();
        }
        return Plain.number(value);
    }

    private static Function.Bound toDecimal(Given given) {
        FieldType any = new FieldType.Decimal(null, null);
        Turn forward =
                value -> {
                    BigDecimal number =
                            value instanceof Value.Real ? Plain.number(value) : amount(value);
                    return number == null ? null : new Value.Decimal(number);
                };
        return switch (given.type()) {
            case FieldType.Int _ ->
                    Function.Bound.bothWays(
                            new FieldType.Decimal(20, 0),
                            forward,
                            value -> {
                                BigDecimal number = Plain.number(value);
                                return number == null ? null : Plain.whole(number);
                            });
            case FieldType.Decimal same -> Function.Bound.bothWays(same, forward, forward);
            default -> Function.Bound.oneWay(any, forward);
        };
    }

    private static Function.Bound toInteger(Given given) {
        FieldType type = new FieldType.Int(given.type() instanceof FieldType.Bool ? 16 : 64);
        Turn forward =
                value -> {
                    if (value instanceof Value.Bool(boolean truth)) {
                        return new Value.Int(truth ? 1 : 0);
                    }
                    BigDecimal number = amount(value);
                    return number == null ? null : Plain.whole(number);
                };
        return switch (given.type()) {
            case FieldType.Bool _ -> Function.Bound.bothWays(type, forward, NumberFunctions::truth);
            case FieldType.Int same -> Function.Bound.bothWays(same, forward, forward);
            default -> Function.Bound.oneWay(type, forward);
        };
    }

    private static @Nullable Value truth(Value value) {
        return switch (value) {
            case Value.Bool truth -> truth;
            case Value.Int(long number) ->
                    number == 0 || number == 1 ? new Value.Bool(number == 1) : null;
            case Value.Text(String text) ->
                    switch (text.strip().toLowerCase(Locale.ROOT)) {
                        case "true", "t", "yes", "y", "on", "1" -> new Value.Bool(true);
                        case "false", "f", "no", "n", "off", "0" -> new Value.Bool(false);
                        default -> null;
                    };
            default -> null;
        };
    }

    private static Function.Bound toBoolean(Given given) {
        FieldType type = new FieldType.Bool();
        return switch (given.type()) {
            case FieldType.Bool _ ->
                    Function.Bound.bothWays(type, NumberFunctions::truth, NumberFunctions::truth);
            case FieldType.Int _ ->
                    Function.Bound.bothWays(
                            type,
                            NumberFunctions::truth,
                            value ->
                                    value instanceof Value.Bool(boolean truth)
                                            ? new Value.Int(truth ? 1 : 0)
                                            : null);
            default -> Function.Bound.oneWay(type, NumberFunctions::truth);
        };
    }
}
