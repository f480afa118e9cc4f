package io.syncline.engine.pair;

import io.syncline.core.change.RowId;
import io.syncline.core.merge.Which;

/**
 * A row that has to be looked at.
 *
 * @param id as the sync calls it
 * @param ours what the first end's log told of it since it was settled last
 * @param theirs what the other end's log told of it
 * @param tries how often it was looked at in vain
 */
public record Dirt(RowId id, Told ours, Told theirs, int tries) {
    /** A row of which no log told anything. */
    public static Dirt of(RowId id) {
        return new Dirt(id, Told.NOTHING, Told.NOTHING, 0);
    }

    /** What one end's log told. */
    public Told told(Which which) {
        return which == Which.OURS ? ours : theirs;
    }

    /** The same after one more change was told. */
    public Dirt with(Which which, Told told) {
        return which == Which.OURS ? new Dirt(id, told, theirs, 0) : new Dirt(id, ours, told, 0);
    }

    /** The same after it was looked at in vain. */
    public Dirt again() {
        return new Dirt(id, ours, theirs, tries + 1);
    }

    /** The same, told after what was told before. */
    public Dirt after(Dirt before) {
        return new Dirt(id, ours.after(before.ours), theirs.after(before.theirs), tries);
    }
}
