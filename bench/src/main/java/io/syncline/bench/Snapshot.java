package io.syncline.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How fast a table's rows are brought to an empty table of another server: a binary {@code psql |
 * psql} pipe against a sync, slot, checks and checkpoints included. Both in every round, in an
 * order that turns; both tables are equal by checksum after each.
 */
final class Snapshot {
    private static final String TABLE = "item_snap";
    private static final Workload NOTHING = new Workload("snap", List.of(TABLE), 0, "");

    private final Lab lab;
    private final Syncline syncline;
    private final int rounds;
    private final long rows;

    private Snapshot(Lab lab, int workers, int rounds, long rows) {
        this.lab = lab;
        this.syncline = new Syncline(workers);
        this.rounds = rounds;
        this.rows = rows;
    }

    /** Runs it: rounds, rows, lanes. */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        long rows = args.length > 1 ? Long.parseLong(args[1]) : 2_000_000;
        int workers = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        Path folder = io.syncline.testkit.services.Services.folder("bench");
        try (Lab lab = Lab.open(folder, false)) {
            new Snapshot(lab, workers, rounds, rows).run();
        }
    }

    private void run() throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE);
                Connection template = Lab.connect(lab.target, Lab.TEMPLATE)) {
            Workload.table(source, TABLE, rows);
            Workload.table(template, TABLE, 0);
        }
        Ratios ratios = new Ratios("psql pipe");
        // Round 0 warms up.
        for (int round = 0; round <= rounds; round++) {
            for (int turn = 0; turn < 2; turn++) {
                boolean pipe = (round + turn) % 2 == 0;
                String name = pipe ? "psql pipe" : "syncline";
                double rate = rows / (pipe ? pipe() : sync());
                check(name);
                System.out.printf("round %d  %-10s %9.0f rows/s%n", round, name, rate);
                if (round > 0) {
                    ratios.add("snapshot", name, rate);
                }
            }
        }
        ratios.print("rows/s");
    }

    private double sync() throws Exception {
        lab.resetTarget();
        long start = System.nanoTime();
        syncline.begin(lab, syncline.id(NOTHING), List.of(TABLE), false);
        syncline.awaitCopied(NOTHING);
        double seconds = (System.nanoTime() - start) / 1e9;
        syncline.stop(syncline.id(NOTHING));
        return seconds;
    }

    private double pipe() throws Exception {
        lab.resetTarget();
        long start = System.nanoTime();
        List<Process> both =
                ProcessBuilder.startPipeline(
                        List.of(
                                psql(lab.source, "copy " + TABLE + " to stdout (format binary)"),
                                psql(lab.target, "copy " + TABLE + " from stdin (format binary)")));
        for (Process each : both) {
            try (InputStream words = each.getErrorStream()) {
                String said =
                        new String(words.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                if (each.waitFor() != 0) {
                    throw new IllegalStateException("psql: " + said);
                }
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static ProcessBuilder psql(
            io.syncline.embedded.RunningServer server, String statement) {
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

    private void check(String name) throws SQLException, IOException {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE);
                Connection target = Lab.connect(lab.target, Lab.DATABASE)) {
            if (!Lab.checksum(source, TABLE).equals(Lab.checksum(target, TABLE))) {
                throw new IllegalStateException(name + " left the table different");
            }
        }
    }
}
