package io.syncline.engine.mirror;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Position;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a chunk of a snapshot shows, until the stream has told all that they show. Of most
 * nobody asks: the set is made when somebody does. Used by one thread.
 */
final class Shown {
    private final Chunk.View view;
    private final List<RowId> ids;
    private final Position until;
    private @Nullable Set<RowId> keys;

    /**
     * The rows of a chunk.
     *
     * @param ids taken over
     */
    Shown(Chunk chunk, List<RowId> ids) {
        this.view = chunk.view();
        this.ids = ids;
        this.until = chunk.until();
    }

    /** Once the stream has come here, it has told every transaction the rows show. */
    Position until() {
        return until;
    }

    /** Whether what a transaction did to a row is in the chunk. */
    boolean shows(RowId id, long transaction) {
        Set<RowId> known = keys;
        if (known == null) {
            known = new HashSet<>(ids);
            keys = known;
        }
        return known.contains(id) && view.sees(transaction);
    }

    /** It shows nothing of a collection any more. */
    void forget(String collection) {
        ids.removeIf(id -> id.collection().equals(collection));
        keys = null;
    }
}
