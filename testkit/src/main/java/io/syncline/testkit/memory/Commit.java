package io.syncline.testkit.memory;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Layout;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One transaction in the log of a {@link MemoryDatabase}.
 *
 * @param number its place in the log, from 1
 * @param transaction its id, which is not its place
 * @param steps what it did, in order
 */
public record Commit(long number, long transaction, List<Step> steps) {
    /** Copies the list. */
    public Commit {
        steps = List.copyOf(steps);
    }

    /** One thing a transaction did. */
    public sealed interface Step {
        /**
         * A row changed.
         *
         * @param told as the log tells it: images may be partial
         * @param full with whole images
         */
        record Row(Change told, Change full) implements Step {}

        /** A collection was emptied. */
        record Emptied(String collection) implements Step {}

        /**
         * A collection was made, altered or dropped. Of what becomes of its rows the log tells
         * nothing.
         *
         * @param layout as it is from then on; null if it is there no more
         * @param rewritten a row of before as it is then
         */
        record Altered(
                String collection,
                @Nullable Layout layout,
                UnaryOperator<io.syncline.core.change.Row> rewritten)
                implements Step {}
    }
}
