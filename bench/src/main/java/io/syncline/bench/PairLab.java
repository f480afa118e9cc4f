package io.syncline.bench;

import io.syncline.testkit.services.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two PostgreSQL servers, the product as it ships, and syncs between them of one table each, of
 * which only one is measured at a time while the others are paused. Used by one thread.
 */
final class PairLab implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SYNCS = "/api/v1/sync";
    private static final long PATIENCE_NANOS = 1_200_000_000_000L;
    private static final long STEP_MILLIS = 5;
    private static final long COMPARE_MILLIS = 50;

    /** Rows are written in the order of their keys, so these are among the last to come. */
    private static final int LAST_ROWS = 40;

    /** A question for the state has the product count what waits. */
    private static final long ASK_MILLIS = 500;

    private static final String ONE_WAY =
            """
            "type": "one_way", "existing_data": "fill"
            """;

    private static final String BOTH_WAYS =
            """
            "type": "bi_directional", "initial_load": "union",
            "conflict_resolution":
              {"default_strategy": "last_write_wins", "custom_rules": {"note": "manual_review"}}
            """;

    final Lab lab;
    final Connection ours;
    final Connection theirs;
    private final ServeProcess server;
    private final List<String> ids = new ArrayList<>();

    /**
     * A sync that was configured.
     *
     * @param bothWays whether both ends may be written
     */
    record Sync(String id, String table, boolean bothWays) {}

    /** Something that has to come. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private PairLab(Lab lab, ServeProcess server) throws SQLException {
        this.lab = lab;
        this.server = server;
        lab.resetTarget();
        this.ours = Lab.connect(lab.source, Lab.DATABASE);
        this.theirs = Lab.connect(lab.target, Lab.DATABASE);
    }

    /** Starts all of it, on a folder that goes with this program. */
    static PairLab open() throws Exception {
        SourceTree.build();
        Path folder = Services.folder("bench");
        Lab lab = Lab.open(folder, false);
        return new PairLab(lab, ServeProcess.start(folder.resolve("serve")));
    }

    /** The product's process; its store is below it. */
    ProcessHandle process() {
        return server.process().toHandle();
    }

    /**
     * Does what the servers would do by themselves, which is switched off for the measurements, or
     * too seldom for them: who reads a log begins behind what others have just written to it.
     */
    void tidy() throws SQLException {
        for (Connection end : List.of(ours, theirs)) {
            Lab.run(end, "vacuum analyze", "select pg_log_standby_snapshot()");
        }
    }

    /** Begins to measure. */
    Meter meter() {
        return new Meter(lab, server.process().toHandle());
    }

    /**
     * A table at both ends with the same rows from 0 on.
     *
     * @param unlike so many rows, from 1 on, have another note at each end
     */
    void fill(String table, int rows, int unlike) throws SQLException {
        fill(ours, table, rows, unlike, "our");
        fill(theirs, table, rows, unlike, "their");
    }

    private static void fill(Connection end, String table, int rows, int unlike, String whose)
            throws SQLException {
        Lab.run(
                end,
                "create table %s (id bigint primary key, kind int, name text, note text)"
                        .formatted(table),
                "insert into %s select id, 0, 'a name of some length ' || id, case when id between 1 and %d then '%s ' else '' end || 'note of ' || id from generate_series(0, %d) id"
                        .formatted(table, unlike, whose, rows - 1),
                "analyze " + table);
    }

    /** Configures a sync of a table and waits until its rows have met. */
    Sync configure(String table, boolean bothWays) throws Exception {
        String body = configuration(table, bothWays ? BOTH_WAYS : ONE_WAY);
        String id = call("POST", SYNCS + "/configure", body).path("sync_id").asString("");
        ids.add(id);
        Sync sync = new Sync(id, table, bothWays);
        while (!flow(sync).path("phase").asString("").equals("streaming")) {
            Thread.sleep(ASK_MILLIS);
        }
        return sync;
    }

    private String configuration(String table, String more) {
        return """
        {"name": "%s", "mode": "real_time",
         "source": {"type": "postgresql", "connection": "%s", "tables": ["%s"]},
         "destinations": [{"name": "there", "type": "postgresql", "connection": "%s"}],
         %s}
        """
                .formatted(
                        table,
                        lab.source.uri(Lab.DATABASE),
                        table,
                        lab.target.uri(Lab.DATABASE),
                        more);
    }

    /** How many rows wait for a person. */
    long waiting(Sync sync) throws Exception {
        return flow(sync).path("parked").asLong(0);
    }

    /** Pauses a sync: nothing of it is done until it is resumed. */
    void pause(Sync sync) throws Exception {
        call("POST", SYNCS + "/" + sync.id + "/pause", "");
    }

    void resume(Sync sync) throws Exception {
        call("POST", SYNCS + "/" + sync.id + "/resume", "");
    }

    /** Marks the end of what was written so far, for {@link #awaitMark}. */
    void mark(Sync sync) throws SQLException {
        Lab.run(ours, "update %s set kind = kind + 1 where id = 0".formatted(sync.table));
        if (sync.bothWays) {
            Lab.run(theirs, "update %s set name = name || '.' where id = 0".formatted(sync.table));
        }
    }

    /** Waits until the mark of each end is at the other one. */
    void awaitMark(Sync sync) throws Exception {
        String row = "select kind || name from %s where id = 0".formatted(sync.table);
        until(sync.table, STEP_MILLIS, () -> isEqual(row));
    }

    /**
     * Waits until the table is the same at both ends, but for fields that may differ. All of it is
     * compared once its last rows are the same, and not often: that takes processor time of the
     * ends.
     */
    void awaitEqual(String table, String fields) throws Exception {
        String row = "hashtextextended(concat_ws('|', %s), 0)".formatted(fields);
        // By the index whatever the planner thinks: asked so often, a scan would be most of the
        // load.
        String last =
                "select sum(h) from (select %s h from %s order by id desc limit %d) last"
                        .formatted(row, table, LAST_ROWS);
        String digest = "select sum(%s) from %s".formatted(row, table);
        until(table, STEP_MILLIS, () -> isEqual(last));
        until(table, COMPARE_MILLIS, () -> isEqual(digest));
    }

    private boolean isEqual(String digest) throws SQLException {
        return Lab.one(ours, digest).equals(Lab.one(theirs, digest));
    }

    /** Brings a sync that was paused to the ends of both logs, and pauses it there. */
    void catchUp(Sync sync) throws Exception {
        resume(sync);
        mark(sync);
        awaitMark(sync);
        pause(sync);
    }

    private void until(String table, long millis, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("It does not get on: " + table);
            }
            Thread.sleep(millis);
        }
    }

    private JsonNode flow(Sync sync) throws IOException, InterruptedException {
        return call("GET", SYNCS + "/status/" + sync.id, "").path("flows").path(0);
    }

    private JsonNode call(String method, String path, String body)
            throws IOException, InterruptedException {
        ServeProcess.Answer answer = server.call(method, path, body);
        if (answer.status() >= 300) {
            throw new IllegalStateException(
                    method + " " + path + ": " + answer.status() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() throws IOException, SQLException {
        try (lab;
                server;
                ours;
                theirs) {
            for (String id : ids) {
                call("DELETE", SYNCS + "/" + id + "?force=true", "");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
