package io.syncline.bench;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a change takes from the source's answer to its commit until a reader of the target sees
 * it, of a hundred changes a second, one to a transaction, both servers durable: the product as it
 * ships in proportion to native logical replication. Then the same of the product {@link
 * LoadedLatency under load}.
 */
final class Latency {
    private static final String TABLE = "item_lat";
    private static final String BASE = "native";

    /** So many find connections opened and plans made. */
    static final int FIRST = 100;

    private final Lab lab;
    private final List<Contender> contenders;
    private final Workload workload = new Workload("lat", List.of(TABLE), 0, "select 1");
    private final Probes probes;
    private final List<Percentiles> seen = new ArrayList<>();

    private Latency(Contest contest) {
        this.lab = contest.lab;
        this.contenders = contest.contenders();
        this.probes = new Probes(lab, TABLE, 0);
    }

    /** What is kept; the goals are what a ratio may be at most. */
    private record Shown(
            String commit,
            String date,
            int processors,
            int rounds,
            int changes,
            double p50Goal,
            double p99Goal,
            List<Percentiles> seen,
            List<Ratios.Line> ratios,
            LoadedLatency.Shown loaded) {}

    /**
     * Runs it: rounds, changes in each, changes a second of the load; without the last, half of
     * what a drain shows.
     */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int changes = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
        double load = args.length > 2 ? Double.parseDouble(args[2]) : 0;
        try (Contest contest = Contest.open(true)) {
            contest.enter(new NativeReplication());
            Served served = contest.enterServed();
            Latency latency = new Latency(contest);
            List<Ratios.Line> ratios = latency.measure(rounds, changes);
            LoadedLatency.Shown loaded =
                    new LoadedLatency(contest, served).measure(rounds, changes, load);
            Report.keep(
                    "latency",
                    new Shown(
                            SourceTree.commit(),
                            Instant.now().toString(),
                            Runtime.getRuntime().availableProcessors(),
                            rounds,
                            changes,
                            2.0,
                            2.5,
                            latency.seen,
                            ratios,
                            loaded));
        }
    }

    private List<Ratios.Line> measure(int rounds, int changes) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE);
                Connection template = Lab.connect(lab.target, Lab.TEMPLATE)) {
            Workload.table(source, TABLE, 0);
            Workload.table(template, TABLE, 0);
            Lab.run(template, "create table marker_lat (id int primary key)");
            workload.behindItsSlot(lab, source, contenders);
        }
        Ratios ratios = new Ratios(BASE);
        for (int round = 0; round <= rounds; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                Contender contender = contenders.get((i + round) % contenders.size());
                Percentiles millis =
                        Percentiles.of(round, contender.name(), one(contender, changes));
                System.out.println(millis.line());
                seen.add(millis);
                if (round > 0) {
                    ratios.add("p50", contender.name(), millis.p50());
                    ratios.add("p95", contender.name(), millis.p95());
                    ratios.add("p99", contender.name(), millis.p99());
                    ratios.add("max", contender.name(), millis.max());
                }
            }
        }
        ratios.table("ms");
        return ratios.lines();
    }

    private double[] one(Contender contender, int changes) throws Exception {
        lab.resetTarget();
        contender.prepare(lab, workload);
        contender.start(lab, workload);
        probes.send(FIRST);
        double[] millis = probes.send(changes);
        // The log behind the slot has those of all turns until now.
        contender.stop(lab, workload.with(probes.sent()));
        lab.requireEqual(contender.name(), TABLE);
        return millis;
    }
}
