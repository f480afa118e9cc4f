package io.syncline.bench;

import java.util.Locale;

/**
 * What was seen of latencies in one round, in milliseconds.
 *
 * @param round from 0, which warms up
 * @param contender who brought the changes
 */
record Percentiles(int round, String contender, double p50, double p95, double p99, double max) {
    /**
     * Of these.
     *
     * @param sorted milliseconds, the shortest first; not empty
     */
    static Percentiles of(int round, String contender, double[] sorted) {
        return new Percentiles(
                round,
                contender,
                at(sorted, 50),
                at(sorted, 95),
                at(sorted, 99),
                sorted[sorted.length - 1]);
    }

    /** The least value that so many percent do not exceed. */
    private static double at(double[] sorted, int percent) {
        return sorted[Math.ceilDiv(sorted.length * percent, 100) - 1];
    }

    /** As a line of the table. */
    String line() {
        return String.format(
                Locale.ROOT,
                "round %d  %-10s ms: p50 %.3f  p95 %.3f  p99 %.3f  max %.3f",
                round,
                contender,
                p50,
                p95,
                p99,
                max);
    }
}
