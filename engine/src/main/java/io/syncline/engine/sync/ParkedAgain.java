package io.syncline.engine.sync;

import io.syncline.core.endpoint.Context;
import io.syncline.engine.gather.GatherLane;
import java.time.Duration;

/**
 * Has parked rows made anew that wait for others: the one that has their unique value, or that they
 * refer to. Later and later, until something changes among them. Used by one thread.
 */
final class ParkedAgain {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int AT_ONCE = 1_000;

    private final StoredParking parking;
    private final Duration first;
    private final Context context;
    private Duration wait;
    private long at;
    private long seen;

    ParkedAgain(StoredParking parking, Duration first, Context context) {
        this.parking = parking;
        this.first = first;
        this.context = context;
        this.wait = first;
        this.at = context.nanos() + first.toNanos();
    }

    /** Asks the loop for the rows, if it is time. */
    void look(GatherLane lane) {
        long changes = parking.changes();
        if (changes != seen) {
            seen = changes;
            wait = first;
            at = Math.min(at, context.nanos() + first.toNanos());
        }
        if (context.nanos() >= at && lane.look(parking.waiting(AT_ONCE))) {
            wait = wait.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : wait.multipliedBy(2);
            at = context.nanos() + wait.toNanos();
        }
    }
}
