package io.syncline.engine.sync;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs that wait for their turn: the higher priority first, among equals the one that came first.
 * For use under the engine's lock.
 */
final class Waiting {
    private final List<Execution> runs = new ArrayList<>();

    void add(Execution run) {
        runs.add(run);
    }

    /** Takes the run whose turn it is, or null if none waits. */
    @Nullable Execution next() {
        // max would take the last of equals.
        Execution next =
                runs.stream()
                        .min(Comparator.comparing(Execution::priority).reversed())
                        .orElse(null);
        runs.remove(next);
        return next;
    }

    /** Takes the run of a sync out of the line; null if it has none there. */
    @Nullable Execution remove(String syncId) {
        Execution run = find(syncId);
        runs.remove(run);
        return run;
    }

    /** The run of a sync, or null. */
    @Nullable Execution find(String syncId) {
        Predicate<Execution> its = run -> run.syncId().equals(syncId);
        return runs.stream().filter(its).findFirst().orElse(null);
    }
}
