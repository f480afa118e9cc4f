package io.syncline.engine.sync;

/** When data goes. */
public enum Mode {
    /** All the time. */
    REAL_TIME,
    /**
     * When the source says that something happened; on a database, which says so by its log, the
     * same as real time.
     */
    EVENT_DRIVEN,
    /** At the times of a schedule: each run brings the targets to the source's head, and ends. */
    SCHEDULED,
    /** When triggered: each run brings the targets to the source's head, and ends. */
    INCREMENTAL,
    /** When triggered or by a schedule: each run copies everything, and ends. */
    BATCH
}
