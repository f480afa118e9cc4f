package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that showed edits before the logs had told of them. Once a log is read to where it ended
 * when the row was looked at, and the row shows the same, nothing more is told of what it shows: it
 * was in log that is lost, or from before the log began. Used by one thread.
 */
final class Untold {
    private record Seen(Image ours, Image theirs, Map<Which, Position> heads, boolean meeting) {}

    private final Parts parts;
    private final Map<RowId, Seen> rows = new HashMap<>();
    private @Nullable Map<Which, Position> heads;

    Untold(Parts parts) {
        this.parts = parts;
    }

    /** Some rows have been looked at anew: the logs may end elsewhere now. */
    void looked() {
        heads = null;
    }

    /** Where the logs end, after the latest look. */
    private Map<Which, Position> heads() {
        Map<Which, Position> known = heads;
        if (known == null) {
            known =
                    Map.of(
                            Which.OURS, parts.ours().source().head(),
                            Which.THEIRS, parts.theirs().source().head());
            heads = known;
        }
        return known;
    }

    /**
     * Whether a row's edits may still be told.
     *
     * @param read how far the logs are read
     * @param meeting whether the row may have been there before the sync
     */
    boolean awaits(RowId id, Image ours, Image theirs, Map<Which, Position> read, boolean meeting) {
        Seen before = rows.get(id);
        if (before == null || !before.ours.equals(ours) || !before.theirs.equals(theirs)) {
            rows.put(id, new Seen(ours, theirs, heads(), meeting));
            return true;
        }
        return !covers(Which.OURS, read, before) || !covers(Which.THEIRS, read, before);
    }

    /** Whether a row that is awaited may have been there before the sync. */
    boolean isMeeting(RowId id) {
        Seen before = rows.get(id);
        return before != null && before.meeting;
    }

    private boolean covers(Which which, Map<Which, Position> read, Seen before) {
        Position reached = read.get(which);
        Position wanted = before.heads.get(which);
        return reached != null
                && wanted != null
                && parts.end(which).source().covers(reached, wanted);
    }

    /** A row is dealt with. */
    void forget(RowId id) {
        rows.remove(id);
    }
}
