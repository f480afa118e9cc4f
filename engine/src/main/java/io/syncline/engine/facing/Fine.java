package io.syncline.engine.facing;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;

/** Times that one end holds less finely than the other: both are cut to what that holds. */
final class Fine {
    private static final int NANO_DIGITS = 9;

    private Fine() {}

    /** The same meeting of times of so many digits of a second at each end. */
    static Meeting meeting(Meeting met, int ours, int theirs) {
        if (ours == theirs) {
            return met;
        }
        int digits = Integer.min(ours, theirs);
        Form cut = Form.of(value -> cut(value, digits), value -> value);
        return new Meeting(
                met.type(),
                cut.within(met.ours()),
                cut.within(met.theirs()),
                "one end holds %d digits of a second and the other %d"
                        .formatted(digits, Integer.max(ours, theirs)));
    }

    /** Whether values of a type are so and so fine. */
    static boolean asks(FieldType type) {
        return switch (type) {
            case FieldType.Time _, FieldType.Timestamp _, FieldType.Instant _ -> true;
            default -> false;
        };
    }

    private static Value cut(Value value, int digits) {
        int unit = 1;
        for (int i = digits; i < NANO_DIGITS; i++) {
            unit *= 10;
        }
        return switch (value) {
            case Value.Time(LocalTime time) -> new Value.Time(time.minusNanos(beyond(time, unit)));
            case Value.Timestamp(LocalDateTime time) ->
                    new Value.Timestamp(time.minusNanos(beyond(time, unit)));
            case Value.Instant(java.time.Instant time) ->
                    new Value.Instant(time.minusNanos(beyond(time, unit)));
            default -> value;
        };
    }

    private static int beyond(TemporalAccessor time, int unit) {
        return time.get(ChronoField.NANO_OF_SECOND) % unit;
    }
}
