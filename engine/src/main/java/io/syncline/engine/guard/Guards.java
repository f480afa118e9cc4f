package io.syncline.engine.guard;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a sync from doing harm when something is wrong: with the source's data, with the
 * source's disk, with a destination, or with the sync itself.
 *
 * @param deletes when to stop before rows are deleted
 * @param log how much log a source may keep for a destination
 * @param reading how fast and when the source's tables are read
 * @param health when a flow counts as dead, stuck or broken
 * @param parking how many rows may wait for a person
 * @param lagTolerance how late each destination may be, by its name; none for those not named
 */
public record Guards(
        Deletes deletes,
        Log log,
        Reading reading,
        Vitals health,
        Parking parking,
        Map<String, Duration> lagTolerance) {
    /** Copies the map. */
    public Guards {
        lagTolerance = Map.copyOf(lagTolerance);
    }

    /** What holds when nobody says otherwise. */
    public static Guards standard() {
        return new Guards(
                Deletes.standard(),
                Log.standard(),
                Reading.standard(),
                Vitals.standard(),
                Parking.standard(),
                Map.of());
    }

    /** Nothing is guarded. */
    public static Guards none() {
        return new Guards(
                new Deletes(Long.MAX_VALUE, 2, 0, Duration.ofMinutes(1), Deletes.Truncate.ALLOW),
                new Log(Long.MAX_VALUE, null),
                Reading.standard(),
                new Vitals(1, Duration.ofMinutes(10), Duration.ofDays(36_525), null, Duration.ZERO),
                new Parking(Integer.MAX_VALUE, 2, Duration.ofSeconds(30)),
                Map.of());
    }

    /**
     * The brake on mass deletes. It is pulled for a table if within the window more rows are
     * deleted than the one or the other allows.
     *
     * @param rowsMax so many rows at most
     * @param shareMax at most this share of the table's rows, 0 to 1; above 1: any
     * @param rowsMin fewer rows than these are never a mass, whatever their share
     * @param window within which deletes count together, by the source's clock
     * @param truncate what to make of a table that is emptied
     */
    public record Deletes(
            long rowsMax, double shareMax, long rowsMin, Duration window, Truncate truncate) {
        /** What to make of a table that is emptied. */
        public enum Truncate {
            /** The delete of all its rows, of which the same is allowed as of any. */
            AS_DELETES,
            /** Always stop. */
            STOP,
            /** Never stop. */
            ALLOW
        }

        /** Half of a table, if that is a thousand rows or more. */
        public static Deletes standard() {
            return new Deletes(
                    Long.MAX_VALUE, 0.5, 1_000, Duration.ofMinutes(1), Truncate.AS_DELETES);
        }

        /** Whether so many deletes of a table that had so many rows are too many. */
        public boolean tooMany(long deletes, long rows) {
            return deletes > rowsMax || deletes >= rowsMin && deletes > shareMax * rows;
        }

        /** How many rows have to be left, so that so many deletes are no large share of all. */
        public long left(long deletes) {
            return shareMax <= 0
                    ? Long.MAX_VALUE
                    : Math.max(0, (long) Math.ceil(deletes / shareMax) - deletes);
        }
    }

    /**
     * How much of its log a source may have to keep because a destination has not got it yet.
     *
     * @param budgetBytes before it is used up the log is let go; {@link Long#MAX_VALUE}: never
     * @param detachAfter let it go also once a destination gets nothing for so long; null: never
     */
    public record Log(long budgetBytes, @Nullable Duration detachAfter) {
        /** Thirty-two gigabytes. */
        public static Log standard() {
            return new Log(32L << 30, null);
        }
    }

    /**
     * How the source's tables are read; its stream is never held up.
     *
     * @param rowsPerSecond {@link Long#MAX_VALUE}: as fast as it goes
     * @param bytesPerSecond {@link Long#MAX_VALUE}: as fast as it goes
     * @param windows when tables may be copied, looked through to heal what was missed, and
     *     compared by a schedule; a comparison that somebody asks for is made at any time
     */
    public record Reading(long rowsPerSecond, long bytesPerSecond, Windows windows) {
        /** As fast as it goes, at any time. */
        public static Reading standard() {
            return new Reading(Long.MAX_VALUE, Long.MAX_VALUE, Windows.always());
        }
    }

    /**
     * When something is wrong with a flow itself.
     *
     * @param crashesMax after so many errors inside Syncline within the time it stops
     * @param crashesWithin the time
     * @param progressDeadline a phase that makes no progress for so long has stalled
     * @param canaryEvery how often a marker is sent through; null: never
     * @param canaryOverdue a marker that is not through after this time is overdue
     */
    public record Vitals(
            int crashesMax,
            Duration crashesWithin,
            Duration progressDeadline,
            @Nullable Duration canaryEvery,
            Duration canaryOverdue) {
        /** Five errors in ten minutes; ten minutes without progress; a marker every ten seconds. */
        public static Vitals standard() {
            return new Vitals(
                    5,
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1));
        }
    }

    /**
     * How many rows may be parked for a destination since it was started, before it stops as
     * misconfigured.
     *
     * @param rowsMax so many rows
     * @param shareMax this share of all rows and changes, 0 to 1, once {@link #SHARE_ROWS_MIN} are
     *     parked; above 1: any
     * @param retryEvery how soon rows that wait for others are tried again; doubled each time
     */
    public record Parking(int rowsMax, double shareMax, Duration retryEvery) {
        /** The first parked rows are no share of anything. */
        public static final int SHARE_ROWS_MIN = 1_000;

        /** Ten thousand, or half. */
        public static Parking standard() {
            return new Parking(10_000, 0.5, Duration.ofSeconds(30));
        }

        /** Whether so many parked of so many rows are too many. */
        public boolean tooMany(long parked, long rows) {
            return parked > rowsMax || parked >= SHARE_ROWS_MIN && parked > shareMax * rows;
        }
    }
}
