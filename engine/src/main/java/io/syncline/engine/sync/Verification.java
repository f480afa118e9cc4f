package io.syncline.engine.sync;

import io.syncline.engine.shape.Plan;
import io.syncline.engine.verify.Compare;
import java.util.List;

/**
 * What comparing source and destination found.
 *
 * @param destination the destination's endpoint name
 * @param equal whether every row of every table is equal
 * @param tables how many tables were compared
 * @param rows how many rows were compared
 * @param differences the differing keys, at most {@link #DIFFERENCES_MAX}
 * @param position the source's place at which the rows are equal
 * @param millis when it ended, UTC
 */
public record Verification(
        String destination,
        boolean equal,
        int tables,
        long rows,
        List<Difference> differences,
        String position,
        long millis) {
    /** How many differing keys are kept at most. */
    public static final int DIFFERENCES_MAX = 1000;

    /** Copies the list. */
    public Verification {
        differences = List.copyOf(differences);
    }

    static Verification of(String destination, Plan plan, Compare.Result result, long nowMillis) {
        return new Verification(
                destination,
                result.differences().isEmpty(),
                plan.routes().size(),
                result.rows(),
                result.differences().stream()
                        .map(Compare.Differing::difference)
                        .limit(DIFFERENCES_MAX)
                        .toList(),
                result.position().token(),
                nowMillis);
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
