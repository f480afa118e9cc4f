package io.syncline.engine.facing;

/** Which way a field goes between two ends. */
public enum Way {
    /** What either end writes reaches the other. */
    BOTH_WAYS,
    /** It is made of our field, and what the other end writes there is put back. */
    FORWARD_ONLY,
    /** One end has it, and the sync neither reads nor writes it. */
    UNTOUCHED
}
