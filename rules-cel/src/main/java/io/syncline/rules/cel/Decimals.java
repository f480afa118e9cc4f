package io.syncline.rules.cel;

import static io.syncline.rules.cel.Functions.ANY;
import static io.syncline.rules.cel.Functions.DOUBLE;
import static io.syncline.rules.cel.Functions.INT;
import static io.syncline.rules.cel.Functions.STRING;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;

/**
 * Exact numbers with a point, which CEL has none of: they are compared and reckoned with among
 * themselves and with whole numbers, and never meet floating point.
 */
final class Decimals {
    static final Functions.Kind<BigDecimal> DECIMAL =
            new Functions.Kind<>(OpaqueType.create("decimal"), BigDecimal.class);

    /** PostgreSQL has numbers with fewer digits on either side of the point. */
    private static final int DIGITS_MAX = 131_072;

    private static final int WRITTEN_MAX = 1_000;
    private static final int QUOTIENT_MAX = 100;

    private Decimals() {}

    /** Whether a number is of a size that may be reckoned with. */
    static boolean bounded(BigDecimal number) {
        return Math.abs((long) number.scale()) <= DIGITS_MAX
                && number.precision() <= 2 * DIGITS_MAX;
    }

    static ExpressionException inexact() {
        return new ExpressionException(
                "a decimal and a floating point number are compared; write decimal('0.1') for 0.1");
    }

    static void into(Functions all) {
        compares(all, "_<_", order -> order < 0);
        compares(all, "_<=_", order -> order <= 0);
        compares(all, "_>_", order -> order > 0);
        compares(all, "_>=_", order -> order >= 0);
        reckons(all, "_+_", BigDecimal::add);
        reckons(all, "_-_", BigDecimal::subtract);
        reckons(all, "_*_", BigDecimal::multiply);
        reckons(
                all,
                "_/_",
                (_, _) -> {
                    throw new ExpressionException(
                            "decimals are divided by divide(a, b, digits), which says how far");
                });
        all.unary("-_", DECIMAL.type(), DECIMAL, number -> canonical(number.negate()));
        all.unary("decimal", DECIMAL.type(), STRING, Decimals::read);
        all.unary("decimal", DECIMAL.type(), INT, BigDecimal::valueOf);
        all.unary("string", SimpleType.STRING, DECIMAL, BigDecimal::toPlainString);
        all.unary("int", SimpleType.INT, DECIMAL, Decimals::whole);
        all.unary("double", SimpleType.DOUBLE, DECIMAL, BigDecimal::doubleValue);
        all.of(
                "divide",
                DECIMAL.type(),
                List.of(ANY, ANY, INT),
                of -> divided(exact(of[0]), exact(of[1]), (Long) of[2]));
    }

    private static void compares(Functions all, String name, IntPredicate holds) {
        operator(all, name, SimpleType.BOOL, (a, b) -> holds.test(a.compareTo(b)));
    }

    private static void reckons(Functions all, String name, BinaryOperator<BigDecimal> does) {
        operator(all, name, DECIMAL.type(), (a, b) -> canonical(does.apply(a, b)));
    }

    private static void operator(
            Functions all,
            String name,
            CelType result,
            BiFunction<BigDecimal, BigDecimal, Object> does) {
        all.binary(name, result, DECIMAL, DECIMAL, does);
        all.binary(name, result, DECIMAL, INT, (a, b) -> does.apply(a, BigDecimal.valueOf(b)));
        all.binary(name, result, INT, DECIMAL, (a, b) -> does.apply(BigDecimal.valueOf(a), b));
        all.binary(
                name,
                result,
                DECIMAL,
                DOUBLE,
                (_, _) -> {
                    throw inexact();
                });
        all.binary(
                name,
                result,
                DOUBLE,
                DECIMAL,
                (_, _) -> {
                    throw inexact();
                });
    }

    /** As a row would hold it, so that equal numbers are equal. */
    private static BigDecimal canonical(BigDecimal number) {
        if (!bounded(number)) {
            throw new ExpressionException("a number gets too many digits");
        }
        return new Value.Decimal(number).value();
    }

    private static BigDecimal read(String text) {
        try {
            if (text.length() <= WRITTEN_MAX) {
                return canonical(new BigDecimal(text));
            }
        } catch (NumberFormatException e) {
            // Said below: its own words have the text.
        }
        throw new ExpressionException("a text is no decimal");
    }

    private static long whole(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new ExpressionException("a decimal is no whole number of 64 bits");
        }
    }

    private static BigDecimal exact(Object number) {
        return switch (number) {
            case Long whole -> BigDecimal.valueOf(whole);
            case BigDecimal decimal -> decimal;
            case Double _ -> throw inexact();
            default -> throw new ExpressionException("divide is given something else than numbers");
        };
    }

    private static BigDecimal divided(BigDecimal number, BigDecimal by, long digits) {
        if (digits < 0 || digits > QUOTIENT_MAX) {
            throw new ExpressionException("divide gives 0 to " + QUOTIENT_MAX + " digits");
        }
        if (by.signum() == 0) {
            throw new ExpressionException("it divides by zero");
        }
        return canonical(number.divide(by, (int) digits, RoundingMode.HALF_UP));
    }
}
