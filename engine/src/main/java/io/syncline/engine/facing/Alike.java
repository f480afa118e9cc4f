package io.syncline.engine.facing;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import io.syncline.engine.shape.Turn;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values of one type as values of another that says the same.
 *
 * @param turn gives null for a value that the other type cannot say; NULL stays
 * @param loss what of some values gets lost, in words; null if nothing does
 */
public record Alike(Turn turn, @Nullable String loss) {
    /** How values of a type are said in another; null if they are not. */
    public static @Nullable Alike of(FieldType from, FieldType to) {
        if (from.equals(to)) {
            return new Alike(value -> value, null);
        }
        Meeting meeting = Meeting.of(from, to);
        return meeting == null ? null : new Alike(value -> turned(meeting, value), meeting.loss());
    }

    /** How values of a type are said in another of which it is known that they are. */
    public static Turn known(FieldType from, FieldType to) {
        return Objects.requireNonNull(of(from, to), () -> from + " as " + to).turn();
    }

    private static @Nullable Value turned(Meeting meeting, Value value) {
        if (value instanceof Value.Null) {
            return value;
        }
        Value between = meeting.ours().in().of(value);
        return between == null ? null : meeting.theirs().out().of(between);
    }
}
