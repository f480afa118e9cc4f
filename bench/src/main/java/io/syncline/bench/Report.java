package io.syncline.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run has shown, to be kept: as JSON and as a picture.
 *
 * @param name of the measurement
 * @param commit what was measured
 * @param date when it ended, as ISO 8601 in UTC
 * @param processors of the machine
 * @param rows of a table at the beginning
 * @param rounds after the one that warms up
 * @param base the contender that ratios are of
 * @param figures of each round that counts, without the one that warms up
 * @param rates changes per second, medians and ratios
 * @param rateMeans geometric means of these ratios, by contender
 * @param cpu microseconds of processor time per change of all processes together
 * @param cpuMeans plain means of these ratios, by contender
 */
record Report(
        String name,
        String commit,
        String date,
        int processors,
        long rows,
        int rounds,
        String base,
        List<Figure> figures,
        List<Ratios.Line> rates,
        Map<String, Double> rateMeans,
        List<Ratios.Line> cpu,
        Map<String, Double> cpuMeans) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Copies the collections. */
    Report {
        figures = List.copyOf(figures);
        rates = List.copyOf(rates);
        rateMeans = Map.copyOf(rateMeans);
        cpu = List.copyOf(cpu);
        cpuMeans = Map.copyOf(cpuMeans);
    }

    /** As JSON. */
    String json() {
        return json(this);
    }

    private static String json(Record record) {
        return JSON.writeValueAsString(record) + "\n";
    }

    /** Keeps what a measurement has shown that is no table of contenders, as NAME.json. */
    static void keep(String name, Record shown) throws IOException {
        Path json = folder().resolve(name + ".json");
        Files.createDirectories(folder());
        Files.writeString(json, json(shown), StandardCharsets.UTF_8);
        System.out.printf("%nkept in %s%n", json);
    }

    /** Reads what {@link #json} wrote. */
    static Report of(String json) {
        return JSON.readValue(json, Report.class);
    }

    /**
     * Writes NAME.json, and NAME.svg with the ratios of this contender.
     *
     * @param folder is made if it is not there
     */
    void write(Path folder, String contender) throws IOException {
        Files.createDirectories(folder);
        Path json = folder.resolve(name + ".json");
        Path picture = folder.resolve(name + ".svg");
        Files.writeString(json, json(), StandardCharsets.UTF_8);
        Files.writeString(picture, picture(contender).svg(), StandardCharsets.UTF_8);
        System.out.printf("%nkept in %s and %s%n", json, picture);
    }

    private Picture picture(String contender) {
        return Picture.of(
                "%s in proportion to %s".formatted(contender, base),
                "%d rows a table, medians of %d rounds with least and most; a red mark is a goal"
                        .formatted(rows, rounds),
                rates.stream().filter(line -> line.contender().equals(contender)).toList(),
                rateMeans.getOrDefault(contender, 0.0),
                Goals.of(name, base));
    }

    /** Where results are kept: the folder that BENCH_RESULTS names, or bench/results. */
    static Path folder() {
        String named = System.getenv("BENCH_RESULTS");
        return named == null || named.isBlank()
                ? SourceTree.root().resolve("bench").resolve("results")
                : Path.of(named);
    }
}
