package io.syncline.cli.demo;

import java.util.HashMap;
import java.util.Map;

/** How fast counts that only grow do grow. */
final class Rates {
    private static final double NANOS = 1e9;

    /** A rate over a shorter time than this jumps about. */
    private static final double OVER_SECONDS = 2;

    private record Seen(long nanos, long count) {}

    private record Rate(Seen since, Seen middle, double perSecond) {}

    private final Map<String, Rate> rates = new HashMap<>();

    /** Per second, over at least {@link #OVER_SECONDS} once so long has been seen. */
    double perSecond(String name, long count, long nowNanos) {
        Seen now = new Seen(nowNanos, count);
        Rate before = rates.get(name);
        if (before == null) {
            rates.put(name, new Rate(now, now, 0));
            return 0;
        }
        double perSecond = before.perSecond();
        double seconds = (nowNanos - before.since().nanos()) / NANOS;
        if (seconds > 0) {
            perSecond = Math.max(0, (count - before.since().count()) / seconds);
        }
        boolean longEnough = (nowNanos - before.middle().nanos()) / NANOS >= OVER_SECONDS;
        rates.put(
                name,
                longEnough
                        ? new Rate(before.middle(), now, perSecond)
                        : new Rate(before.since(), before.middle(), perSecond));
        return perSecond;
    }
}
