package io.syncline.engine.sync;

import io.syncline.engine.verify.Compare.Differing;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comparing source and destination found.
 *
 * @param source the source's endpoint name
 * @param destination the destination's endpoint name
 * @param tables how many tables were compared
 * @param rows how many rows were compared
 * @param differing how many rows differ
 * @param waiting how many of these wait for a person
 * @param differences the differing keys, at most {@link #DIFFERENCES_MAX}
 * @param places up to where
 * @param digest stands for all rows that were compared, as both ends hold them: the same from both;
 *     null if they were compared slowly and written meanwhile
 * @param quiet whether nothing was written at either end meanwhile; else each row was compared at
 *     some moment between beginning and end
 * @param beganMillis when it began, UTC
 * @param millis when it ended, UTC
 */
public record Verification(
        String source,
        String destination,
        int tables,
        long rows,
        long differing,
        long waiting,
        List<Difference> differences,
        Places places,
        @Nullable String digest,
        boolean quiet,
        long beganMillis,
        long millis) {
    /** How many differing keys are kept at most. */
    public static final int DIFFERENCES_MAX = 1000;

    /** Copies the list. */
    public Verification {
        differences = List.copyOf(differences);
    }

    /**
     * The places of both ends up to which their rows were compared.
     *
     * @param target null of a destination whose own log nobody reads: it had come as far as the
     *     source
     */
    public record Places(String source, @Nullable String target) {}

    /** Whether every row of every table is equal. */
    public boolean equal() {
        return differing == 0;
    }

    /** Whether all is as it should be: nothing differs but what waits for a person. */
    public boolean sound() {
        return differing == waiting;
    }

    /** The differences of these that are told. */
    static List<Difference> told(Collection<Differing> all) {
        return all.stream().map(Differing::difference).limit(DIFFERENCES_MAX).toList();
    }

    /**
     * One differing key.
     *
     * @param table its name at the source
     * @param key the key's values, for people
     * @param kind missing at the destination, extra there, or different
     * @param fields the names of the differing fields
     */
    public record Difference(String table, String key, Kind kind, List<String> fields) {
        /** Copies the list. */
        public Difference {
            fields = List.copyOf(fields);
        }

        /** How it differs. */
        public enum Kind {
            /** The destination lacks it. */
            MISSING,
            /** The source lacks it. */
            EXTRA,
            /** Both have it, with different values. */
            DIFFERENT
        }
    }
}
