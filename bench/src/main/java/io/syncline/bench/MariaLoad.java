package io.syncline.bench;

import io.syncline.embedded.RunningServer;
import io.syncline.testkit.services.Services;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What each way to bring batches of rows into MariaDB costs: rows in a second, and processor time
 * for each row at the server and here. All ways of one kind leave the same rows, by checksum.
 */
final class MariaLoad {
    private static final String DATABASE = "bench";

    private final RunningServer server;
    private final Connection connection;
    private final int rows;

    private MariaLoad(RunningServer server, Connection connection, int rows) {
        this.server = server;
        this.connection = connection;
        this.rows = rows;
    }

    /** Runs it: rounds, rows. */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        int rows = args.length > 1 ? Integer.parseInt(args[1]) : 200_000;
        Map<String, String> options =
                Map.of("innodb-buffer-pool-size", "512M", "innodb-log-file-size", "1G");
        try (RunningServer server = Services.startMariaDb(options)) {
            server.createDatabase(DATABASE);
            try (Connection connection = connect(server)) {
                MariaLoad load = new MariaLoad(server, connection, rows);
                // Round 0 warms up.
                for (int round = 0; round <= rounds; round++) {
                    for (int batch : new int[] {1_000, 10_000}) {
                        load.round(round, batch);
                    }
                }
            }
        }
    }

    /** As the product's connections are, but that rows may be loaded as a file. */
    private static Connection connect(RunningServer server) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        properties.setProperty("useBulkStmts", "true");
        properties.setProperty("useAffectedRows", "false");
        properties.setProperty("allowLocalInfile", "true");
        properties.setProperty("transactionIsolation", "READ-COMMITTED");
        properties.setProperty("sessionVariables", "sql_mode='STRICT_ALL_TABLES'");
        return DriverManager.getConnection(server.jdbcUrl(DATABASE), properties);
    }

    private void round(int round, int batch) throws SQLException {
        MariaWrites writes = new MariaWrites(connection);
        Map<String, MariaWrites.Technique> all = new LinkedHashMap<>();
        all.put("insert load", writes::insertByLoad);
        all.put("insert rows", writes::insertByRows);
        all.put("insert bulk", writes::insertByBulk);
        all.put("whole  load", writes::wholeByLoad);
        all.put("whole  rows", writes::wholeByRows);
        all.put("whole  bulk", writes::wholeByBulk);
        all.put("part   load", writes::partByLoad);
        all.put("part   bulk", writes::partByBulk);
        all.put("part   case", writes::partByCase);
        all.put("delete load", writes::deleteByLoad);
        all.put("delete in", writes::deleteByIn);
        Map<String, String> left = new LinkedHashMap<>();
        for (Map.Entry<String, MariaWrites.Technique> each : all.entrySet()) {
            String kind = each.getKey().substring(0, each.getKey().indexOf(' '));
            Lab.run(connection, "drop table if exists load_item", MariaWrites.TABLE);
            if (!kind.equals("insert")) {
                apply(writes::insertByBulk, 10_000, 0);
            }
            String words = measured(each.getValue(), batch);
            System.out.printf("round %d  %-12s %6d  %s%n", round, each.getKey(), batch, words);
            String now = checksum();
            if (!left.computeIfAbsent(kind, _ -> now).equals(now)) {
                throw new IllegalStateException(each.getKey() + " left other rows");
            }
        }
    }

    private String measured(MariaWrites.Technique technique, int batch) throws SQLException {
        long here = ProcessHandle.current().pid();
        double serverBefore = Cpu.alone(server.pid());
        double hereBefore = Cpu.alone(here);
        long start = System.nanoTime();
        apply(technique, batch, 1);
        double seconds = (System.nanoTime() - start) / 1e9;
        return "%9.0f rows/s  server %5.1f us/row  here %5.1f us/row"
                .formatted(
                        rows / seconds,
                        (Cpu.alone(server.pid()) - serverBefore) * 1e6 / rows,
                        (Cpu.alone(here) - hereBefore) * 1e6 / rows);
    }

    private void apply(MariaWrites.Technique technique, int batch, int version)
            throws SQLException {
        connection.setAutoCommit(false);
        for (int from = 0; from < rows; from += batch) {
            technique.write(from, Math.min(batch, rows - from), version);
            connection.commit();
        }
        connection.setAutoCommit(true);
    }

    private String checksum() throws SQLException {
        return Lab.one(
                connection,
                "select concat(count(*), ':', coalesce(sum(crc32(concat_ws('|', id, kind, price,"
                        + " name, note, at, flag))), 0)) from load_item");
    }
}
