package io.syncline.engine.sync;

import org.jspecify.annotations.Nullable;

/**
 * One run of a sync.
 *
 * @param id {@code exec_…}
 * @param syncId whose run
 * @param full whether everything is copied, or only what has changed
 * @param priority its place among runs that wait
 * @param workers how many lanes apply in parallel to each destination
 * @param state STARTED, RUNNING, COMPLETED, FAILED or PAUSED
 * @param startedMillis when, UTC
 * @param completedMillis when it ended, UTC; 0 while it runs
 * @param processed how many rows and changes were read
 * @param synced how many were applied at every destination
 * @param parked how many wait for a person
 * @param conflictsDetected how many rows it found in conflict, whatever became of them
 * @param conflictsResolved of how many rows nothing was in conflict any more
 * @param problem why it failed, or null
 */
public record Execution(
        String id,
        String syncId,
        boolean full,
        Trigger.Priority priority,
        int workers,
        SyncState state,
        long startedMillis,
        long completedMillis,
        long processed,
        long synced,
        long parked,
        long conflictsDetected,
        long conflictsResolved,
        @Nullable String problem) {
    /** A run that has found nothing in conflict. */
    public Execution(
            String id,
            String syncId,
            boolean full,
            Trigger.Priority priority,
            int workers,
            SyncState state,
            long startedMillis,
            long completedMillis,
            long processed,
            long synced,
            long parked,
            @Nullable String problem) {
        this(
                id,
                syncId,
                full,
                priority,
                workers,
                state,
                startedMillis,
                completedMillis,
                processed,
                synced,
                parked,
                0,
                0,
                problem);
    }

    /** A run that begins now: nothing is counted yet. */
    static Execution started(
            String id,
            String syncId,
            boolean full,
            Trigger.Priority priority,
            int workers,
            long startedMillis) {
        return new Execution(
                id,
                syncId,
                full,
                priority,
                workers,
                SyncState.STARTED,
                startedMillis,
                0,
                0,
                0,
                0,
                null);
    }

    /** The same run, as it is now. */
    Execution with(
            SyncState nowIn,
            long ended,
            long nowProcessed,
            long nowSynced,
            long nowParked,
            @Nullable String why) {
        return new Execution(
                id,
                syncId,
                full,
                priority,
                workers,
                nowIn,
                startedMillis,
                ended,
                nowProcessed,
                nowSynced,
                nowParked,
                why);
    }

    /** The same run with what it has found in conflict. */
    Execution with(Conflicts conflicts) {
        return new Execution(
                id,
                syncId,
                full,
                priority,
                workers,
                state,
                startedMillis,
                completedMillis,
                processed,
                synced,
                parked,
                conflicts.detected(),
                conflicts.resolved(),
                problem);
    }

    /** Whether it has not ended. */
    public boolean open() {
        return completedMillis == 0;
    }
}
