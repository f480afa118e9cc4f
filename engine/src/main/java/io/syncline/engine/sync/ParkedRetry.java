package io.syncline.engine.sync;

import io.syncline.core.endpoint.Context;
import io.syncline.engine.gather.GatherLane;
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
        boolean due = due();
        Mirror mirror = flow.mirror();
        if (due
                && mirror != null
                && flow.status().phase() == FlowStatus.Phase.STREAMING
                && mirror.asked().mended()) {
            parking.waiting(AT_ONCE).forEach(mirror.asked()::mend);
            later();
        }
    }

    /** Has the loop make the rows anew, if it is time. */
    void look(GatherLane lane) {
        if (due() && lane.look(parking.waiting(AT_ONCE))) {
            later();
        }
    }

    private boolean due() {
        long changes = parking.changes();
        if (changes != seen) {
            seen = changes;
            wait = first;
            at = Math.min(at, context.nanos() + first.toNanos());
        }
        return context.nanos() >= at;
    }

    private void later() {
        wait = wait.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : wait.multipliedBy(2);
        at = context.nanos() + wait.toNanos();
    }
}
