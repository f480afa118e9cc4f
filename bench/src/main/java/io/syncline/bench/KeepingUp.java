package io.syncline.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What syncs cost the source's server while they keep up: a thousand transactions of one row come
 * each second, for the syncs in turn, and each sync reads a stream of its own, or all read one.
 * Processor time of the source's server for each change, its writing included; without syncs there
 * is nothing else.
 */
final class KeepingUp {
    private static final long CHANGES = 20_000;
    private static final int EACH_SECOND = 1_000;
    private static final int BURST = 10;
    private static final long SHARED_NANOS = 60_000_000_000L;

    private static final String SENDERS = "select count(*) from pg_stat_replication";

    private final Lab lab;
    private final Served served;

    private KeepingUp(Lab lab, Served served) {
        this.lab = lab;
        this.served = served;
    }

    /** Runs it: rounds, changes of each. */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        long changes = args.length > 1 ? Long.parseLong(args[1]) : CHANGES;
        try (Contest contest = Contest.open(false)) {
            KeepingUp keeping = new KeepingUp(contest.lab, contest.enterServed());
            keeping.one(0, 1, changes / 4, false);
            for (int round = 1; round <= rounds; round++) {
                for (int syncs : new int[] {1, 3, 10}) {
                    double alone = keeping.one(round, syncs, changes, false);
                    if (syncs > 1) {
                        double shared = keeping.one(round, syncs, changes, true);
                        System.out.printf(
                                Locale.ROOT,
                                "round %d: %d syncs by one stream cost %.2f of a stream each%n",
                                round,
                                syncs,
                                shared / alone);
                    }
                }
            }
        }
    }

    private double one(int round, int syncs, long changes, boolean shared) throws Exception {
        lab.database.empty();
        served.source(shared ? "" : ", \"shared_stream_flows\": 0");
        ScalePoint point = ScalePoint.syncs(syncs, changes);
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Lab.run(source, point.source().toArray(String[]::new));
            for (Workload sync : point.syncs()) {
                served.copy(lab, sync);
            }
            long end = System.nanoTime() + SHARED_NANOS;
            String wanted = shared ? "1" : Integer.toString(syncs);
            while (!Lab.one(source, SENDERS).equals(wanted)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("not read by " + wanted + " senders");
                }
                Thread.sleep(100);
            }
            Meter meter = new Meter(lab, served.process());
            write(source, point, changes);
            for (Workload sync : point.syncs()) {
                served.awaitAll(sync);
            }
            Spent spent = meter.spent();
            requireEqual(source, point, syncs, changes);
            for (Workload sync : point.syncs()) {
                served.delete(sync);
                for (String table : Syncline.tables(sync)) {
                    Lab.run(source, "drop table " + table);
                }
            }
            double micros = spent.source() * 1e6 / changes;
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %d syncs, %s: source %.1f us a change, serve %.1f, %.0f changes/s%n",
                    round,
                    syncs,
                    shared ? "one stream" : "a stream each",
                    micros,
                    spent.own() * 1e6 / changes,
                    changes / spent.seconds());
            return micros;
        }
    }

    private static void write(Connection source, ScalePoint point, long changes)
            throws SQLException, InterruptedException {
        List<PreparedStatement> inserts = new ArrayList<>();
        for (Workload sync : point.syncs()) {
            inserts.add(
                    source.prepareStatement(
                            "insert into %s values (?, 0, 0, 0, 0, 'body')"
                                    .formatted(sync.tables().getFirst())));
        }
        long start = System.nanoTime();
        for (long i = 0; i < changes; i++) {
            PreparedStatement insert = inserts.get((int) (i % inserts.size()));
            insert.setLong(1, i);
            insert.executeUpdate();
            long due = start + i * 1_000_000_000L / EACH_SECOND;
            if (i % BURST == 0 && due > System.nanoTime()) {
                Thread.sleep(1 + (due - System.nanoTime()) / 1_000_000);
            }
        }
        for (PreparedStatement insert : inserts) {
            insert.close();
        }
    }

    private void requireEqual(Connection source, ScalePoint point, int syncs, long changes)
            throws Exception {
        long rows = 0;
        try (Connection target = Lab.connect(lab.target, Lab.DATABASE)) {
            for (Workload sync : point.syncs()) {
                String count = "select count(*) from " + sync.tables().getFirst();
                rows += Long.parseLong(Lab.one(target, count));
                if (!Lab.one(source, count).equals(Lab.one(target, count))) {
                    throw new IllegalStateException(sync.name() + " is not equal");
                }
            }
        }
        if (rows != changes) {
            throw new IllegalStateException(syncs + " syncs brought " + rows + " rows");
        }
    }
}
