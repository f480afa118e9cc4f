package io.syncline.engine.sync;

import io.syncline.core.endpoint.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Markers that were written into the source's log, and which of them a destination's checkpoint has
 * passed. So a stream that is dead is seen to be, whatever its connections look like. Safe for use
 * by several threads.
 */
final class Canary {
    /** Older ones are not needed while so many are under way. */
    private static final int SENT_MAX = 1024;

    private record Sent(long nanos, Position place) {}

    private final BiPredicate<Position, Position> covers;
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private long throughNanos;
    private long delayNanos = -1;

    /**
     * None is sent yet.
     *
     * @param covers whether a stream that came to the first place has told all up to the second
     * @param nowNanos from when on it is waited for
     */
    Canary(BiPredicate<Position, Position> covers, long nowNanos) {
        this.covers = covers;
        this.throughNanos = nowNanos;
    }

    synchronized void sent(long nanos, Position place) {
        if (sent.size() < SENT_MAX) {
            sent.addLast(new Sent(nanos, place));
        }
    }

    /** Looks which have come through. */
    synchronized void look(long nowNanos, @Nullable Position stored) {
        while (stored != null && !sent.isEmpty() && covers.test(stored, sent.getFirst().place())) {
            Sent through = sent.removeFirst();
            throughNanos = through.nanos();
            delayNanos = nowNanos - through.nanos();
        }
    }

    /** How long ago the latest one that has come through was sent. */
    synchronized Duration age(long nowNanos) {
        return Duration.ofNanos(Math.max(0, nowNanos - throughNanos));
    }

    /** How long the latest one that has come through took at most; null if none has. */
    synchronized @Nullable Duration delay() {
        return delayNanos < 0 ? null : Duration.ofNanos(delayNanos);
    }
}
