package io.syncline.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SymmetricDS, both nodes in one process that stays for all rounds. It captures by triggers and
 * cannot read a log that is there: so it gets a database of its own at the source, with the tables
 * as they were, and the workload is done in it anew once the triggers are installed, nothing
 * flowing yet. What that costs the source's transactions is printed; the clock runs from the moment
 * when it may flow. Its settings are in {@code bench/rivals/symmetricds}.
 */
final class SymmetricDs implements Contender {
    private static final String HOME = "symmetricds";
    private static final String BEFORE = "symmetric_before";
    private static final String WITH = "symmetric_after";

    private final long rows;
    private @Nullable RivalProcess process;
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
        RivalProcess running = running();
        running.describe(settings(lab, workload));
        running.carryOut("ready");
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

    private RivalProcess running() throws IOException {
        RivalProcess running = process;
        if (running == null || !running.alive()) {
            running = RivalProcess.start(HOME, "io.syncline.bench.symmetricds.Main");
            process = running;
        }
        return running;
    }

    private static Map<String, String> settings(Lab lab, Workload workload) {
        Map<String, String> settings = new HashMap<>();
        settings.put("source.url", lab.source.jdbcUrl(WITH));
        settings.put("source.user", lab.source.user());
        settings.put("source.password", lab.source.password());
        settings.put("target.url", lab.target.jdbcUrl(Lab.DATABASE));
        settings.put("target.user", lab.target.user());
        settings.put("target.password", lab.target.password());
        settings.put("tables", String.join(",", Syncline.tables(workload)));
        return settings;
    }

    @Override
    public void start(Lab lab, Workload workload) throws Exception {
        Objects.requireNonNull(process).carryOut("begin");
    }

    @Override
    public @Nullable ProcessHandle process() {
        RivalProcess running = process;
        return running == null ? null : running.handle();
    }

    @Override
    public @Nullable String problem(Workload workload) {
        RivalProcess running = process;
        return running == null ? "not started" : running.problem();
    }

    @Override
    public void stop(Lab lab, Workload workload) throws Exception {
        Objects.requireNonNull(process).carryOut("stop");
    }

    @Override
    public void end() {
        RivalProcess running = process;
        if (running != null) {
            running.close();
        }
    }
}
