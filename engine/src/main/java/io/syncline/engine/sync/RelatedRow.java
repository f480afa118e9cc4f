package io.syncline.engine.sync;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A row beside one that waits for a person, as both ends show it, in the sync's form.
 *
 * @param id the row, as the sync calls it
 * @param ours what the first end shows, field by field; null if it does not have the row
 * @param theirs what the other end shows, likewise
 * @param masked the fields that nobody is shown
 * @param refused why it could not be looked at; null if it was
 */
public record RelatedRow(
        RowId id,
        @Nullable SequencedMap<String, Value> ours,
        @Nullable SequencedMap<String, Value> theirs,
        List<String> masked,
        @Nullable String refused) {
    /** Copies the list. */
    public RelatedRow {
        masked = List.copyOf(masked);
    }

    /** One that could not be looked at. */
    static RelatedRow refused(RowId id, String because) {
        return new RelatedRow(id, null, null, List.of(), because);
    }
}
