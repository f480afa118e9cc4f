package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.shape.Shaped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the feed does next, in order. */
sealed interface Act {
    /**
     * Hand changes to the shards by key.
     *
     * @param bad what rules of the sync refuse, later than all changes of the same rows
     * @param end the place they bring the flow to, or null if the transaction goes on
     * @param ended how many of them come before the end; the others' transaction goes on
     * @param badEnded how many of the refused do
     */
    record Route(
            List<Change> changes,
            List<Shaped.Bad> bad,
            @Nullable Position end,
            int ended,
            int badEnded,
            long bytes)
            implements Act {}

    /** What is not done together with other changes. */
    sealed interface Apart extends Act {}

    /** Once all shards are drained, write one change alone. */
    record Alone(Change change) implements Apart {}

    /** Once all shards are drained, empty these collections. */
    record Truncate(List<String> collections) implements Apart {}

    /**
     * Once all shards are drained, bring all checkpoints to this place: the end of a transaction
     * that needed a barrier.
     */
    record Align(Position place) implements Act {}

    /** Once all shards are drained, the flow is to be set up again: rows look otherwise now. */
    record Relayout(String collection) implements Act {}
}
