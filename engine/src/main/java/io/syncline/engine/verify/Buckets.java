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
     * Some sixteen kilobytes a side, and a second pass over one bucket costs 1/1024 of the rows.
     */
    static final int COUNT = 1024;

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

    private final BigInteger[] sums = new BigInteger[COUNT];
    private long rows;

    private Buckets() {
        java.util.Arrays.fill(sums, BigInteger.ZERO);
    }

    /** Reads a side. */
    static Buckets of(Side side) {
        Buckets buckets = new Buckets();
        RowHash hash = new RowHash();
        side.read(
                (id, row) -> {
                    int bucket = bucket(hash.of(id.key()));
                    BigInteger sum = buckets.sums[bucket].add(hash.of(row, side.compared()));
                    buckets.sums[bucket] = sum.mod(MODULUS);
                    buckets.rows++;
                });
        return buckets;
    }

    long rows() {
        return rows;
    }

    /** The buckets in which two sides differ. */
    BitSet differing(Buckets other) {
        BitSet differing = new BitSet(COUNT);
        for (int i = 0; i < COUNT; i++) {
            differing.set(i, !sums[i].equals(other.sums[i]));
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
