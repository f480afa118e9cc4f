package io.syncline.engine.sync;

import java.util.function.LongSupplier;

/**
 * How many rows wait for a person, for those who ask all the time. A count that takes long is made
 * seldom, so that counting costs a small share of the time however much waits. Safe for use by
 * several threads.
 */
final class WaitingCount {
    /** A count is good for so many times what it took. */
    private static final long SHARE = 200;

    private final LongSupplier count;
    private final LongSupplier changes;
    private final LongSupplier nanos;
    private long last;
    private long seen;
    private long made;
    private long took = -1;

    /**
     * @param count asks the store
     * @param changes another number as soon as a row has begun to wait, or waits no more
     * @param nanos the monotonic clock
     */
    WaitingCount(LongSupplier count, LongSupplier changes, LongSupplier nanos) {
        this.count = count;
        this.changes = changes;
        this.nanos = nanos;
    }

    /**
     * How many there are as far as is known here; at most two hundred times as long ago as counting
     * them took.
     */
    synchronized long get() {
        long now = nanos.getAsLong();
        long changed = changes.getAsLong();
        if (took < 0 || changed != seen || now - made >= took * SHARE) {
            seen = changed;
            last = count.getAsLong();
            made = nanos.getAsLong();
            took = made - now;
        }
        return last;
    }
}
