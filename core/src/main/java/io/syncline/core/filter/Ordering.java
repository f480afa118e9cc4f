package io.syncline.core.filter;

import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a stored value stands to a literal that was converted to its field's type. Text goes by code
 * points and bytes are unsigned, as no collation has it; NaN is above every other number and equal
 * to itself; minus zero is zero; the scale of a decimal means nothing. What only a database knows
 * ({@link Value.Other}) stands where that database puts it: {@code infinity} above every date, a
 * zero date below, hours beyond a day above every time.
 */
final class Ordering {
    /** No order between the two, and no equality either. */
    static final int INCOMPARABLE = Integer.MIN_VALUE;

    /** A day that is in no calendar: a month or a day of zero. */
    private static final Pattern ZERO_DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d.*");

    private Ordering() {}

    /** Negative, zero or positive; or {@link #INCOMPARABLE}. Neither value is NULL. */
    static int compare(Value stored, Value literal) {
        return switch (stored) {
            case Value.Int(long ours) when literal instanceof Value.Int(long theirs) ->
                    Long.compare(ours, theirs);
            case Value.Real(double ours) when literal instanceof Value.Real(double theirs) ->
                    Double.compare(ours, theirs);
            case Value.Text(String ours) when literal instanceof Value.Text(String theirs) ->
                    codePoints(ours, theirs);
            case Value.Bytes(byte[] ours) when literal instanceof Value.Bytes(byte[] theirs) ->
                    Integer.signum(Arrays.compareUnsigned(ours, theirs));
            case Value.Date(var ours) when literal instanceof Value.Date(var theirs) ->
                    Integer.signum(ours.compareTo(theirs));
            case Value.Time(var ours) when literal instanceof Value.Time(var theirs) ->
                    Integer.signum(ours.compareTo(theirs));
            case Value.Timestamp(var ours) when literal instanceof Value.Timestamp(var theirs) ->
                    Integer.signum(ours.compareTo(theirs));
            case Value.Instant(var ours) when literal instanceof Value.Instant(var theirs) ->
                    Integer.signum(ours.compareTo(theirs));
            case Value.Uuid(UUID ours) when literal instanceof Value.Uuid(UUID theirs) ->
                    uuids(ours, theirs);
            case Value.Other(String _, String ours) -> other(ours, literal);
            case Value.Text(String ours) when literal instanceof Value.Other(_, String theirs) ->
                    ours.equals(theirs) ? 0 : 1;
            default -> numbers(exact(stored), exact(literal));
        };
    }

    /** Whether a stored value is one of the literals. */
    static Truth within(Value stored, Set<Value> literals) {
        if (literals.contains(stored)) {
            return Truth.TRUE;
        }
        Truth truth = Truth.FALSE;
        for (Value literal : literals) {
            if (stored.getClass() == literal.getClass() && !(stored instanceof Value.Other)) {
                // Of one class, equality is all there is; a long list is not gone through.
                return Truth.FALSE;
            }
            int order = compare(stored, literal);
            if (order == 0) {
                return Truth.TRUE;
            }
            if (order == INCOMPARABLE) {
                truth = Truth.UNKNOWN;
            }
        }
        return truth;
    }

    /** By code point: where characters lie beyond the first plane, Java's own order is another. */
    static int codePoints(String ours, String theirs) {
        int length = Math.min(ours.length(), theirs.length());
        for (int i = 0; i < length; i++) {
            char a = ours.charAt(i);
            char b = theirs.charAt(i);
            if (a != b) {
                boolean beyondA = Character.isSurrogate(a);
                boolean beyondB = Character.isSurrogate(b);
                return beyondA == beyondB ? Integer.compare(a, b) : beyondA ? 1 : -1;
            }
        }
        return Integer.compare(ours.length(), theirs.length());
    }

    /** As its text is ordered; Java compares the halves with their signs. */
    private static int uuids(UUID ours, UUID theirs) {
        int high =
                Long.compareUnsigned(
                        ours.getMostSignificantBits(), theirs.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        ours.getLeastSignificantBits(), theirs.getLeastSignificantBits());
    }

    private static int numbers(@Nullable BigDecimal ours, @Nullable BigDecimal theirs) {
        return ours == null || theirs == null ? INCOMPARABLE : ours.compareTo(theirs);
    }

    /** MariaDB's booleans are numbers, and hold others than 0 and 1. */
    private static @Nullable BigDecimal exact(Value value) {
        return switch (value) {
            case Value.Bool(boolean is) -> is ? BigDecimal.ONE : BigDecimal.ZERO;
            case Value.Int(long number) -> BigDecimal.valueOf(number);
            case Value.Decimal(BigDecimal number) -> number;
            default -> null;
        };
    }

    private static int other(String stored, Value literal) {
        return switch (literal) {
            case Value.Other(_, String text) -> stored.equals(text) ? 0 : 1;
            case Value.Int _, Value.Decimal _, Value.Real _ -> infinite(stored);
            case Value.Date(LocalDate date) -> day(stored, date);
            case Value.Timestamp(var moment) -> day(stored, moment.toLocalDate());
            case Value.Instant(var moment) ->
                    day(stored, moment.atOffset(ZoneOffset.UTC).toLocalDate());
            // 24:00:00, and MariaDB's hours of more than a day or less than none.
            case Value.Time _ -> stored.startsWith("-") ? -1 : 1;
            default -> INCOMPARABLE;
        };
    }

    private static int infinite(String stored) {
        return switch (stored) {
            case "-Infinity", "-infinity" -> -1;
            case "Infinity", "infinity", "NaN" -> 1;
            default -> INCOMPARABLE;
        };
    }

    private static int day(String stored, LocalDate literal) {
        if (!ZERO_DATE.matcher(stored).matches()) {
            return infinite(stored);
        }
        if (literal.getYear() < 0 || literal.getYear() > 9999) {
            return literal.getYear() < 0 ? 1 : -1;
        }
        return stored.substring(0, 10).compareTo(literal.toString());
    }
}
