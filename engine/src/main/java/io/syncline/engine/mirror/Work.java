package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowBlock;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.shape.Shaped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a shard has to apply next.
 *
 * @param changes in source order
 * @param bad what rules of the sync refuse, later than all changes of the same rows
 * @param end the place they bring the shard to, or null if the transaction goes on
 * @param bytes about what they hold in memory
 * @param chunk the part of a snapshot they belong to, or null
 * @param apart what is done instead of changes, or null
 * @param load what is written instead of changes, as a whole, or null
 */
record Work(
        List<Change> changes,
        List<Shaped.Bad> bad,
        @Nullable Position end,
        long bytes,
        @Nullable ChunkTicket chunk,
        Act.@Nullable Apart apart,
        @Nullable Load load) {
    /** All rows of a chunk, by the target's name of their collection. */
    record Load(String collection, RowBlock rows) {}

    /** Work of changes, and of what is refused. */
    Work(
            List<Change> changes,
            List<Shaped.Bad> bad,
            @Nullable Position end,
            long bytes,
            @Nullable ChunkTicket chunk) {
        this(changes, bad, end, bytes, chunk, null, null);
    }

    /** Work of which no rule refuses anything. */
    Work(List<Change> changes, @Nullable Position end, long bytes, @Nullable ChunkTicket chunk) {
        this(changes, List.of(), end, bytes, chunk);
    }

    /** Something that is done by itself, in its place among the others. */
    static Work of(Act.Apart act) {
        return new Work(List.of(), List.of(), null, 0, null, act, null);
    }

    /** A chunk that is written as a whole, by itself. */
    static Work of(Load load, long bytes, ChunkTicket chunk) {
        return new Work(List.of(), List.of(), null, bytes, chunk, null, load);
    }
}
