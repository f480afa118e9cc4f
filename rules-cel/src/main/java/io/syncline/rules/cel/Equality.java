package io.syncline.rules.cel;

import com.google.common.primitives.UnsignedLong;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ==} and {@code in} mean: numbers of different types are equal if they are as much.
 */
final class Equality {
    private Equality() {}

    /** Whether two things of an expression are equal. */
    static boolean equal(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number && other instanceof Number) {
            return numbers((Number) one, (Number) other);
        }
        if (one instanceof List<?> list && other instanceof List<?> others) {
            return lists(list, others);
        }
        if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> others) {
            return maps(map, others);
        }
        return Objects.equals(one, other);
    }

    private static boolean numbers(Number one, Number other) {
        boolean rounded = one instanceof Double || other instanceof Double;
        if (rounded && (one instanceof BigDecimal || other instanceof BigDecimal)) {
            throw Decimals.inexact();
        }
        if (one instanceof Double a && other instanceof Double b) {
            return a.doubleValue() == b.doubleValue();
        }
        if (rounded
                && !(Double.isFinite(one.doubleValue()) && Double.isFinite(other.doubleValue()))) {
            return false;
        }
        return exact(one).compareTo(exact(other)) == 0;
    }

    private static BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case Double real -> new BigDecimal(real);
            case UnsignedLong whole -> new BigDecimal(whole.bigIntegerValue());
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    private static boolean lists(List<?> one, List<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        var others = other.iterator();
        for (Object each : one) {
            if (!equal(each, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean maps(Map<?, ?> one, Map<?, ?> other) {
        return one.size() == other.size()
                && one.entrySet().stream()
                        .allMatch(
                                each ->
                                        other.containsKey(each.getKey())
                                                && equal(
                                                        each.getValue(), other.get(each.getKey())));
    }

    /** Whether a list has a thing. */
    static boolean among(@Nullable Object one, List<?> list) {
        return list.stream().anyMatch(each -> equal(one, each));
    }
}
