package io.syncline.testkit.twoway;

import io.syncline.testkit.memory.Weather;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens once, just before or after a call of an end; it may throw. */
final class Interruptions implements Weather {
    private final Map<String, Runnable> before = new HashMap<>();
    private final Map<String, Runnable> after = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();

    /** The next time this is called, this comes first. */
    void before(String call, Runnable what) {
        before.put(call, what);
    }

    /** The next time this was called, this comes before its answer. */
    void after(String call, Runnable what) {
        after.put(call, what);
    }

    @Override
    public void before(String call) {
        counts.merge(call, 1L, Long::sum);
        happens(before.remove(call));
    }

    /** How often this was called. */
    long count(String call) {
        return counts.getOrDefault(call, 0L);
    }

    @Override
    public void after(String call) {
        happens(after.remove(call));
    }

    private static void happens(@Nullable Runnable what) {
        if (what != null) {
            what.run();
        }
    }
}
