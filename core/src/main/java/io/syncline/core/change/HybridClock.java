package io.syncline.core.change;

import java.util.function.LongSupplier;

/**
 * Makes {@link Version}s: never behind the wall clock, never behind a version it was shown, and
 * never the same twice. Safe for use by several threads.
 */
public final class HybridClock {
    private final ReplicaId replica;
    private final LongSupplier wallMillis;
    private final long driftMillisMax;
    private long millis;
    private int counter;

    /**
     * A clock of one replica.
     *
     * @param wallMillis the wall clock, milliseconds since 1970
     * @param driftMillisMax how far ahead of our wall clock a version we are shown may be
     * @param highWater a version this replica may have given out before it was restarted; the first
     *     reading is later
     */
    public HybridClock(
            ReplicaId replica, LongSupplier wallMillis, long driftMillisMax, Version highWater) {
        this.replica = replica;
        this.wallMillis = wallMillis;
        this.driftMillisMax = driftMillisMax;
        this.millis = highWater.millis();
        this.counter = highWater.counter();
    }

    /** A clock that never ran before. */
    public HybridClock(ReplicaId replica, LongSupplier wallMillis, long driftMillisMax) {
        this(replica, wallMillis, driftMillisMax, new Version(0, 0, replica));
    }

    /** A version later than every other this clock gave out or was shown. */
    public synchronized Version next() {
        return advance(wallMillis.getAsLong(), 0, -1);
    }

    /**
     * Takes note of a version made elsewhere and gives out a later one.
     *
     * @throws IllegalArgumentException if it is ahead of our wall clock by more than the drift
     *     allowed; nothing changes
     */
    public synchronized Version after(Version seen) {
        long wall = wallMillis.getAsLong();
        if (seen.millis() - wall > driftMillisMax) {
            throw new IllegalArgumentException(
                    "The clock of "
                            + seen.replica().name()
                            + " is ahead by "
                            + (seen.millis() - wall)
                            + " ms");
        }
        return advance(wall, seen.millis(), seen.counter());
    }

    private Version advance(long wall, long seenMillis, int seenCounter) {
        long latest = Math.max(wall, Math.max(millis, seenMillis));
        int next = -1;
        if (latest == millis) {
            next = counter;
        }
        if (latest == seenMillis) {
            next = Math.max(next, seenCounter);
        }
        if (next == Version.COUNTER_MAX) {
            latest++;
            next = -1;
        }
        millis = latest;
        counter = next + 1;
        return new Version(millis, counter, replica);
    }
}
