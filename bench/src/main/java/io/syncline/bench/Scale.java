package io.syncline.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How the drain of a backlog by the product as it ships goes with the number and the width of what
 * it brings: see {@link ScalePoint}. The tables are equal by checksum after each.
 */
final class Scale {
    private static final long CHANGES = 50_000;
    private static final long GIVE_UP_NANOS = 600_000_000_000L;
    private static final long STEP_MILLIS = 10;

    /** Rows that came before their parents are tried again by then. */
    private static final long LATE_NANOS = 60_000_000_000L;

    private final Lab lab;
    private final Served served;

    private Scale(Lab lab, Served served) {
        this.lab = lab;
        this.served = served;
    }

    /** Runs it: rounds, changes of a point, the beginning of the names of the points wanted. */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        long changes = args.length > 1 ? Long.parseLong(args[1]) : CHANGES;
        String wanted = args.length > 2 ? args[2] : "";
        List<ScalePoint> points =
                ScalePoint.all(changes).stream()
                        .filter(point -> point.name().startsWith(wanted))
                        .toList();
        try (Contest contest = Contest.open(false)) {
            Scale scale = new Scale(contest.lab, contest.enterServed());
            List<Figure> figures = new ArrayList<>();
            // The first point once more, for what has to warm up.
            scale.one(0, points.getFirst());
            for (int round = 1; round <= rounds; round++) {
                for (ScalePoint point : points) {
                    figures.add(scale.one(round, point));
                }
            }
            ScaleReport.of(points, figures, changes, rounds).write(Report.folder());
        }
    }

    private Figure one(int round, ScalePoint point) throws Exception {
        lab.database.empty();
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE);
                Connection target = Lab.connect(lab.target, Lab.DATABASE)) {
            Lab.run(source, point.source().toArray(String[]::new));
            Lab.run(target, point.target().toArray(String[]::new));
            for (Workload sync : point.syncs()) {
                served.copy(lab, sync);
                served.pause(lab, sync);
            }
            for (Workload sync : point.syncs()) {
                Lab.run(
                        source,
                        sync.sql(),
                        "insert into marker_%s select generate_series(1, %d)"
                                .formatted(sync.name(), Workload.MARKERS));
            }
            Meter meter = new Meter(lab, served.process());
            for (Workload sync : point.syncs()) {
                served.start(lab, sync);
            }
            for (Workload sync : point.syncs()) {
                await(target, meter, sync);
            }
            Spent spent = meter.spent();
            long end = meter.nanos() + LATE_NANOS;
            while (!equal(source, target, point)) {
                if (meter.nanos() > end) {
                    throw new IllegalStateException(point.name() + " left tables different");
                }
                Thread.sleep(STEP_MILLIS);
                // What waited for another row comes after the marker, and counts.
                spent = meter.spent();
            }
            finish(source, point);
            Workload all = new Workload(point.name(), List.of(), point.changes(), "");
            Figure figure = Figure.of(round, 1, all, served.name(), spent);
            System.out.println(figure.line());
            return figure;
        }
    }

    private void await(Connection target, Meter meter, Workload sync) throws Exception {
        String marker = "select count(*) from marker_" + sync.name();
        while (!Lab.one(target, marker).equals(Integer.toString(Workload.MARKERS))) {
            String problem = served.problem(sync);
            if (problem != null || meter.nanos() > GIVE_UP_NANOS) {
                throw new IllegalStateException(sync.name() + " stands still: " + problem);
            }
            meter.look();
            Thread.sleep(STEP_MILLIS);
        }
    }

    private boolean equal(Connection source, Connection target, ScalePoint point)
            throws SQLException {
        for (Workload sync : point.syncs()) {
            for (String table : sync.tables()) {
                if (!lab.database.equal(source, target, table, Set.of())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The tables go, so that the next round finds none of them. */
    private void finish(Connection source, ScalePoint point) throws Exception {
        for (Workload sync : point.syncs()) {
            served.delete(sync);
            drop(source, sync);
        }
    }

    private static void drop(Connection source, Workload sync) throws SQLException {
        for (String table : Syncline.tables(sync)) {
            Lab.run(source, "drop table " + table);
        }
    }
}
