package io.syncline.engine.sync;

import io.syncline.core.endpoint.Context;

/**
 * Makes runs that have not begun.
 *
 * @param context when, and by which chance
 */
record NewRuns(Context context) {
    /** A run of a sync, with an id that no other has. */
    Execution made(String syncId, boolean full, Trigger.Priority priority, int workers) {
        String digits = Long.toHexString(context.random().nextLong() | Long.MIN_VALUE);
        return Execution.started(
                "exec_" + digits.substring(4),
                syncId,
                full,
                priority,
                workers,
                context.wallMillis());
    }
}
