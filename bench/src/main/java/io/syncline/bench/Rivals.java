package io.syncline.bench;

import io.syncline.testkit.services.Services;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The drain of a backlog by the product as it ships against what others would take for it; those
 * rivals take part that {@code bench/rivals/build} has built.
 */
final class Rivals {
    private static final long ROWS = 500_000;
    private static final String SYNCLINE = "syncline";

    private Rivals() {}

    /**
     * Runs it: rounds, rows, names of workloads with commas between them (or {@code all}), and
     * likewise of contenders; ratios are of the first of these, the picture is of the last.
     *
     * <p>Debezium comes twice: as {@code debezium} with its sink's ordinary writer, as {@code
     * unnest} with the one it has for PostgreSQL alone.
     */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        long rows = args.length > 1 ? Long.parseLong(args[1]) : ROWS;
        boolean some = args.length > 2 && !args[2].equals("all");
        List<String> names = some ? List.of(args[2].split(",")) : List.of();
        List<String> who = args.length > 3 ? List.of(args[3].split(",")) : built();
        Path folder = Services.folder("rivals");
        List<Contender> contenders = new ArrayList<>();
        try (Lab lab = Lab.open(folder, false)) {
            for (String name : who) {
                contenders.add(contender(name, folder, rows));
            }
            Report report = new Drain("rivals", lab, contenders, rounds).run(rows, names);
            report.write(Report.folder(), contenders.getLast().name());
        } finally {
            for (Contender contender : contenders) {
                contender.end();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private static List<String> built() {
        List<String> who = new ArrayList<>();
        if (Debezium.built()) {
            who.addAll(List.of("debezium", "unnest"));
        }
        if (SymmetricDs.built()) {
            who.add("symmetric");
        }
        who.addAll(List.of("native", SYNCLINE));
        return who;
    }

    private static Contender contender(String name, Path folder, long rows) throws Exception {
        return switch (name) {
            case "debezium" -> new Debezium();
            case "unnest" -> Debezium.unnest();
            case "symmetric" -> new SymmetricDs(rows);
            case "native" -> new NativeReplication();
            case SYNCLINE -> Served.start(folder.resolve("serve"));
            default -> throw new IllegalArgumentException("no contender is called " + name);
        };
    }
}
