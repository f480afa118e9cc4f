package io.syncline.core.endpoint;

import io.syncline.core.change.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a snapshot of one collection, read in one consistent view.
 *
 * @param rows the rows, whole
 * @param view which transactions the rows show
 * @param until once the stream has come here, it has told every transaction the rows show
 * @param next where the snapshot goes on, or null if this was the last chunk
 * @param bytes about what it holds in memory
 */
public record Chunk(
        List<Row> rows, View view, Position until, @Nullable SnapshotPosition next, long bytes) {
    /**
     * Which transactions a read showed. On PostgreSQL a committed and already streamed transaction
     * can still be invisible to a later read, so log positions cannot answer this.
     */
    @FunctionalInterface
    public interface View {
        /** Whether the effects of this transaction are in the rows. Pure. */
        boolean sees(long transaction);
    }
}
