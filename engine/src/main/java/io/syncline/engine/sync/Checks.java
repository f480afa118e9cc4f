package io.syncline.engine.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a sync looks at beside moving rows.
 *
 * @param schema whether a destination's table that does not fit the source's stops the sync;
 *     without, rows that do not fit are parked as they come
 * @param checksums whether every run ends with a comparison of all rows
 * @param continuous how a two-way sync compares in the background while it runs; null if it does
 *     not
 */
public record Checks(boolean schema, boolean checksums, @Nullable Continuous continuous) {
    /** What holds when nobody says otherwise: tables are looked at, rows slowly. */
    public static Checks standard() {
        return new Checks(true, false, Continuous.standard());
    }

    /**
     * A comparison that is always made again.
     *
     * @param rowsPerSecond how many rows of either end are read, at most
     * @param every how old the latest comparison of all rows may be until the next begins
     */
    public record Continuous(int rowsPerSecond, Duration every) {
        /** Nobody wants less, or more. */
        public static final int ROWS_MAX = 1_000_000;

        /** Checks the ranges. */
        public Continuous {
            if (rowsPerSecond < 1 || rowsPerSecond > ROWS_MAX || every.isNegative()) {
                throw new IllegalArgumentException(rowsPerSecond + " rows a second, " + every);
            }
        }

        /** Five hundred rows a second, once a day. */
        public static Continuous standard() {
            return new Continuous(500, Duration.ofDays(1));
        }
    }
}
