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

    /**
     * The goals of a measurement.
     *
     * @param base the contender that ratios are of
     */
    static Goals of(String measurement, String base) {
        return switch (measurement) {
            case "read" -> new Goals(2.0, 1.6, Map.of("ins1", 2.5, "upd1", 2.5));
            case "shape" -> each(0.7);
            case "snapshot", "snapshot-native" -> each(1.0);
            default -> drain(base);
        };
    }

    private static Goals drain(String base) {
        return switch (base) {
            case "debezium", "unnest" -> each(3.5);
            case "debezium-mariadb" -> each(3);
            case "symmetric" -> each(4);
            default -> new Goals(2.0, 1.2, Map.of("mix4", 2.5));
        };
    }

    private static Goals each(double goal) {
        return new Goals(goal, goal, Map.of());
    }

    /** The goal of a workload. */
    double of(Ratios.Line line) {
        return own.getOrDefault(line.subject(), least);
    }
}
