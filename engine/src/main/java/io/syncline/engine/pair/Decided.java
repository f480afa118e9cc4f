package io.syncline.engine.pair;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;

/**
 * What became of a row in a span of time.
 *
 * @param id the row
 * @param first the round of the first episode in it that changed what is agreed
 * @param last the round of the last one
 * @param before what was agreed before the first; absent if nothing was
 * @param after what was agreed after the last
 */
public record Decided(RowId id, long first, long last, Image before, Image after) {
    /** What one round has decided. */
    public static Decided of(Episode one) {
        return new Decided(one.id(), one.round(), one.round(), one.before(), one.after());
    }

    /** This, and what was decided of the same row after it. */
    public Decided upTo(Decided later) {
        return new Decided(id, first, later.last, before, later.after);
    }
}
