package io.syncline.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How fast a backlog is drained: every contender applies exactly the same log to a fresh copy of
 * the same target, one after the other, in an order that rotates from round to round. A round whose
 * tables are not equal to the source's by checksum has no result.
 */
final class Drain {
    private static final long GIVE_UP_NANOS = 600_000_000_000L;

    /** Looking costs the target processor time that is measured. */
    private static final long STEP_MILLIS = 10;

    private final String name;
    private final Lab lab;
    private final List<Contender> contenders;
    private final int rounds;

    /**
     * @param name of the measurement
     * @param contest with all who take part
     * @param rounds after the one that warms up
     */
    Drain(String name, Contest contest, int rounds) {
        this.name = name;
        this.lab = contest.lab;
        this.contenders = contest.contenders();
        this.rounds = rounds;
    }

    /** Measures the workloads of these names, or all; keeps it with a picture of the last. */
    void run(long rows, List<String> names) throws Exception {
        List<Workload> workloads =
                Workload.all(rows).stream()
                        .filter(each -> names.isEmpty() || names.contains(each.name()))
                        .toList();
        prepare(workloads, rows);
        List<Figure> figures = new ArrayList<>();
        // Round 0 warms up everybody: caches, the compiler of this machine's code.
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
        report(rows, figures).write(Report.folder(), contenders.getLast().name());
    }

    /** All contenders in their turn. */
    private List<Figure> round(int round, int go, Workload workload) throws Exception {
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            Contender contender = contenders.get((i + round) % contenders.size());
            Spent spent = one(contender, workload);
            Figure figure = Figure.of(round, go, workload, contender.name(), spent);
            System.out.println(figure.line());
            figures.add(figure);
        }
        return figures;
    }

    private Report report(long rows, List<Figure> figures) throws InterruptedException {
        String base = contenders.getFirst().name();
        Ratios rates = new Ratios(base);
        Ratios cpu = new Ratios(base);
        for (Figure figure : figures) {
            rates.add(figure.workload(), figure.contender(), figure.changesPerSecond());
            cpu.add(figure.workload(), figure.contender(), figure.cpuMicros());
        }
        rates.print("changes/s");
        cpu.printPlain("cpu us/change");
        return new Report(
                name,
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
                cpu.plainMeans());
    }

    private void prepare(List<Workload> workloads, long rows) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Workload.prepare(source, rows);
            for (Workload workload : workloads) {
                // The target has it from the start.
                String marker = "create table marker_" + workload.name() + " (id int primary key)";
                try (Connection target = Lab.connect(lab.target, Lab.TEMPLATE)) {
                    Lab.run(target, marker);
                }
            }
            copyTables(source);
            for (Workload workload : workloads) {
                workload.behindItsSlot(lab, source, contenders);
                System.out.println("made " + workload.changes() + " changes of " + workload.name());
            }
        }
    }

    /** The target's template gets the tables as they are before the workloads. */
    private void copyTables(Connection source) throws SQLException {
        try (Connection target = Lab.connect(lab.target, Lab.TEMPLATE)) {
            Copies.all(source, target);
        }
    }

    private Spent one(Contender contender, Workload workload) throws Exception {
        lab.resetTarget();
        contender.prepare(lab, workload);
        Meter meter = new Meter(lab, contender.process());
        contender.start(lab, workload);
        try (Connection target = Lab.connect(lab.target, Lab.DATABASE)) {
            String marker = "select count(*) from marker_" + workload.name();
            while (!Integer.toString(Workload.MARKERS).equals(Lab.one(target, marker))) {
                if (meter.nanos() > GIVE_UP_NANOS) {
                    throw new IllegalStateException(
                            contender.name() + " did not finish " + workload.name());
                }
                String problem = contender.problem(workload);
                if (problem != null) {
                    throw new IllegalStateException(contender.name() + ": " + problem);
                }
                meter.look();
                Thread.sleep(STEP_MILLIS);
            }
            Spent spent = meter.spent();
            contender.stop(lab, workload);
            verify(contender, workload, target);
            return spent;
        }
    }

    private void verify(Contender contender, Workload workload, Connection target)
            throws SQLException {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            for (String table : workload.tables()) {
                Map<String, String> changed =
                        table.startsWith("marker_") ? Map.of() : contender.changed(table);
                for (String rule : changed.values()) {
                    if (Lab.one(target, "select count(*) from " + table + " where " + rule)
                            .equals("0")) {
                        throw new IllegalStateException(contender.name() + " masks nothing");
                    }
                }
                String wanted = Lab.checksum(source, table, changed.keySet());
                if (!wanted.equals(Lab.checksum(target, table, changed.keySet()))) {
                    throw new IllegalStateException(
                            contender.name() + " left " + table + " different");
                }
            }
        }
    }

    /** Runs the drain: rounds, rows, lanes, names of workloads with commas between them. */
    static void main(String[] args) throws Exception {
        against(
                "drain",
                (contest, lanes) -> {
                    contest.enter(new NativeReplication());
                    contest.enter(new Syncline(lanes));
                },
                args);
    }

    /** The same of the product as it ships, which takes its own number of lanes. */
    static void served(String[] args) throws Exception {
        against(
                "served",
                (contest, _) -> {
                    contest.enter(new NativeReplication());
                    contest.enterServed();
                },
                args);
    }

    /** Runs the drain with and without a mask, a filter and a validation. */
    static void shaped(String[] args) throws Exception {
        against(
                "shape",
                (contest, lanes) -> {
                    contest.enter(new Syncline(lanes));
                    contest.enter(new Syncline(lanes, true));
                },
                args);
    }

    /** Lets the contenders in. */
    @FunctionalInterface
    private interface Door {
        void enter(Contest contest, int lanes) throws Exception;
    }

    private static void against(String name, Door door, String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        long rows = args.length > 1 ? Long.parseLong(args[1]) : 500_000;
        int lanes = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        List<String> names = args.length > 3 ? List.of(args[3].split(",")) : List.of();
        try (Contest contest = Contest.open(false)) {
            door.enter(contest, lanes);
            new Drain(name, contest, rounds).run(rows, names);
        }
    }
}
