package io.syncline.engine.sync;

import io.syncline.engine.guard.Windows;
import io.syncline.engine.store.Store;
import java.util.List;

/** Knows when each sync's next run is due. Safe for use by several threads. */
final class Agenda {
    private final Store store;
    private final Schedules schedules;

    Agenda(Store store, Schedules schedules) {
        this.store = store;
        this.schedules = schedules;
    }

    /**
     * When a sync's next run is due, counted from its last; milliseconds since 1970 UTC, 0 if none
     * is. What was missed while nobody looked is due at once, and once. A comparison reads whole
     * tables, so it waits for its window.
     */
    long next(Store.Entry entry, long nowMillis) {
        SyncDefinition definition = entry.definition();
        Schedule schedule = definition.schedule();
        boolean rests =
                switch (entry.state()) {
                    case PAUSED -> true;
                    // A sync that runs by times tries again at the next; one that should run all
                    // the time waits for a person.
                    case FAILED -> definition.allTheTime();
                    case CONFIGURED, STARTED, RUNNING, COMPLETED -> false;
                };
        if (schedule == null || rests) {
            return 0;
        }
        List<Execution> last = store.executions(definition.id(), 1);
        long from = last.isEmpty() ? definition.createdMillis() : last.getFirst().startedMillis();
        long next = schedules.next(schedule, from);
        return next != 0 && definition.allTheTime()
                ? opened(definition.options().guards().reading().windows(), next, nowMillis)
                : next;
    }

    private static long opened(Windows windows, long next, long nowMillis) {
        long soonest = Math.max(next, nowMillis);
        return windows.isOpen(soonest) ? next : Math.max(0, windows.opens(soonest));
    }

    /** The syncs whose next run is due. */
    List<SyncDefinition> due(long nowMillis) {
        return store.syncs().stream()
                .filter(entry -> entry.definition().schedule() != null)
                .filter(
                        entry -> {
                            long next = next(entry, nowMillis);
                            return next != 0 && next <= nowMillis;
                        })
                .map(Store.Entry::definition)
                .toList();
    }
}
