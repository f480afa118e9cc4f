package io.syncline.engine.sync;

/** Where a sync is in its life. */
public enum SyncState {
    /** Known, never run. */
    CONFIGURED,
    /** An execution is being set up. */
    STARTED,
    /** Data goes. */
    RUNNING,
    /** Stopped by a person, to go on where it was. */
    PAUSED,
    /** Stopped by a problem that only a person can mend. */
    FAILED,
    /** The last execution has done all it had to. */
    COMPLETED
}
