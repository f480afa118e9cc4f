package io.syncline.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The curves of a run, to be kept: as JSON and as a picture.
 *
 * @param commit what was measured
 * @param date when it ended, as ISO 8601 in UTC
 * @param processors of the machine
 * @param changes of a point of narrow rows
 * @param curves a line for each point, in their order
 * @param figures of each round
 */
record ScaleReport(
        String commit,
        String date,
        int processors,
        long changes,
        int rounds,
        List<Line> curves,
        List<Figure> figures) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Copies the lists. */
    ScaleReport {
        curves = List.copyOf(curves);
        figures = List.copyOf(figures);
    }

    /**
     * One point.
     *
     * @param changesPerSecond the median of the rounds
     * @param least of the rounds
     * @param most of the rounds
     * @param cpuMicros of all processes together for each change, the median
     * @param ratio of the changes per second to those of the first point
     */
    record Line(
            String curve,
            String label,
            double changesPerSecond,
            double least,
            double most,
            double cpuMicros,
            double ratio) {}

    /** Makes the lines and prints them. */
    static ScaleReport of(List<ScalePoint> points, List<Figure> figures, long changes, int rounds)
            throws InterruptedException {
        List<Line> lines = new ArrayList<>();
        for (ScalePoint point : points) {
            List<Figure> own =
                    figures.stream().filter(each -> each.workload().equals(point.name())).toList();
            double[] rates = own.stream().mapToDouble(Figure::changesPerSecond).sorted().toArray();
            double[] cpu = own.stream().mapToDouble(Figure::cpuMicros).toArray();
            double rate = Ratios.median(rates);
            double first = lines.isEmpty() ? rate : lines.getFirst().changesPerSecond;
            lines.add(
                    new Line(
                            point.curve(),
                            point.label(),
                            rate,
                            rates[0],
                            rates[rates.length - 1],
                            Ratios.median(cpu),
                            rate / first));
        }
        System.out.printf("%n%-32s %12s %14s %8s%n", "", "changes/s", "cpu us/change", "of first");
        for (Line line : lines) {
            System.out.printf(
                    "%-32s %12.0f %14.1f %8.2f%n",
                    line.curve + " " + line.label,
                    line.changesPerSecond,
                    line.cpuMicros,
                    line.ratio);
        }
        return new ScaleReport(
                SourceTree.commit(),
                Instant.now().toString(),
                Runtime.getRuntime().availableProcessors(),
                changes,
                rounds,
                lines,
                figures);
    }

    /** Writes scale.json and scale.svg into a folder, which is made if it is not there. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path json = folder.resolve("scale.json");
        Path picture = folder.resolve("scale.svg");
        Files.writeString(json, JSON.writeValueAsString(this) + "\n", StandardCharsets.UTF_8);
        Files.writeString(picture, picture().svg(), StandardCharsets.UTF_8);
        System.out.printf("%nkept in %s and %s%n", json, picture);
    }

    private Picture picture() {
        double first = curves.getFirst().changesPerSecond;
        List<Picture.Bar> bars = new ArrayList<>();
        for (Line line : curves) {
            bars.add(
                    new Picture.Bar(
                            line.curve + ": " + line.label,
                            "bar",
                            line.ratio,
                            line.least / first,
                            line.most / first,
                            0));
        }
        return new Picture(
                "changes a second in proportion to one table of narrow rows",
                "%d changes, fewer of wide rows; medians of %d rounds with least and most"
                        .formatted(changes, rounds),
                bars);
    }
}
