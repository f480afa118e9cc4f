package io.syncline.engine.pair;

import io.syncline.core.change.RowId;
import io.syncline.core.merge.Which;
import org.jspecify.annotations.Nullable;

/**
 * A row that has to be looked at.
 *
 * @param id as the sync calls it
 * @param ours what the first end's log told of it since it was settled last
 * @param theirs what the other end's log told of it
 * @param tries how often it was looked at in vain
 * @param from what the row was called before, if its key was changed at an end; null if it was not,
 *     as far as the logs tell
 */
public record Dirt(RowId id, Told ours, Told theirs, int tries, @Nullable RowId from) {
    /** A row whose key was not changed. */
    public Dirt(RowId id, Told ours, Told theirs, int tries) {
        this(id, ours, theirs, tries, null);
    }

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
        return which == Which.OURS
                ? new Dirt(id, told, theirs, 0, from)
                : new Dirt(id, ours, told, 0, from);
    }

    /** The same after it was looked at in vain. */
    public Dirt again() {
        return new Dirt(id, ours, theirs, tries + 1, from);
    }

    /** The same, told after what was told before. */
    public Dirt after(Dirt before) {
        return new Dirt(
                id,
                ours.after(before.ours),
                theirs.after(before.theirs),
                tries,
                from == null ? before.from : from);
    }

    /** Whether it was known by another key before. */
    public boolean moves() {
        return from != null;
    }

    /** The same, known by another key before. */
    public Dirt movedFrom(@Nullable RowId before) {
        return new Dirt(id, ours, theirs, tries, before == null ? from : before);
    }
}
