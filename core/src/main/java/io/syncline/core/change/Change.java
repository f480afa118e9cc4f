package io.syncline.core.change;

import org.jspecify.annotations.Nullable;

/**
 * One row's step from one image to the next.
 *
 * @param id the row after the step (before it, for a delete)
 * @param from the row's identity before the step, when the step changed its key; null otherwise. A
 *     key change is a key change, never a delete and an insert: the fields nobody sent would be
 *     lost.
 * @param before what is known of the row before; a delete's may be {@link Image.Absent} when the
 *     log shows nothing
 * @param after what is known of the row after
 * @param version orders the change; its replica is the change's origin
 */
public record Change(RowId id, @Nullable RowId from, Image before, Image after, Version version) {
    /** Checks that only a present row moves, and never to where it was. */
    public Change {
        if (from != null && (after.isAbsent() || from.equals(id))) {
            throw new IllegalArgumentException(
                    "A key change leads from one present row to another: " + from + " to " + id);
        }
    }

    /** A change that keeps the row's key. */
    public static Change of(RowId id, Image before, Image after, Version version) {
        return new Change(id, null, before, after, version);
    }

    /** What the step does. Absent to absent is still a delete: the row may exist at a target. */
    public Op op() {
        if (after.isAbsent()) {
            return Op.DELETE;
        }
        return before.isAbsent() ? Op.INSERT : Op.UPDATE;
    }

    /** The replica that made the change first. */
    public ReplicaId origin() {
        return version.replica();
    }
}
