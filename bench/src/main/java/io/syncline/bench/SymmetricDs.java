package io.syncline.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * SymmetricDS, both nodes in one process. It captures by triggers and cannot read a log that is
 * there: so it gets a database of its own at the source, with the tables as they were, and the
 * workload is done in it anew once the triggers are installed, nothing flowing yet. What that costs
 * the source's transactions is printed; the clock runs from the moment when it may flow. Its
 * settings are in {@code bench/rivals/symmetricds}.
 */
final class SymmetricDs implements Rival {
    private static final String HOME = "symmetricds";
    private static final String BEFORE = "symmetric_before";
    private static final String WITH = "symmetric_after";

    private final long rows;
    private final RivalProcess process = new RivalProcess(HOME);
    private boolean made;

    /**
     * @param rows of the workloads' tables
     */
    SymmetricDs(long rows) {
        this.rows = rows;
    }

    /** Whether there is anything to start. */
    static boolean built() {
        return RivalProcess.built(HOME);
    }

    @Override
    public String name() {
        return "symmetric";
    }

    @Override
    public RivalProcess rival() {
        return process;
    }

    /** The workload is done at another time, which one field tells. */
    @Override
    public Map<String, String> changed(String table) {
        return table.equals("his") ? Map.of("at", "at is not null") : Map.of();
    }

    @Override
    public void prepare(Lab lab, Workload workload) throws Exception {
        if (!made) {
            makeTables(lab, rows);
            made = true;
        }
        fresh(lab);
        double without = transactions(lab, workload);
        fresh(lab);
        process.describe(settings(lab, workload));
        process.carryOut("ready");
        double with = transactions(lab, workload);
        System.out.printf(
                Locale.ROOT,
                "         %-8s symmetric: the source's transactions take %.2f s, with its triggers %.2f s%n",
                workload.name(),
                without,
                with);
    }

    private static void makeTables(Lab lab, long rows) throws SQLException {
        try (Connection admin = Lab.connect(lab.source, "postgres")) {
            Lab.run(admin, "create database " + BEFORE);
        }
        try (Connection before = Lab.connect(lab.source, BEFORE)) {
            Workload.prepare(before, rows);
            for (Workload workload : Workload.all(rows)) {
                Lab.run(before, "create table marker_" + workload.name() + " (id int primary key)");
            }
            Lab.run(before, "analyze");
        }
    }

    private static void fresh(Lab lab) throws SQLException {
        try (Connection admin = Lab.connect(lab.source, "postgres")) {
            Lab.run(
                    admin,
                    "drop database if exists " + WITH + " with (force)",
                    "create database " + WITH + " template " + BEFORE + " strategy file_copy",
                    "checkpoint");
        }
    }

    /** Does the workload; the seconds it took. */
    private static double transactions(Lab lab, Workload workload) throws SQLException {
        try (Connection source = Lab.connect(lab.source, WITH)) {
            long start = System.nanoTime();
            Lab.run(source, workload.sql());
            double seconds = (System.nanoTime() - start) / 1e9;
            Lab.run(
                    source,
                    "insert into marker_"
                            + workload.name()
                            + " select generate_series(1, "
                            + Workload.MARKERS
                            + ")");
            return seconds;
        }
    }

    private static Map<String, String> settings(Lab lab, Workload workload) {
        Map<String, String> settings =
                new HashMap<>(Target.of(lab.target, Lab.DATABASE).settings());
        settings.put("source.url", lab.source.jdbcUrl(WITH));
        settings.put("source.user", lab.source.user());
        settings.put("source.password", lab.source.password());
        settings.put("tables", String.join(",", Syncline.tables(workload)));
        return settings;
    }
}
