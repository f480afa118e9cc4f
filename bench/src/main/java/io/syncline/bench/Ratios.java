package io.syncline.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

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

    /**
     * A contender's figures of a subject.
     *
     * @param figure the median of the rounds
     * @param ratio the median of what it was of the base's in each round
     * @param least the least of these
     * @param most the most of these
     */
    record Line(
            String subject,
            String contender,
            double figure,
            double ratio,
            double least,
            double most) {}

    /** All subjects and contenders, in the order in which they came. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        figures.forEach(
                (subject, byContender) ->
                        byContender.forEach(
                                (contender, list) ->
                                        lines.add(
                                                line(
                                                        subject,
                                                        contender,
                                                        list,
                                                        byContender.getOrDefault(base, list)))));
        return lines;
    }

    private static Line line(
            String subject, String contender, List<Double> list, List<Double> base) {
        double[] ratios = ratios(list, base);
        return new Line(
                subject,
                contender,
                median(list.stream().mapToDouble(d -> d).toArray()),
                median(ratios),
                ratios[0],
                ratios[ratios.length - 1]);
    }

    /** Each contender's geometric mean of its ratios over all subjects. */
    Map<String, Double> geometricMeans() {
        return means(Math::log, Math::exp);
    }

    /** Each contender's plain mean of its ratios over all subjects. */
    Map<String, Double> plainMeans() {
        return means(ratio -> ratio, sum -> sum);
    }

    private Map<String, Double> means(DoubleUnaryOperator into, DoubleUnaryOperator back) {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (Line line : lines()) {
            sums.merge(line.contender, into.applyAsDouble(line.ratio), Double::sum);
        }
        sums.replaceAll((_, sum) -> back.applyAsDouble(sum / figures.size()));
        return sums;
    }

    /** Prints medians, ratios with their spread, and geometric means over all subjects. */
    void print(String unit) {
        table(unit);
        means("geometric mean", geometricMeans());
    }

    /** Prints medians, ratios with their spread, and plain means over all subjects. */
    void printPlain(String unit) {
        table(unit);
        means("mean", plainMeans());
    }

    /** Prints medians and ratios with their spread. */
    void table(String unit) {
        System.out.printf(
                "%n%-10s %-10s %14s   of %s: median of rounds (least..most)%n", "", "", unit, base);
        for (Line line : lines()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %-10s %14.3f   %.2f (%.2f..%.2f)%n",
                    line.subject,
                    line.contender,
                    line.figure,
                    line.ratio,
                    line.least,
                    line.most);
        }
    }

    private void means(String kind, Map<String, Double> means) {
        means.forEach(
                (contender, mean) ->
                        System.out.printf(
                                Locale.ROOT,
                                "%s of %s: %.2f of %s%n",
                                kind,
                                contender,
                                mean,
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
