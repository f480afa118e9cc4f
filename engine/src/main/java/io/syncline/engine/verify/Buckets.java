package io.syncline.engine.verify;

import io.syncline.core.change.RowId;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * One side's rows, hashed into buckets by their keys' hashes: two sides differ in a row exactly if
 * they differ in its bucket. By hash and not by key range, because two systems may order keys
 * differently.
 */
final class Buckets {
    /**
     * Some hundred kilobytes a side, and a second pass over one bucket costs 1/1024 of the rows.
     */
    static final int COUNT = 1024;

    private final Tally[] tallies = new Tally[COUNT];

    private Buckets() {
        java.util.Arrays.setAll(tallies, _ -> new Tally());
    }

    /** Reads a side. */
    static Buckets of(Side side) {
        Buckets buckets = new Buckets();
        RowHash hash = new RowHash();
        side.read(
                (id, row) -> {
                    int bucket = bucket(hash.of(id.key()));
                    buckets.tallies[bucket].add(hash.of(row, side.compared()));
                });
        return buckets;
    }

    long rows() {
        return without(new BitSet()).rows();
    }

    /** All rows but those of some buckets. */
    Tally without(BitSet some) {
        Tally all = new Tally();
        for (int i = some.nextClearBit(0); i < COUNT; i = some.nextClearBit(i + 1)) {
            all.add(tallies[i]);
        }
        return all;
    }

    /** The buckets in which two sides differ. */
    BitSet differing(Buckets other) {
        BitSet differing = new BitSet(COUNT);
        for (int i = 0; i < COUNT; i++) {
            differing.set(i, !tallies[i].equals(other.tallies[i]));
        }
        return differing;
    }

    /** The row hashes of some buckets, by the target's row ids. */
    static Map<RowId, BigInteger> rowsOf(Side side, BitSet wanted) {
        Map<RowId, BigInteger> hashes = new HashMap<>();
        RowHash hash = new RowHash();
        side.read(
                (id, row) -> {
                    if (wanted.get(bucket(hash.of(id.key())))) {
                        hashes.merge(id, hash.of(row, side.compared()), BigInteger::add);
                    }
                });
        return hashes;
    }

    private static int bucket(BigInteger hash) {
        return hash.intValue() & COUNT - 1;
    }
}
