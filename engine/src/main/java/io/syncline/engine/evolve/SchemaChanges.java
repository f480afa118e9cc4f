package io.syncline.engine.evolve;

/**
 * What a sync does when the source's tables change. None of them ever drops anything at a
 * destination, and none takes a change of a key on itself: what a row is, a person decides.
 */
public enum SchemaChanges {
    /** The destination's tables are altered to follow, as long as nothing there is lost. */
    FOLLOW,
    /** New fields and new tables are announced and not copied. */
    IGNORE,
    /** The sync pauses before the first row of the new layout; a person who resumes it follows. */
    PAUSE
}
