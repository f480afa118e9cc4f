package io.syncline.bench;

import io.syncline.embedded.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How long the command {@code serve} takes from its call to its answer to an authenticated
 * configure, with the embedded store: first starts on new data folders, then starts on one that is
 * there. And what the JVM has worked for it, and its memory after some idle seconds. The configure
 * is a dry run between two real databases that were there before.
 *
 * <p>Arguments: how many of each kind, 5 if left out.
 */
final class Start {
    private static final long IDLE_MILLIS = 5_000;

    private record Seen(double seconds, double cpuSeconds, double residentMegabytes) {}

    private final String body;

    private Start(String body) {
        this.body = body;
    }

    static void main(String[] args) throws Exception {
        int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("syncline-start-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        try (Lab lab = Lab.open(folder, false)) {
            try (Connection connection = Lab.connect(lab.source, Lab.DATABASE)) {
                Lab.run(connection, "create table shop (id bigint primary key, name text)");
            }
            lab.resetTarget();
            // Whatever has to be built is built before the clock runs.
            SourceTree.build();
            Start start = new Start(configure(lab.source, lab.target));
            List<Seen> first = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                first.add(start.once(folder.resolve("data" + i)));
            }
            List<Seen> again = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                again.add(start.once(folder.resolve("data0")));
            }
            System.out.printf("%d processors%n", Runtime.getRuntime().availableProcessors());
            tell("first start", first);
            tell("later start", again);
        } finally {
            remove(folder);
        }
    }

    private static String configure(RunningServer source, RunningServer target) {
        return """
        {"name": "start", "type": "one_way", "mode": "real_time", "dry_run": true,
         "source": {"type": "postgresql", "connection": "%s"},
         "destinations": [{"name": "copy", "type": "postgresql", "connection": "%s"}]}
        """
                .formatted(source.uri(Lab.DATABASE), target.uri(Lab.DATABASE));
    }

    private Seen once(Path data) throws Exception {
        long began = System.nanoTime();
        try (ServeProcess server = ServeProcess.start(data)) {
            int status = server.call("POST", "/api/v1/sync/configure", body).status();
            double seconds = (System.nanoTime() - began) / 1e9;
            if (status != 200) {
                throw new IllegalStateException("configure answered " + status);
            }
            Process process = server.process();
            Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
            Thread.sleep(IDLE_MILLIS);
            return new Seen(seconds, cpu.toMillis() / 1e3, Memory.megabytes(process.pid()));
        }
    }

    private static void tell(String name, List<Seen> all) {
        System.out.printf(
                "%s: configure after %s s, JVM work %s s, JVM resident %s MB (median, min..max of %d)%n",
                name,
                spread(all, Seen::seconds),
                spread(all, Seen::cpuSeconds),
                spread(all, Seen::residentMegabytes),
                all.size());
    }

    private static String spread(List<Seen> all, ToDoubleFunction<Seen> value) {
        double[] sorted = all.stream().mapToDouble(value).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f..%.2f)",
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1]);
    }

    private static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
