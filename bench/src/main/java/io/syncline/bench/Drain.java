package io.syncline.bench;

import java.sql.Connection;
import java.sql.SQLException;
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

    private final Lab lab;
    private final List<Contender> contenders;

    /**
     * @param contest with all who take part
     */
    Drain(Contest contest) {
        this.lab = contest.lab;
        this.contenders = contest.contenders();
    }

    /**
     * Measures workloads and keeps the result, with a picture of the last contender.
     *
     * @param name of the measurement
     * @param rounds after the one that warms up
     * @param rows of a table at the beginning
     * @param names of the workloads; none for all
     */
    void measure(String name, int rounds, long rows, List<String> names) throws Exception {
        List<Workload> workloads = Workload.all(rows, names);
        prepare(workloads, rows);
        Rounds taken = new Rounds(name, rows, rounds);
        for (Contender contender : contenders) {
            taken.add(contender.name(), workload -> one(contender, workload));
        }
        taken.run(workloads);
        taken.keep();
    }

    /** Makes the tables and the log of each workload. */
    void prepare(List<Workload> workloads, long rows) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Workload.prepare(source, rows);
            for (Workload workload : workloads) {
                // The target has it from the start.
                String marker = "create table marker_" + workload.name() + " (id int primary key)";
                try (Connection target = Lab.connect(lab.target, Lab.TEMPLATE)) {
                    Lab.run(target, marker);
                }
            }
            lab.database.copy(source);
            for (Workload workload : workloads) {
                workload.behindItsSlot(lab, source, contenders);
                System.out.println("made " + workload.changes() + " changes of " + workload.name());
            }
        }
    }

    /** Drains the log of one workload. */
    Spent one(Contender contender, Workload workload) throws Exception {
        lab.database.reset(Syncline.tables(workload));
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
                if (!lab.database.equal(source, target, table, changed.keySet())) {
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
            new Drain(contest).measure(name, rounds, rows, names);
        }
    }
}
