package io.syncline.engine.sync;

import org.jspecify.annotations.Nullable;

/**
 * What a person asks of one run.
 *
 * @param full copy everything again, or only what has changed
 * @param dryRun report, and write nothing
 * @param validateFirst check before writing
 * @param workers lanes for this run, or null for the sync's own
 * @param priority low, normal, high or critical: the order in which waiting runs start
 */
public record Trigger(
        boolean full,
        boolean dryRun,
        boolean validateFirst,
        @Nullable Integer workers,
        Priority priority) {
    /** The order in which waiting runs start. */
    public enum Priority {
        /** Last. */
        LOW,
        /** The usual. */
        NORMAL,
        /** Before the usual. */
        HIGH,
        /** First. */
        CRITICAL
    }
}
