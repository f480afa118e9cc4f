package io.syncline.engine.sync;

import io.syncline.core.endpoint.Position;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a flow gets on in its phase. Used by one thread. */
final class Progress {
    private record Place(
            FlowStatus.Phase phase, long read, long applied, @Nullable Position stored) {}

    private final Duration deadline;
    private @Nullable Place place;
    private long since;
    private @Nullable Position taken;
    private long appliedBefore;
    private long growths;

    Progress(Duration deadline, long nowNanos) {
        this.deadline = deadline;
        this.since = nowNanos;
    }

    /**
     * Whether it has stalled.
     *
     * @param busy whether there is something to get on with
     */
    boolean stalled(
            long nowNanos,
            boolean busy,
            FlowStatus.Phase phase,
            long read,
            long applied,
            @Nullable Position stored) {
        Place now = new Place(phase, read, applied, stored);
        if (!busy || !Objects.equals(now, place)) {
            place = now;
            since = nowNanos;
        }
        return nowNanos - since >= deadline.toNanos();
    }

    /**
     * Whether its destination has taken nothing for too long. One that fails gets one mirror after
     * the other, each of which begins without a place and counts anew: that is no progress.
     *
     * @param waits whether there is something to take
     */
    boolean takesNothing(long nowNanos, boolean waits, long applied, @Nullable Position stored) {
        taken = stored == null ? taken : stored;
        growths += applied > appliedBefore ? 1 : 0;
        appliedBefore = applied;
        return stalled(nowNanos, waits, FlowStatus.Phase.IDLE, 0, growths, taken);
    }

    /** How long it has not got on. */
    Duration still(long nowNanos) {
        return Duration.ofNanos(nowNanos - since);
    }

    /** Something was done about it: it has its time again. */
    void begin(long nowNanos) {
        since = nowNanos;
    }
}
