package io.syncline.bench;

import java.util.Map;

/**
 * What ratios are to be reached.
 *
 * @param mean of all workloads
 * @param least of each workload that has no goal of its own
 * @param own of workloads that have, by name
 */
record Goals(double mean, double least, Map<String, Double> own) {
    /** Copies the map. */
    Goals {
        own = Map.copyOf(own);
    }

    /** The goals of a measurement of this name. */
    static Goals of(String measurement) {
        return measurement.equals("shape")
                ? new Goals(0.7, 0.7, Map.of())
                : new Goals(2.0, 1.2, Map.of("mix4", 2.5));
    }

    /** The goal of a workload. */
    double of(Ratios.Line line) {
        return own.getOrDefault(line.subject(), least);
    }
}
