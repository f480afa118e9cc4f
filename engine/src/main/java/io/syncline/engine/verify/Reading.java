package io.syncline.engine.verify;

import io.syncline.core.change.RowId;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Both sides of one collection with a key, as they were read.
 *
 * @param alike the rows that are the same on both
 * @param suspects those that seem to differ, by the target's ids: they may only be on their way
 */
record Reading(Tally alike, Set<RowId> suspects) {
    /** Reads both sides through, and once more where they differ. */
    static Reading of(Side here, Side there) {
        Buckets ours = Buckets.of(here);
        BitSet differing = ours.differing(Buckets.of(there));
        Tally alike = ours.without(differing);
        Set<RowId> suspects = new HashSet<>();
        if (!differing.isEmpty()) {
            Map<RowId, BigInteger> left = Buckets.rowsOf(here, differing);
            Map<RowId, BigInteger> right = Buckets.rowsOf(there, differing);
            left.forEach(
                    (id, hash) -> {
                        if (hash.equals(right.get(id))) {
                            alike.add(hash);
                        } else {
                            suspects.add(id);
                        }
                    });
            right.keySet().stream().filter(id -> !left.containsKey(id)).forEach(suspects::add);
        }
        return new Reading(alike, suspects);
    }
}
