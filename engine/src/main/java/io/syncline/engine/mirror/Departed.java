package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Context;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * How many rows of each collection sweeps have lately taken away, because the source had them no
 * more. What is deleted at once while a sweep looks is found by it in part and in full by the next
 * one: both count together. Safe for use by several threads.
 */
public final class Departed {
    private final Duration window;
    private final Context context;
    private final Map<String, ArrayDeque<Found>> found = new HashMap<>();

    private record Found(long nanos, long rows) {}

    /** None so far; what was found counts for so long. */
    Departed(Duration window, Context context) {
        this.window = window;
        this.context = context;
    }

    /** Takes note of rows of a collection that go. */
    synchronized void note(String collection, long rows) {
        if (rows > 0) {
            found.computeIfAbsent(collection, _ -> new ArrayDeque<>())
                    .addLast(new Found(context.nanos(), rows));
        }
    }

    /** What has gone so far was meant to. */
    synchronized void forget() {
        found.clear();
    }

    /** How many have gone within the window. */
    synchronized long lately(String collection) {
        ArrayDeque<Found> all = found.getOrDefault(collection, new ArrayDeque<>());
        while (!all.isEmpty() && context.nanos() - all.getFirst().nanos > window.toNanos()) {
            all.removeFirst();
        }
        return all.stream().mapToLong(Found::rows).sum();
    }
}
