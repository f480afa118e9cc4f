package io.syncline.engine.verify;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Scan;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
    static Buckets of(Scan side, Layout layout) {
        Buckets buckets = new Buckets();
        RowHash hash = new RowHash();
        List<String> names = names(layout);
        try (Scan.Rows scan = side.scan(layout)) {
            for (Row row = scan.next(); row != null; row = scan.next()) {
                int bucket = bucket(hash.of(key(layout, row)));
                buckets.sums[bucket] = buckets.sums[bucket].add(hash.of(row, names)).mod(MODULUS);
                buckets.rows++;
            }
        }
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

    /** The row hashes of some buckets, by row id under a common name. */
    static Map<RowId, BigInteger> rowsOf(Scan side, Layout layout, BitSet wanted, String name) {
        Map<RowId, BigInteger> hashes = new HashMap<>();
        RowHash hash = new RowHash();
        List<String> names = names(layout);
        try (Scan.Rows scan = side.scan(layout)) {
            for (Row row = scan.next(); row != null; row = scan.next()) {
                List<Value> key = key(layout, row);
                if (wanted.get(bucket(hash.of(key)))) {
                    hashes.merge(new RowId(name, key), hash.of(row, names), BigInteger::add);
                }
            }
        }
        return hashes;
    }

    private static int bucket(BigInteger hash) {
        return hash.intValue() & COUNT - 1;
    }

    private static List<String> names(Layout layout) {
        return layout.fields().stream().map(field -> field.name()).sorted().toList();
    }

    private static List<Value> key(Layout layout, Row row) {
        List<Value> key = new ArrayList<>();
        List<String> names = layout.key().isEmpty() ? names(layout) : layout.key();
        for (String name : names) {
            key.add(Objects.requireNonNull(row.get(name)));
        }
        return key;
    }
}
