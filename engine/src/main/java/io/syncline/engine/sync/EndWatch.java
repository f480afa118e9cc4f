package io.syncline.engine.sync;

import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.KeptLog;
import io.syncline.core.endpoint.Marks;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Source;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after one end of a two-way flow: whether it answers, how late the flow is behind it, and
 * whether a marker in its log comes through. Looked at by one thread; what it knows may be asked
 * from any.
 */
final class EndWatch {
    private final Endpoint end;
    private final String flow;
    private final @Nullable Duration markEvery;
    private final Supplier<@Nullable Position> marking;
    private final Context context;
    private final Lag lag;
    private final @Nullable Canary canary;
    private long markAt;
    private volatile Health health = new Health(false, "not asked yet");
    private volatile long lagBytes;
    private volatile long kept = -1;
    private volatile boolean log;
    private volatile @Nullable Capture capture;
    private volatile @Nullable Position dealtWith;

    /**
     * @param flow what the flow calls itself at this end
     * @param markEvery how often a marker is sent, where the end takes any; null: never
     * @param marking sends one, and says where it is; null if it must not be sent now
     */
    EndWatch(
            Endpoint end,
            String flow,
            @Nullable Duration markEvery,
            Supplier<@Nullable Position> marking,
            Context context) {
        this.end = end;
        this.flow = flow;
        this.markEvery = markEvery;
        this.marking = marking;
        this.context = context;
        long now = context.nanos();
        Source source = (Source) end;
        this.lag = new Lag(source::covers);
        this.canary =
                end instanceof Marks && markEvery != null ? new Canary(source::covers, now) : null;
        this.markAt = now;
    }

    /**
     * Looks once.
     *
     * @param place how far its log is dealt with; null if nothing runs
     */
    void look(@Nullable Position place) {
        dealtWith = place;
        health = end.health();
        if (!health.up()) {
            return;
        }
        try {
            ask(place);
        } catch (EndpointException e) {
            health = new Health(false, String.valueOf(e.getMessage()));
        }
    }

    private void ask(@Nullable Position place) {
        Source source = (Source) end;
        if (end instanceof KeptLog keeping) {
            kept = keeping.keptBytes(flow);
        }
        Capture how = Capturing.of(end);
        capture = how;
        log = how.method() == Capture.Method.LOG;
        mark(place);
        // The clock first: what is committed while we ask is not older than the answer.
        long now = context.nanos();
        Position head = source.head();
        lag.note(now, head);
        lagBytes = place == null ? 0 : source.bytesBetween(place, head);
        if (canary != null) {
            canary.look(now, place);
        }
    }

    private void mark(@Nullable Position place) {
        long now = context.nanos();
        Canary sent = canary;
        if (sent != null && markEvery != null && log && place != null && now >= markAt) {
            markAt = now + markEvery.toNanos();
            Position marked = marking.get();
            if (marked != null) {
                sent.sent(now, marked);
            }
        }
    }

    Health health() {
        return health;
    }

    long lagMillis() {
        return lag.millis(context.nanos(), dealtWith);
    }

    long lagBytes() {
        return lagBytes;
    }

    long kept() {
        return kept;
    }

    @Nullable Capture capture() {
        return capture;
    }

    /** How long ago the latest marker that came through was sent; -1 if none are sent. */
    long markerMillis() {
        Canary sent = canary;
        return sent == null || !log ? -1 : sent.age(context.nanos()).toMillis();
    }

    /** How long that one took; -1 if none has come through. */
    long markerDelayMillis() {
        Duration delay = canary == null ? null : canary.delay();
        return delay == null ? -1 : delay.toMillis();
    }
}
