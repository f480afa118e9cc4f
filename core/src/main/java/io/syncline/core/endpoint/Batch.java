package io.syncline.core.endpoint;

import io.syncline.core.change.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader hands over: never more than one source transaction, in the source's commit order. A
 * part that is not the end of its transaction carries no position, so a checkpoint within a
 * transaction cannot be written.
 */
public sealed interface Batch {
    /**
     * Changes of one transaction, or of a part of a large one.
     *
     * @param changes in order
     * @param transaction the source's id of it, for {@link Chunk.View#sees}; 0 where the source has
     *     none
     * @param position the place after the transaction, or null if more of it follows
     * @param committedMillis when it was committed, by the source's clock; 0 if unknown
     * @param bytes about what it holds in memory
     * @param by who made it, in the words that the application gave with it so far; null if it gave
     *     none, or the source was not asked for {@link Selection#echoes}
     */
    record Rows(
            List<Change> changes,
            long transaction,
            @Nullable Position position,
            long committedMillis,
            long bytes,
            @Nullable String by)
            implements Batch {
        /** Changes of a transaction of which the application says nothing. */
        public Rows(
                List<Change> changes,
                long transaction,
                @Nullable Position position,
                long committedMillis,
                long bytes) {
            this(changes, transaction, position, committedMillis, bytes, null);
        }
    }

    /** The collections were emptied by this transaction; more of it may follow. */
    record Truncated(List<String> collections, long transaction) implements Batch {}

    /**
     * From here on, rows of this collection look like this. Told before the first row, and after
     * each change.
     */
    record Relayout(Layout layout) implements Batch {}

    /** Nothing wanted happened up to this place. */
    record Quiet(Position position) implements Batch {}
}
