package io.syncline.engine.mirror;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Position;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a chunk of a snapshot shows, until the stream has told all that they show. Of most
 * nobody asks: the set is made when somebody does. Used by one thread.
 */
final class Shown {
    private final String collection;
    private final Chunk.View view;
    private final Position until;
    private @Nullable Supplier<List<RowId>> rows;
    private Set<RowId> keys = Set.of();

    private Shown(ChunkRead read, Supplier<List<RowId>> rows) {
        this.collection = read.collection();
        this.view = read.chunk().view();
        this.until = read.chunk().until();
        this.rows = rows;
    }

    /** The rows of a chunk. */
    static Shown of(ChunkRead read) {
        if (read.block() != null) {
            return new Shown(read, read::ids);
        }
        // Their ids are less than all of the rows.
        List<RowId> ids = read.ids();
        return new Shown(read, () -> ids);
    }

    /** Once the stream has come here, it has told every transaction the rows show. */
    Position until() {
        return until;
    }

    /** Whether what a transaction did to a row is in the chunk. */
    boolean shows(RowId id, long transaction) {
        if (!id.collection().equals(collection)) {
            return false;
        }
        Supplier<List<RowId>> unread = rows;
        if (unread != null) {
            keys = new HashSet<>(unread.get());
            rows = null;
        }
        return keys.contains(id) && view.sees(transaction);
    }

    /** It shows nothing of a collection any more. */
    void forget(String emptied) {
        if (emptied.equals(collection)) {
            rows = null;
            keys = Set.of();
        }
    }
}
