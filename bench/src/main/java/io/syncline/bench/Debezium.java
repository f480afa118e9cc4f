package io.syncline.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's embedded engine with its own JDBC sink and nothing between, in one process that stays
 * for all rounds. What it needs of the target is connected before the clock runs; the engine starts
 * with it. Its settings are in {@code bench/rivals/debezium}.
 */
final class Debezium implements Contender {
    private static final String HOME = "debezium";
    private static final String SLOT = "debezium";
    private static final long STEP_MILLIS = 10;

    /** The driver makes one statement of many rows where it can. */
    private static final String REWRITE = "?reWriteBatchedInserts=true";

    private final String name;
    private final Map<String, String> more;
    private @Nullable RivalProcess process;

    /** With the settings of a careful operator. */
    Debezium() {
        this("debezium", Map.of());
    }

    /**
     * With settings that differ.
     *
     * @param name as it is printed
     * @param more settings of Debezium's, those of the engine after {@code engine.}, those of the
     *     sink after {@code sink.}
     */
    Debezium(String name, Map<String, String> more) {
        this.name = name;
        this.more = Map.copyOf(more);
    }

    /**
     * With the writer that its sink has for PostgreSQL: an array per column, a statement per batch.
     */
    static Debezium unnest() {
        return new Debezium(
                "unnest", Map.of("sink.dialect.postgres.unnest.insert.enabled", "true"));
    }

    /** Whether there is anything to start. */
    static boolean built() {
        return RivalProcess.built(HOME);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare(Lab lab, Workload workload) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Lab.run(
                    source,
                    "select pg_copy_logical_replication_slot('w_"
                            + workload.name()
                            + "', '"
                            + SLOT
                            + "')");
        }
        RivalProcess running = running();
        running.describe(settings(lab, workload));
        running.carryOut("ready");
    }

    private RivalProcess running() throws IOException {
        RivalProcess running = process;
        if (running == null || !running.alive()) {
            running = RivalProcess.start(HOME, "io.syncline.bench.debezium.Main");
            process = running;
        }
        return running;
    }

    private Map<String, String> settings(Lab lab, Workload workload) {
        List<String> tables =
                Syncline.tables(workload).stream().map(table -> "public." + table).toList();
        Map<String, String> settings = new HashMap<>();
        settings.put("source.host", "127.0.0.1");
        settings.put("source.port", Integer.toString(lab.source.port()));
        settings.put("source.database", Lab.DATABASE);
        settings.put("source.user", lab.source.user());
        settings.put("source.password", lab.source.password());
        settings.put("target.url", lab.target.jdbcUrl(Lab.DATABASE) + REWRITE);
        settings.put("target.user", lab.target.user());
        settings.put("target.password", lab.target.password());
        settings.put("slot", SLOT);
        settings.put("publication", "w_" + workload.name());
        settings.put("tables", String.join(",", tables));
        settings.putAll(more);
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
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            awaitFree(source);
            Lab.run(source, "select pg_drop_replication_slot('" + SLOT + "')");
        }
    }

    /** The server takes a moment to see that its reader has gone. */
    private static void awaitFree(Connection source) throws SQLException, InterruptedException {
        String active = "select active from pg_replication_slots where slot_name = '" + SLOT + "'";
        while (!Lab.one(source, active).equals("f")) {
            Thread.sleep(STEP_MILLIS);
        }
    }

    @Override
    public void end() {
        RivalProcess running = process;
        if (running != null) {
            running.close();
        }
    }
}
