package io.syncline.bench;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long a change takes, seen by {@link Probes}, while writers make half as many changes a second
 * as the product can drain.
 */
final class LoadedLatency {
    private static final String PROBED = "item_probe";
    private static final String LOADED = "item_load";
    private static final long ROWS = 100_000;
    private static final long BACKLOG = 300_000;
    private static final double P99_MILLIS_MAX = 50;

    /** A look that never rests would take a processor from those who are measured. */
    private static final long PAUSE_NANOS = 200_000;

    private final Lab lab;
    private final Drain drain;
    private final Served served;
    private final Probes probes;
    private final Workload workload;

    LoadedLatency(Contest contest, Served served) {
        this.lab = contest.lab;
        this.drain = new Drain(contest);
        this.served = served;
        this.probes = new Probes(lab, PROBED, PAUSE_NANOS);
        Workload updates = Workload.updating("load", ROWS, BACKLOG, Load.EACH);
        this.workload =
                new Workload("load", List.of(LOADED, PROBED), updates.changes(), updates.sql());
    }

    /**
     * One round.
     *
     * @param perSecond changes that the writers made
     */
    record Round(double perSecond, Percentiles millis) {}

    /**
     * What was seen.
     *
     * @param perSecond changes that the writers were to make
     * @param p99 the median of the rounds, in milliseconds
     * @param p99Goal what it may be at most
     */
    record Shown(double perSecond, double p99, double p99Goal, List<Round> rounds) {}

    /**
     * Measures it.
     *
     * @param perSecond changes that the writers shall make; 0 for half of what a drain shows
     */
    Shown measure(int rounds, int changes, double perSecond) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE);
                Connection template = Lab.connect(lab.target, Lab.TEMPLATE)) {
            for (Connection each : List.of(source, template)) {
                Workload.table(each, LOADED, ROWS);
                Workload.table(each, PROBED, 0);
            }
            Lab.run(template, "create table marker_load (id int primary key)");
            workload.behindItsSlot(lab, source, List.of(served));
        }
        double wanted = perSecond > 0 ? perSecond : capacity() / 2;
        System.out.printf(Locale.ROOT, "%nunder a load of %.0f changes/s%n", wanted);
        Shown shown = underLoad(rounds, changes, wanted);
        System.out.printf(
                Locale.ROOT, "p99: %.1f ms, the goal is %.0f%n", shown.p99, P99_MILLIS_MAX);
        return shown;
    }

    /** Changes a second of a drain, after one that warms up. */
    private double capacity() throws Exception {
        drain.one(served, workload);
        return workload.changes() / drain.one(served, workload).seconds();
    }

    private Shown underLoad(int rounds, int changes, double wanted) throws Exception {
        lab.resetTarget();
        served.prepare(lab, workload);
        served.start(lab, workload);
        probes.send(Latency.FIRST);
        List<Round> seen = new ArrayList<>();
        long made = workload.changes();
        // Round 0 warms up.
        for (int number = 0; number <= rounds; number++) {
            Load load = Load.begin(lab, LOADED, ROWS, wanted);
            probes.send(Latency.FIRST);
            Percentiles millis = Percentiles.of(number, served.name(), probes.send(changes));
            Load.Done done = load.end();
            made += done.changes();
            System.out.printf(Locale.ROOT, "%s  at %.0f%n", millis.line(), done.perSecond());
            if (number > 0) {
                seen.add(new Round(done.perSecond(), millis));
            }
        }
        served.stop(lab, workload.with(made + probes.sent()));
        for (String table : workload.tables()) {
            lab.requireEqual(served.name(), table);
        }
        double[] p99 = seen.stream().mapToDouble(round -> round.millis.p99()).toArray();
        return new Shown(wanted, Ratios.median(p99), P99_MILLIS_MAX, seen);
    }
}
