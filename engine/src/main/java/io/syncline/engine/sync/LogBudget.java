package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import java.util.Locale;
import java.util.Map;

/**
 * Watches how much log a source keeps for a flow: tells at half and at four fifths of the budget,
 * and says when to let go. Used by one thread.
 */
final class LogBudget {
    private static final int FULL = 100;
    private static final int[] TOLD_AT = {50, 80};

    /** The last tenth is for what is written until the log is gone. */
    private static final int LET_GO_AT = 90;

    private final long budget;
    private final Alarms alarms;
    private int told;
    private long before = -1;

    LogBudget(long budget, Alarms alarms) {
        this.budget = budget;
        this.alarms = alarms;
    }

    /**
     * Looks at what is kept. Called at equal intervals.
     *
     * @param kept in bytes; negative if none is
     * @return whether to let go
     */
    boolean look(long kept) {
        if (budget == Long.MAX_VALUE || kept < 0) {
            told = 0;
            before = -1;
            return false;
        }
        long grown = before < 0 ? 0 : Math.max(0, kept - before);
        before = kept;
        int percent = (int) Math.min(10 * FULL, (double) kept / budget * FULL);
        int level = 0;
        for (int each : TOLD_AT) {
            level = percent >= each ? each : level;
        }
        if (level > told) {
            alarms.raise(
                    "log_budget",
                    Code.LOG_BUDGET,
                    words(kept, budget),
                    Map.of(
                            "percent", Integer.toString(percent),
                            "kept_bytes", Long.toString(kept),
                            "budget_bytes", Long.toString(budget)));
        }
        told = level;
        // What is written until the next look has to fit as well, and until the log is gone.
        return percent >= LET_GO_AT || grown + grown / 4 >= budget - kept;
    }

    /** What is kept of what may be. */
    static String words(long kept, long budget) {
        return String.format(
                Locale.ROOT,
                "The source keeps %.1f of at most %.1f megabytes of log",
                kept / 1048576.0,
                budget / 1048576.0);
    }
}
