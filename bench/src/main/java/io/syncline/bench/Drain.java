package io.syncline.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How fast a backlog is drained: every contender applies exactly the same log to a fresh copy of
 * the same target, one after the other, in an order that rotates from round to round. A round whose
 * tables are not equal to the source's by checksum has no result.
 */
final class Drain {
    private static final long GIVE_UP_NANOS = 600_000_000_000L;

    private final Lab lab;
    private final List<Contender> contenders;
    private final int rounds;

    private record Result(
            double changesPerSecond, double sourceMicros, double targetMicros, double ownMicros) {}

    Drain(Lab lab, List<Contender> contenders, int rounds) {
        this.lab = lab;
        this.contenders = contenders;
        this.rounds = rounds;
    }

    /** Measures the workloads of these names, or all. */
    void run(long rows, List<String> names) throws Exception {
        List<Workload> workloads =
                Workload.all(rows).stream()
                        .filter(each -> names.isEmpty() || names.contains(each.name()))
                        .toList();
        prepare(workloads, rows);
        Ratios ratios = new Ratios(contenders.getFirst().name());
        // Round 0 warms up everybody: caches, the compiler of this machine's code.
        for (int round = 0; round <= rounds; round++) {
            for (Workload workload : workloads) {
                for (int i = 0; i < contenders.size(); i++) {
                    Contender contender = contenders.get((i + round) % contenders.size());
                    Result result = one(contender, workload);
                    if (round > 0) {
                        ratios.add(workload.name(), contender.name(), result.changesPerSecond);
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "round %d  %-8s %-10s %9.0f changes/s   cpu us/change: source %.1f target %.1f own %.1f%n",
                            round,
                            workload.name(),
                            contender.name(),
                            result.changesPerSecond,
                            result.sourceMicros,
                            result.targetMicros,
                            result.ownMicros);
                }
            }
        }
        ratios.print("changes/s");
    }

    private boolean shaped() {
        return contenders.stream().anyMatch(each -> each.name().equals("shaped"));
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
                workload.behindItsSlot(lab, source, shaped());
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

    private Result one(Contender contender, Workload workload) throws Exception {
        lab.resetTarget();
        contender.prepare(lab, workload);
        double a = Cpu.seconds(lab.source.pid());
        double b = Cpu.seconds(lab.target.pid());
        double own = Cpu.seconds(ProcessHandle.current().pid()) - a - b;
        long start = System.nanoTime();
        contender.start(lab, workload);
        try (Connection target = Lab.connect(lab.target, Lab.DATABASE)) {
            String marker = "select count(*) from marker_" + workload.name();
            while (!Integer.toString(Workload.MARKERS).equals(Lab.one(target, marker))) {
                if (System.nanoTime() - start > GIVE_UP_NANOS) {
                    throw new IllegalStateException(
                            contender.name() + " did not finish " + workload.name());
                }
                String problem = contender.problem(workload);
                if (problem != null) {
                    throw new IllegalStateException(contender.name() + ": " + problem);
                }
                Thread.sleep(2);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double a2 = Cpu.seconds(lab.source.pid()) - a;
            double b2 = Cpu.seconds(lab.target.pid()) - b;
            double own2 = Cpu.seconds(ProcessHandle.current().pid()) - a - a2 - b - b2 - own;
            contender.stop(lab, workload);
            verify(contender, workload, target);
            double perChange = 1e6 / workload.changes();
            return new Result(
                    workload.changes() / seconds, a2 * perChange, b2 * perChange, own2 * perChange);
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
        against(new NativeReplication(), false, args);
    }

    /** Runs the drain with and without a mask, a filter and a validation. */
    static void shaped(String[] args) throws Exception {
        int workers = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        against(new Syncline(workers), true, args);
    }

    private static void against(Contender other, boolean shaped, String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        long rows = args.length > 1 ? Long.parseLong(args[1]) : 500_000;
        int workers = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        List<String> names = args.length > 3 ? List.of(args[3].split(",")) : List.of();
        Path folder = io.syncline.testkit.services.Services.folder("bench");
        try (Lab lab = Lab.open(folder, false)) {
            new Drain(lab, List.of(other, new Syncline(workers, shaped)), rounds).run(rows, names);
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
