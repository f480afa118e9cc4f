package io.syncline.bench;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Several contenders, each in its turn with each workload, in an order that rotates from round to
 * round. Round 0 warms up everybody, caches and the compiler of this machine's code, and does not
 * count.
 */
final class Rounds {
    /** A contender's turn. */
    @FunctionalInterface
    interface Turn {
        /** Does a workload; fails if the outcome is wrong. */
        Spent take(Workload workload) throws Exception;
    }

    private final String name;
    private final long rows;
    private final int rounds;
    private final SequencedMap<String, Turn> turns = new LinkedHashMap<>();
    private final List<Figure> figures = new ArrayList<>();

    /**
     * None yet.
     *
     * @param name of the measurement
     * @param rows of a table at the beginning
     * @param rounds after the one that warms up
     */
    Rounds(String name, long rows, int rounds) {
        this.name = name;
        this.rows = rows;
        this.rounds = rounds;
    }

    /** Lets somebody take part; the first is the one that ratios are of. */
    void add(String contender, Turn turn) {
        turns.put(contender, turn);
    }

    /** Measures the workloads. */
    void run(List<Workload> workloads) throws Exception {
        for (int round = 0; round <= rounds; round++) {
            int number = round;
            for (Workload workload : workloads) {
                if (round == 0) {
                    round(round, 1, workload);
                } else {
                    figures.addAll(Noise.quiet(go -> round(number, go, workload)));
                }
            }
        }
    }

    /** All contenders in their turn. */
    private List<Figure> round(int round, int go, Workload workload) throws Exception {
        List<Map.Entry<String, Turn>> all = List.copyOf(turns.entrySet());
        List<Figure> seen = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Map.Entry<String, Turn> next = all.get((i + round) % all.size());
            Spent spent = next.getValue().take(workload);
            Figure figure = Figure.of(round, go, workload, next.getKey(), spent);
            System.out.println(figure.line());
            seen.add(figure);
        }
        return seen;
    }

    /**
     * Prints and keeps what was measured in proportion to the first, with a picture of the last.
     */
    void keep() throws IOException, InterruptedException {
        keep(name, turns.sequencedKeySet().getFirst());
    }

    /**
     * The same in proportion to another one.
     *
     * @param as what it is kept as
     */
    void keep(String as, String base) throws IOException, InterruptedException {
        Ratios rates = new Ratios(base);
        Ratios cpu = new Ratios(base);
        for (Figure figure : figures) {
            rates.add(figure.workload(), figure.contender(), figure.changesPerSecond());
            cpu.add(figure.workload(), figure.contender(), figure.cpuMicros());
        }
        rates.print("changes/s");
        cpu.printPlain("cpu us/change");
        new Report(
                        as,
                        SourceTree.commit(),
                        Instant.now().toString(),
                        Runtime.getRuntime().availableProcessors(),
                        rows,
                        rounds,
                        base,
                        figures,
                        rates.lines(),
                        rates.geometricMeans(),
                        cpu.lines(),
                        cpu.plainMeans())
                .write(Report.folder(), turns.sequencedKeySet().getLast());
    }
}
