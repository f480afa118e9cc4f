package io.syncline.engine.verify;

import java.math.BigInteger;

/**
 * How many rows there are, and the sum of their hashes: the same whatever their order. Used by one
 * thread.
 */
final class Tally {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private BigInteger sum = BigInteger.ZERO;
    private long rows;

    /** Counts a row. */
    void add(BigInteger hash) {
        sum = sum.add(hash).mod(MODULUS);
        rows++;
    }

    /** Counts what another has counted. */
    void add(Tally other) {
        sum = sum.add(other.sum).mod(MODULUS);
        rows += other.rows;
    }

    long rows() {
        return rows;
    }

    BigInteger sum() {
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally tally && rows == tally.rows && sum.equals(tally.sum);
    }

    @Override
    public int hashCode() {
        return sum.hashCode();
    }
}
