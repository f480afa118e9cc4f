package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Context;
import io.syncline.engine.guard.Guards;
import java.time.Duration;

/**
 * When and how fast one flow may read its source's tables. What was read is paid for by waiting
 * before the next part, so that over time no more is read than is allowed. Safe for use by several
 * threads.
 */
public final class Allowance {
    /** A word of a person, or a stop, is heard at least so often. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final double SECOND = 1e9;

    private final Guards.Reading limits;
    private final Context context;
    private long paidAt;

    Allowance(Guards.Reading limits, Context context) {
        this.limits = limits;
        this.context = context;
        this.paidAt = context.nanos();
    }

    /** How long to wait at least before a part is read and it is asked again; zero: read now. */
    public Duration rest() {
        return waitsForWindow() ? LOOK_EVERY : owed();
    }

    /** The same for what has begun, which a window that closes does not cut short. */
    synchronized Duration owed() {
        long nanos = Math.max(0, paidAt - context.nanos());
        return Duration.ofNanos(Math.min(nanos, LOOK_EVERY.toNanos()));
    }

    /** Whether nothing may be read before a window opens. */
    boolean waitsForWindow() {
        return !limits.windows().isOpen(context.wallMillis());
    }

    /** When that is, since 1970 UTC; {@link Long#MAX_VALUE} if not within a week. */
    long opens() {
        long opens = limits.windows().opens(context.wallMillis());
        return opens < 0 ? Long.MAX_VALUE : opens;
    }

    /** At most so many rows at once: about what a second allows. */
    int rowsAtOnce(int most) {
        return (int) Math.min(most, limits.rowsPerSecond());
    }

    /** Takes note of what was read. */
    synchronized void took(long rows, long bytes) {
        double seconds =
                Math.max(
                        (double) rows / limits.rowsPerSecond(),
                        (double) bytes / limits.bytesPerSecond());
        paidAt = Math.max(paidAt, context.nanos()) + (long) (seconds * SECOND);
    }

    /** Waits until what was read is paid for. */
    void pay() {
        for (Duration rest = owed(); rest.isPositive(); rest = owed()) {
            context.sleep(rest);
        }
    }
}
