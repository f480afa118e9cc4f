package io.syncline.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figures of contenders, round by round, and what they are in proportion to one of them: the ratio
 * is taken within a round, so that what the machine did meanwhile concerns both.
 */
final class Ratios {
    private final String base;
    private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();

    /** Ratios to the contender of this name. */
    Ratios(String base) {
        this.base = base;
    }

    /** Notes a contender's figure of the next round. */
    void add(String subject, String contender, double figure) {
        figures.computeIfAbsent(subject, _ -> new LinkedHashMap<>())
                .computeIfAbsent(contender, _ -> new ArrayList<>())
                .add(figure);
    }

    /** Prints medians, ratios with their spread, and geometric means over all subjects. */
    void print(String unit) {
        System.out.printf(
                "%n%-10s %-10s %14s   of %s: median of rounds (least..most)%n", "", "", unit, base);
        Map<String, Double> logs = new LinkedHashMap<>();
        figures.forEach(
                (subject, byContender) ->
                        byContender.forEach(
                                (contender, list) -> {
                                    double[] ratios =
                                            ratios(list, byContender.getOrDefault(base, list));
                                    logs.merge(contender, Math.log(median(ratios)), Double::sum);
                                    System.out.printf(
                                            Locale.ROOT,
                                            "%-10s %-10s %14.3f   %.2f (%.2f..%.2f)%n",
                                            subject,
                                            contender,
                                            median(list.stream().mapToDouble(d -> d).toArray()),
                                            median(ratios),
                                            ratios[0],
                                            ratios[ratios.length - 1]);
                                }));
        logs.forEach(
                (contender, sum) ->
                        System.out.printf(
                                Locale.ROOT,
                                "geometric mean of %s: %.2f of %s%n",
                                contender,
                                Math.exp(sum / figures.size()),
                                base));
    }

    private static double[] ratios(List<Double> list, List<Double> base) {
        double[] ratios = new double[list.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = list.get(i) / base.get(i);
        }
        Arrays.sort(ratios);
        return ratios;
    }

    /** The middle one; of an even number, the mean of the two in the middle. */
    static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
