package io.syncline.core.change;

import java.util.Comparator;

/**
 * A reading of a hybrid logical clock: totally ordered, and later than every version its author had
 * seen (Kulkarni et al., "Logical Physical Clocks", 2014).
 *
 * @param millis milliseconds since 1970 UTC
 * @param counter orders readings within one millisecond; 0 to 65535
 * @param replica who made the change; breaks ties
 */
public record Version(long millis, int counter, ReplicaId replica) implements Comparable<Version> {
    private static final Comparator<Version> ORDER =
            Comparator.comparingLong(Version::millis)
                    .thenComparingInt(Version::counter)
                    .thenComparing(Version::replica);

    /** The largest counter: sixteen bits. */
    public static final int COUNTER_MAX = 0xFFFF;

    /** Checks the ranges. */
    public Version {
        if (millis < 0 || counter < 0 || counter > COUNTER_MAX) {
            throw new IllegalArgumentException("Not a version: " + millis + "." + counter);
        }
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }
}
