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
                at(sorted, 0.5),
                at(sorted, 0.95),
                at(sorted, 0.99),
                sorted[sorted.length - 1]);
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
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
