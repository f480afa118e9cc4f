package io.syncline.engine.sync;

/** What to do with a target that already has rows in a wanted collection. */
public enum ExistingData {
    /** Do not start: the person has to choose. */
    REFUSE,
    /** Take the rows for a copy; a first verification finds and mends what differs. */
    ADOPT,
    /** Copy everything over them; rows that the source does not have stay. */
    FILL
}
