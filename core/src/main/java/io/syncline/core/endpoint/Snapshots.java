package io.syncline.core.endpoint;

import io.syncline.core.filter.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint whose collections can be read as they are, in parts, without locks, while others
 * write.
 */
public interface Snapshots {
    /**
     * Reads the next part of a collection, in a view of its own. Reading the same part again gives
     * a newer view. Every row that exists throughout is in some part; a row changed meanwhile may
     * be in two parts or none, and is then told by the stream.
     *
     * @param filter which rows are wanted, or null for all; a hint: others may be among the chunk's
     *     rows, but none that is wanted is left out
     * @param after where to go on, or null to begin
     * @param rowsMax about how many rows to read at most
     */
    Chunk chunk(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax);
}
