package io.syncline.engine.facing;

/** What becomes of a merged row that filters ask about. */
public enum Passage {
    /** It belongs to the sync, or is gone: it is dealt with as any other. */
    STAYS,
    /**
     * It belonged to the sync and does not any more: the edit that made it leave reaches the other
     * end, and then the sync lets go of it.
     */
    LEAVES,
    /** It has never belonged to the sync, and does not now: it stays where it is. */
    APART
}
