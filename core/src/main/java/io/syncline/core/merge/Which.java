package io.syncline.core.merge;

/** One of the two sides of a merge. */
public enum Which {
    /** The first: a sync's source. */
    OURS,
    /** The second: a sync's destination, or the centre of several sources. */
    THEIRS;

    /** The other one. */
    public Which other() {
        return this == OURS ? THEIRS : OURS;
    }
}
