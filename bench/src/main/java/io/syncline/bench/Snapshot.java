package io.syncline.bench;

import io.syncline.embedded.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast a table's rows are brought to an empty table of another server: a binary {@code psql |
 * psql} pipe, the first copy of native logical replication, the engine in this process, and the
 * product as it ships from the call that configures a sync; slot, checks and checkpoints included.
 * A turn after which the tables are not equal by checksum has no result.
 */
final class Snapshot {
    private static final String TABLE = "item_snap";
    private static final String PUBLICATION = "snap";
    private static final String NATIVE = "native";
    private static final long STEP_MILLIS = 2;
    private static final long GIVE_UP_NANOS = 600_000_000_000L;

    private final Lab lab;
    private final Syncline syncline;
    private final Served served;
    private final Workload copied;

    /** Something to do in the lab. */
    @FunctionalInterface
    private interface Act {
        void carryOut() throws Exception;
    }

    private Snapshot(Contest contest, Served served, int lanes, long rows) {
        this.lab = contest.lab;
        this.syncline = new Syncline(lanes);
        this.served = served;
        this.copied = new Workload("snap", List.of(TABLE), rows, "");
    }

    /** Runs it: rounds, rows, lanes of the engine in this process. */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        long rows = args.length > 1 ? Long.parseLong(args[1]) : 2_000_000;
        int lanes = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        try (Contest contest = Contest.open(false)) {
            new Snapshot(contest, contest.enterServed(), lanes, rows).measure(rounds, rows);
        }
    }

    private void measure(int rounds, long rows) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE);
                Connection template = Lab.connect(lab.target, Lab.TEMPLATE)) {
            Workload.table(source, TABLE, rows);
            Workload.table(template, TABLE, 0);
            for (Connection each : List.of(source, template)) {
                Lab.run(each, "create table marker_snap (id int primary key)");
            }
            Lab.run(source, "create publication " + PUBLICATION + " for table " + TABLE);
        }
        Rounds taken = new Rounds("snapshot", rows, rounds);
        taken.add("psql", _ -> one("psql", null, this::pipe, () -> {}));
        taken.add(
                NATIVE,
                _ -> one(NATIVE, null, this::subscribe, () -> NativeReplication.unsubscribe(lab)));
        String engine = "in-process";
        taken.add(
                engine,
                _ -> one(engine, syncline.process(), this::sync, () -> syncline.stop(lab, copied)));
        taken.add(
                served.name(),
                _ ->
                        one(
                                served.name(),
                                served.process(),
                                () -> served.copy(lab, copied),
                                () -> served.delete(copied)));
        taken.run(List.of(copied));
        taken.keep();
        taken.keep("snapshot-native", NATIVE);
    }

    private Spent one(String who, @Nullable ProcessHandle process, Act copy, Act end)
            throws Exception {
        lab.resetTarget();
        Meter meter = new Meter(lab, process);
        copy.carryOut();
        Spent spent = meter.spent();
        end.carryOut();
        lab.requireEqual(who, TABLE);
        return spent;
    }

    private void sync() throws InterruptedException {
        syncline.begin(lab, syncline.id(copied), List.of(TABLE), false);
        syncline.awaitCopied(copied);
    }

    private void subscribe() throws SQLException, InterruptedException {
        long end = System.nanoTime() + GIVE_UP_NANOS;
        NativeReplication.subscribe(lab, PUBLICATION, "copy_data = true");
        // The rows are committed with the first of these states.
        String copied =
                "select count(*) from pg_subscription_rel where srsubstate in ('f', 's', 'r')";
        try (Connection target = Lab.connect(lab.target, Lab.DATABASE)) {
            while (!Lab.one(target, copied).equals("1")) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("native does not finish its copy");
                }
                Thread.sleep(STEP_MILLIS);
            }
        }
    }

    private void pipe() throws IOException, InterruptedException {
        List<Process> both =
                ProcessBuilder.startPipeline(
                        List.of(
                                psql(lab.source, "copy " + TABLE + " to stdout (format binary)"),
                                psql(lab.target, "copy " + TABLE + " from stdin (format binary)")));
        for (Process each : both) {
            try (InputStream words = each.getErrorStream()) {
                String said = new String(words.readAllBytes(), StandardCharsets.UTF_8);
                if (each.waitFor() != 0) {
                    throw new IllegalStateException("psql: " + said);
                }
            }
        }
    }

    private static ProcessBuilder psql(RunningServer server, String statement) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "psql",
                        "-X",
                        "-q",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(server.port()),
                        "-U",
                        server.user(),
                        "-d",
                        Lab.DATABASE,
                        "-c",
                        statement);
        builder.environment().put("PGPASSWORD", server.password());
        return builder;
    }
}
