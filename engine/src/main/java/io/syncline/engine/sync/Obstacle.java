package io.syncline.engine.sync;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.engine.pair.ReviewId;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A row of an end that keeps another from being written there, as it has values that only one row
 * may have.
 *
 * @param id the row, as the sync calls it; as the end does if the other end cannot name it
 * @param atSource what the source calls it, where both ends number their rows; else null
 * @param fields in which both rows meet, by the sync's names
 * @param values what the end shows of it, in the sync's form; null of one that is outside
 * @param masked the fields that nobody is shown
 * @param outside whether it is none of the sync's rows: filtered out, marked as deleted, or with a
 *     key that the other end cannot hold
 * @param waits the name of what waits for a person of it; null if nothing does
 */
public record Obstacle(
        RowId id,
        @Nullable RowId atSource,
        List<String> fields,
        @Nullable SequencedMap<String, Value> values,
        List<String> masked,
        boolean outside,
        @Nullable ReviewId waits) {
    /** Copies the lists. */
    public Obstacle {
        fields = List.copyOf(fields);
        masked = List.copyOf(masked);
    }
}
