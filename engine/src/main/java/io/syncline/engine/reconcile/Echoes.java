package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.merge.Which;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What each end has stored of the loop's own writes, until its log tells it back. What the log then
 * tells is known already, if it is the same to the last field: such a row need not be looked at
 * once more. Whatever else the same transaction did, such as a trigger of the end, is not the same,
 * and neither is what is forgotten here, at a crash or as too much: that is looked at. Used by the
 * loop's lane only.
 */
final class Echoes {
    /** More than is written before the logs are read on. */
    private static final int ROWS_MAX = 10_000;

    private final Map<Which, Map<RowId, Image>> stored = new EnumMap<>(Which.class);

    Echoes() {
        for (Which which : Which.values()) {
            stored.put(which, bounded());
        }
    }

    private static Map<RowId, Image> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<RowId, Image> eldest) {
                return size() > ROWS_MAX;
            }
        };
    }

    /**
     * An end has taken a write.
     *
     * @param seen what is noted as seen of the row there, in the sync's form
     */
    void wrote(Which which, RowId id, Image seen) {
        of(which).put(id, seen);
    }

    /**
     * Whether a log tells of a write of the loop just what is noted as seen since.
     *
     * @param after the row after it, in the sync's form, as far as it is told
     */
    boolean tellNothing(Which which, RowId id, Image after) {
        Image seen = of(which).remove(id);
        if (seen == null) {
            return false;
        }
        Row told = after.row();
        Row known = seen.row();
        return told == null || known == null
                ? after.isAbsent() && seen.isAbsent()
                : told.within(known);
    }

    private Map<RowId, Image> of(Which which) {
        return Objects.requireNonNull(stored.get(which));
    }
}
