package io.syncline.engine.facing;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * How numbers of two types are one number. What one of the types cannot hold of a number is rounded
 * off, so that both ends show the same; how large a number may be is left to the ends.
 *
 * @param ours the first end's type
 * @param theirs the other end's type
 * @param scale how many digits after the point both hold; null without a bound
 */
record Numbers(FieldType ours, FieldType theirs, @Nullable Integer scale) {
    /** How they meet; null if they are no numbers, or if nothing has to be done. */
    static @Nullable Meeting meeting(FieldType ours, FieldType theirs) {
        if (!isNumber(ours) || !isNumber(theirs)) {
            return null;
        }
        Integer one = scale(ours);
        Integer other = scale(theirs);
        boolean floating = ours instanceof FieldType.Real || theirs instanceof FieldType.Real;
        boolean exact = !floating && java.util.Objects.equals(one, other);
        if (exact && ours.getClass().equals(theirs.getClass())) {
            return new Meeting(theirs, Form.SAME, Form.SAME, null);
        }
        Numbers numbers = new Numbers(ours, theirs, smaller(one, other));
        return new Meeting(
                theirs,
                Form.of(value -> numbers.shared(value), value -> numbers.of(value, ours)),
                Form.of(value -> numbers.shared(value), value -> numbers.of(value, theirs)),
                exact ? null : numbers.loss());
    }

    private static @Nullable Integer smaller(@Nullable Integer one, @Nullable Integer other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Integer.min(one, other);
    }

    private static boolean isNumber(FieldType type) {
        return type instanceof FieldType.Int
                || type instanceof FieldType.Decimal
                || type instanceof FieldType.Real;
    }

    /** How many digits after the point a type holds; null without a bound. */
    private static @Nullable Integer scale(FieldType type) {
        return switch (type) {
            case FieldType.Int _ -> 0;
            case FieldType.Decimal(Integer precision, Integer scale) ->
                    precision == null ? null : scale == null ? (Integer) 0 : scale;
            default -> null;
        };
    }

    private String loss() {
        if (ours instanceof FieldType.Real && theirs instanceof FieldType.Real) {
            return "one end holds 32 bits of a floating point number and the other 64";
        }
        if (ours instanceof FieldType.Real || theirs instanceof FieldType.Real) {
            return "one end holds a floating point number and the other an exact one";
        }
        return "one end holds "
                + (scale == null ? "other digits" : scale + " digits")
                + " after the point and the other more";
    }

    private @Nullable Value shared(Value value) {
        return of(value, theirs);
    }

    /** The number as both ends can hold it, as a value of a type. */
    private @Nullable Value of(Value value, FieldType type) {
        if (ours instanceof FieldType.Real && theirs instanceof FieldType.Real) {
            return single(value);
        }
        BigDecimal number = number(value);
        BigDecimal rounded = number == null ? null : rounded(number);
        if (rounded == null) {
            return null;
        }
        return switch (type) {
            case FieldType.Int _ -> whole(rounded);
            case FieldType.Real _ -> new Value.Real(rounded.doubleValue());
            default -> new Value.Decimal(rounded);
        };
    }

    private static @Nullable Value single(Value value) {
        if (!(value instanceof Value.Real(double number))) {
            return null;
        }
        float rounded = (float) number;
        boolean beyond = Float.isInfinite(rounded) && !Double.isInfinite(number);
        return beyond ? null : new Value.Real(rounded);
    }

    private static @Nullable BigDecimal number(Value value) {
        return switch (value) {
            case Value.Int(long whole) -> BigDecimal.valueOf(whole);
            case Value.Decimal(BigDecimal exact) -> exact;
            case Value.Real(double real) -> Double.isFinite(real) ? BigDecimal.valueOf(real) : null;
            default -> null;
        };
    }

    private @Nullable BigDecimal rounded(BigDecimal number) {
        BigDecimal floating = floating(floating(number, ours), theirs);
        return floating == null || scale == null || floating.scale() <= scale
                ? floating
                : floating.setScale(scale, RoundingMode.HALF_EVEN);
    }

    /** The nearest number that a floating point type holds, in its shortest digits. */
    private static @Nullable BigDecimal floating(@Nullable BigDecimal number, FieldType type) {
        if (number == null || !(type instanceof FieldType.Real(int bits))) {
            return number;
        }
        if (bits <= Float.SIZE) {
            float single = number.floatValue();
            return Float.isInfinite(single) ? null : new BigDecimal(Float.toString(single));
        }
        double real = number.doubleValue();
        return Double.isInfinite(real) ? null : BigDecimal.valueOf(real);
    }

    private static @Nullable Value whole(BigDecimal number) {
        try {
            return new Value.Int(number.longValueExact());
        } catch (ArithmeticException _) {
            return null;
        }
    }
}
