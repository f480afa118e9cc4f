package io.syncline.bench;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much memory the product as it ships takes while it drains the log of all workloads, one after
 * the other, and then that of one large transaction. Each drain is a phase with a highest mark of
 * its own: of the server's process as the system counts it, of its store's processes as seen twice
 * a second. They need not have been at the same moment, so both together were at most that much.
 */
final class Footprint {
    private static final double MEGABYTES_MAX = 512;

    private final Contest contest;
    private final Served served;

    private Footprint(Contest contest, Served served) {
        this.contest = contest;
        this.served = served;
    }

    /** One phase and the most memory in it. */
    private record Phase(
            String workload,
            long changes,
            double changesPerSecond,
            double serverMegabytes,
            double storeMegabytes) {
        double megabytes() {
            return serverMegabytes + storeMegabytes;
        }

        void print() {
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %9d changes %9.0f changes/s   MB: server %.0f store %.0f together %.0f%n",
                    workload,
                    changes,
                    changesPerSecond,
                    serverMegabytes,
                    storeMegabytes,
                    megabytes());
        }
    }

    /** What is kept. */
    private record Shown(
            String commit,
            String date,
            int processors,
            long rows,
            double megabytes,
            double goal,
            List<Phase> phases) {}

    /** Runs it: rows of each table, of which nine fifths and one large third more are changed. */
    static void main(String[] args) throws Exception {
        long rows = args.length > 0 ? Long.parseLong(args[0]) : 1_500_000;
        try (Contest contest = Contest.open(false)) {
            new Footprint(contest, contest.enterServed()).measure(rows);
        }
    }

    private void measure(long rows) throws Exception {
        long large = rows / 3;
        List<Workload> workloads = new ArrayList<>(Workload.all(rows));
        workloads.add(Workload.updating("bigupd", rows, large, large));
        try (Connection source = Lab.connect(contest.lab.source, Lab.DATABASE)) {
            Workload.table(source, "item_bigupd", rows);
        }
        Drain drain = new Drain(contest);
        drain.prepare(workloads, rows);
        List<Phase> phases = new ArrayList<>();
        for (Workload workload : workloads) {
            Phase phase = phase(drain, workload);
            phase.print();
            phases.add(phase);
        }
        double most = phases.stream().mapToDouble(Phase::megabytes).max().orElse(0);
        System.out.printf(
                Locale.ROOT, "%nat most %.0f MB, the goal is %.0f%n", most, MEGABYTES_MAX);
        Report.keep(
                "memory",
                new Shown(
                        SourceTree.commit(),
                        Instant.now().toString(),
                        Runtime.getRuntime().availableProcessors(),
                        rows,
                        most,
                        MEGABYTES_MAX,
                        phases));
    }

    private Phase phase(Drain drain, Workload workload) throws Exception {
        long pid = served.process().pid();
        Memory.forgetPeak(pid);
        Spent spent = drain.one(served, workload);
        return new Phase(
                workload.name(),
                workload.changes(),
                workload.changes() / spent.seconds(),
                Memory.peakMegabytes(pid),
                spent.storeMegabytes());
    }
}
