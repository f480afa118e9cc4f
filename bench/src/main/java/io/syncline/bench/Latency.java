package io.syncline.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a change takes from the source's answer to its commit until a reader of the target sees
 * it: one small transaction at a time, about a hundred a second, both servers durable.
 */
final class Latency {
    private static final String TABLE = "item_lat";
    private static final long GAP_NANOS = 10_000_000;
    private static final long GIVE_UP_NANOS = 30_000_000_000L;

    private final Lab lab;
    private final int rounds;
    private final int changes;
    private long next;

    private Latency(Lab lab, int rounds, int changes) {
        this.lab = lab;
        this.rounds = rounds;
        this.changes = changes;
    }

    /** Runs it: rounds, changes in each. */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        int changes = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        Path folder = io.syncline.testkit.services.Services.folder("bench");
        try (Lab lab = Lab.open(folder, true)) {
            new Latency(lab, rounds, changes).run();
        }
    }

    private void run() throws Exception {
        Workload workload = new Workload("lat", List.of(TABLE), 0, "select 1");
        List<Contender> contenders = List.of(new NativeReplication(), new Syncline(1));
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE);
                Connection template = Lab.connect(lab.target, Lab.TEMPLATE)) {
            Workload.table(source, TABLE, 0);
            Workload.table(template, TABLE, 0);
            Lab.run(template, "create table marker_lat (id int primary key)");
            workload.behindItsSlot(lab, source, contenders);
        }
        Ratios p50 = new Ratios("native");
        Ratios p95 = new Ratios("native");
        for (int round = 0; round <= rounds; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                Contender contender = contenders.get((i + round) % contenders.size());
                double[] millis = one(contender, workload);
                System.out.printf(
                        Locale.ROOT,
                        "round %d  %-10s ms: p50 %.3f  p95 %.3f  p99 %.3f  max %.3f%n",
                        round,
                        contender.name(),
                        at(millis, 0.5),
                        at(millis, 0.95),
                        at(millis, 0.99),
                        millis[millis.length - 1]);
                if (round > 0) {
                    p50.add("p50", contender.name(), at(millis, 0.5));
                    p95.add("p95", contender.name(), at(millis, 0.95));
                }
            }
        }
        p50.print("ms");
        p95.print("ms");
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    }

    private double[] one(Contender contender, Workload workload) throws Exception {
        lab.resetTarget();
        contender.prepare(lab, workload);
        contender.start(lab, workload);
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE);
                Connection target = Lab.connect(lab.target, Lab.DATABASE);
                PreparedStatement insert = source.prepareStatement(Workload.insert(TABLE));
                PreparedStatement look =
                        target.prepareStatement("select 1 from " + TABLE + " where id = ?")) {
            double[] millis = new double[changes];
            // The first hundred find connections opened and plans made.
            for (int i = -100; i < changes; i++) {
                insert.setLong(1, ++next);
                insert.executeUpdate();
                long committed = System.nanoTime();
                look.setLong(1, next);
                await(contender, look, committed);
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - committed) / 1e6;
                }
                LockSupport.parkNanos(GAP_NANOS);
            }
            contender.stop(lab, workload);
            if (!Lab.checksum(
                            source,
                            "(select * from " + TABLE + " where id > " + (next - changes) + ")")
                    .equals(
                            Lab.checksum(
                                    target,
                                    "(select * from "
                                            + TABLE
                                            + " where id > "
                                            + (next - changes)
                                            + ")"))) {
                throw new IllegalStateException(contender.name() + " left the table different");
            }
            Arrays.sort(millis);
            return millis;
        }
    }

    private static void await(Contender contender, PreparedStatement look, long since)
            throws SQLException {
        while (true) {
            try (ResultSet row = look.executeQuery()) {
                if (row.next()) {
                    return;
                }
            }
            if (System.nanoTime() - since > GIVE_UP_NANOS) {
                throw new IllegalStateException(contender.name() + " does not bring the change");
            }
        }
    }
}
