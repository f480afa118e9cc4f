package io.syncline.engine.facing;

/** Whether a row belongs to a sync by its filters. */
public enum Membership {
    /** It fulfils the filters. */
    IN,
    /** It is there, and does not fulfil them. */
    OUT,
    /** It is not there. */
    ABSENT,
    /** A field that a filter looks at is not known. */
    UNKNOWN
}
