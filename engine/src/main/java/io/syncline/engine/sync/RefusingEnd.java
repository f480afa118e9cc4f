package io.syncline.engine.sync;

import io.syncline.core.change.Value;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An end that refuses a row because others have values that only one row may have, and which these
 * are at the moment.
 *
 * @param name the end's
 * @param wanted what the row would be there, in the sync's form, without what is masked
 * @param obstacles the rows in the way; none if they have gone, or nobody knows
 * @param unasked unique indexes of the end that cannot be asked
 * @param refused why the end could not be asked; null if it was
 */
public record RefusingEnd(
        String name,
        SequencedMap<String, Value> wanted,
        List<Obstacle> obstacles,
        List<String> unasked,
        @Nullable String refused) {
    /** Copies the lists. */
    public RefusingEnd {
        obstacles = List.copyOf(obstacles);
        unasked = List.copyOf(unasked);
    }

    /** One that could not be asked. */
    static RefusingEnd silent(String name, String because) {
        return new RefusingEnd(name, new TreeMap<>(), List.of(), List.of(), because);
    }

    /** Whether nothing is in the way of the row there any more. */
    boolean free() {
        return refused == null && obstacles.isEmpty() && unasked.isEmpty();
    }
}
