package io.syncline.bench;

import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Debezium's embedded engine with its own JDBC sink and nothing between; the engine starts with the
 * clock. Its settings are in {@code bench/rivals/debezium}.
 */
final class Debezium implements Rival {
    private static final String HOME = "debezium";
    private static final String SLOT = "debezium";

    /** What its driver is told, to send many rows at once. */
    private static final String MARIA_OPTIONS = "rewriteBatchedStatements=true";

    private final String name;
    private final Target target;
    private final Map<String, String> more;
    private final RivalProcess process = new RivalProcess(HOME);

    /**
     * Not yet started.
     *
     * @param name as it is printed
     * @param target where it writes
     * @param more settings of Debezium's that differ from those of a careful operator, those of the
     *     engine after {@code engine.}, those of the sink after {@code sink.}
     */
    Debezium(String name, Target target, Map<String, String> more) {
        this.name = name;
        this.target = target;
        this.more = Map.copyOf(more);
    }

    /** With its sink's ordinary writer, into the lab's target. */
    static Debezium plain(Lab lab) {
        return new Debezium("debezium", target(lab), Map.of());
    }

    /**
     * With the writer that its sink has for PostgreSQL: an array per column, a statement per batch.
     */
    static Debezium unnest(Lab lab) {
        return new Debezium(
                "unnest",
                target(lab),
                Map.of("sink.dialect.postgres.unnest.insert.enabled", "true"));
    }

    /** With its sink's writer for MariaDB, where that is the lab's target. */
    static Debezium maria(Lab lab, Map<String, String> more) {
        Target plain = Target.of(lab.target, Lab.DATABASE);
        return new Debezium(
                "debezium-mariadb",
                new Target(plain.url() + "?" + MARIA_OPTIONS, plain.user(), plain.password()),
                more);
    }

    /** The driver makes one statement of many rows where it can. */
    private static Target target(Lab lab) {
        Target plain = Target.of(lab.target, Lab.DATABASE);
        return new Target(
                plain.url() + "?reWriteBatchedInserts=true", plain.user(), plain.password());
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
    public RivalProcess rival() {
        return process;
    }

    @Override
    public void prepare(Lab lab, Workload workload) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Lab.copySlot(source, "w_" + workload.name(), SLOT);
        }
        process.describe(settings(lab, workload));
        process.carryOut("ready");
    }

    private Map<String, String> settings(Lab lab, Workload workload) {
        List<String> tables =
                Syncline.tables(workload).stream().map(table -> "public." + table).toList();
        Map<String, String> settings = new HashMap<>(target.settings());
        settings.put("source.host", "127.0.0.1");
        settings.put("source.port", Integer.toString(lab.source.port()));
        settings.put("source.database", Lab.DATABASE);
        settings.put("source.user", lab.source.user());
        settings.put("source.password", lab.source.password());
        settings.put("slot", SLOT);
        settings.put("publication", "w_" + workload.name());
        settings.put("tables", String.join(",", tables));
        settings.putAll(more);
        return settings;
    }

    @Override
    public void stop(Lab lab, Workload workload) throws Exception {
        Rival.super.stop(lab, workload);
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Lab.dropSlot(source, SLOT);
        }
    }
}
