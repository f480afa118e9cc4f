package io.syncline.engine.sync;

import io.syncline.core.endpoint.Context;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.Mirror;
import java.time.Duration;

/**
 * Tries parked rows again that wait for others: the one that has their unique value, or that they
 * refer to. Later and later, until something changes among them. Used by one thread.
 */
final class ParkedRetry {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int AT_ONCE = 1_000;

    private final StoredParking parking;
    private final Duration first;
    private final Context context;
    private Duration wait;
    private long at;
    private long seen;

    ParkedRetry(StoredParking parking, Duration first, Context context) {
        this.parking = parking;
        this.first = first;
        this.context = context;
        this.wait = first;
        this.at = context.nanos() + first.toNanos();
    }

    /** Asks the mirror for the rows, if it is time. */
    void look(Flow flow) {
        long changes = parking.changes();
        if (changes != seen) {
            seen = changes;
            wait = first;
            at = Math.min(at, context.nanos() + first.toNanos());
        }
        Mirror mirror = flow.mirror();
        if (mirror == null
                || flow.status().phase() != FlowStatus.Phase.STREAMING
                || context.nanos() < at
                || !mirror.asked().mended()) {
            return;
        }
        parking.waiting(AT_ONCE).forEach(mirror.asked()::mend);
        wait = wait.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : wait.multipliedBy(2);
        at = context.nanos() + wait.toNanos();
    }
}
