package io.syncline.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import tools.jackson.databind.json.JsonMapper;

/** Measures the inner loops by themselves, in a process of its own. */
public final class Loops {
    private static final JsonMapper JSON = new JsonMapper();

    private Loops() {}

    /**
     * One loop.
     *
     * @param nanos of one change
     * @param error half the width of the interval that holds the mean by 99.9 %
     */
    record Line(
            String name, double nanos, double error, long samples, String commit, String date) {}

    /** Runs those whose names match a pattern, all if there is none; how many seconds a round. */
    public static void main(String[] args) throws Exception {
        TimeValue round = TimeValue.seconds(args.length > 1 ? Integer.parseInt(args[1]) : 1);
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include(args.length > 0 ? args[0] : "Loop")
                                        .mode(Mode.AverageTime)
                                        .timeUnit(TimeUnit.NANOSECONDS)
                                        .forks(1)
                                        .warmupIterations(5)
                                        .warmupTime(round)
                                        .measurementIterations(10)
                                        .measurementTime(round)
                                        .jvmArgsAppend("-XX:+UseSerialGC")
                                        .build())
                        .run();
        keep(results, Report.folder());
    }

    /** Writes jmh.json, a line for each. */
    private static void keep(Collection<RunResult> results, Path folder)
            throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (RunResult each : results) {
            Result<?> result = each.getPrimaryResult();
            String name = each.getParams().getBenchmark();
            Line line =
                    new Line(
                            name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                            result.getScore(),
                            result.getScoreError(),
                            result.getSampleCount(),
                            SourceTree.commit(),
                            Instant.now().toString());
            lines.append(JSON.writeValueAsString(line)).append('\n');
        }
        Files.createDirectories(folder);
        Path file = folder.resolve("jmh.json");
        Files.writeString(file, lines, StandardCharsets.UTF_8);
        System.out.printf("%n%skept in %s%n", lines, file);
    }
}
