package io.syncline.bench;

import static java.util.stream.Collectors.joining;

import io.syncline.embedded.EmbeddedMariaDb;
import io.syncline.embedded.EmbeddedPostgres;
import io.syncline.embedded.MariaDbSettings;
import io.syncline.embedded.PostgresSettings;
import io.syncline.embedded.RunningServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two servers on this machine: a PostgreSQL that is read, and one, PostgreSQL or MariaDB, that is
 * written. Neither waits for its disk, so that the disk's noise is not measured; what a crash would
 * lose is not measured either.
 */
final class Lab implements AutoCloseable {
    static final String DATABASE = "bench";

    /** The target's database before the contenders. */
    static final String TEMPLATE = "template_of_bench";

    private static final String PASSWORD = "bench-password";
    private static final long STEP_MILLIS = 10;

    final RunningServer source;
    final RunningServer target;

    /** What the target can do. */
    final TargetDatabase database;

    private Lab(RunningServer source, RunningServer target, TargetDatabase database)
            throws SQLException {
        this.source = source;
        this.target = target;
        this.database = database;
        source.createDatabase(DATABASE);
        target.createDatabase(TEMPLATE);
    }

    static Lab open(Path folder, boolean durable) throws Exception {
        RunningServer source = postgres(folder.resolve("source"), durable);
        RunningServer target = postgres(folder.resolve("target"), durable);
        return new Lab(source, target, new PostgresTarget(target));
    }

    /** The same with a MariaDB that is written. */
    static Lab openMaria(Path folder) throws Exception {
        Map<String, String> extra =
                Map.of("innodb-buffer-pool-size", "512M", "innodb-log-file-size", "1G");
        RunningServer source = postgres(folder.resolve("source"), false);
        RunningServer target =
                EmbeddedMariaDb.in(
                                folder.resolve("target"),
                                new MariaDbSettings(0, false, extra, PASSWORD))
                        .start();
        return new Lab(source, target, new MariaTarget(target));
    }

    private static RunningServer postgres(Path folder, boolean durable) throws Exception {
        Map<String, String> extra =
                Map.of(
                        "shared_buffers", "512MB",
                        "max_wal_size", "8GB",
                        "autovacuum", "off",
                        "max_replication_slots", "150",
                        "max_wal_senders", "100",
                        "max_connections", "600");
        PostgresSettings fast =
                new PostgresSettings(
                        PostgresSettings.fast(PASSWORD).version(), 0, durable, extra, PASSWORD);
        return EmbeddedPostgres.in(folder, fast).start();
    }

    static Connection connect(RunningServer server, String database) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl(database), server.user(), server.password());
    }

    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            if (!result.next()) {
                throw new SQLException("No row: " + sql);
            }
            return String.valueOf(result.getString(1));
        }
    }

    /** Gives the target its rows of before the workloads again. */
    void resetTarget() throws SQLException {
        database.reset(List.of());
    }

    /** Makes a slot that reads the same log from the same place. */
    static void copySlot(Connection source, String from, String to) throws SQLException {
        run(source, "select pg_copy_logical_replication_slot('%s', '%s')".formatted(from, to));
    }

    /** Drops a slot as soon as nobody reads from it. */
    static void dropSlot(Connection source, String slot) throws SQLException, InterruptedException {
        awaitReleased(source, slot);
        run(source, "select pg_drop_replication_slot('%s')".formatted(slot));
    }

    /** Waits until a slot has no reader: the server takes a moment to see that one has gone. */
    static void awaitReleased(Connection source, String slot)
            throws SQLException, InterruptedException {
        String active = "select active from pg_replication_slots where slot_name = '" + slot + "'";
        while (!one(source, active).equals("f")) {
            Thread.sleep(STEP_MILLIS);
        }
    }

    /** A number that is equal for equal contents. */
    static String checksum(Connection connection, String table) throws SQLException {
        return checksum(connection, table, Set.of());
    }

    /**
     * A number that is equal for equal contents.
     *
     * @param without fields that are not looked at
     */
    static String checksum(Connection connection, String table, Set<String> without)
            throws SQLException {
        String left = without.stream().map(each -> " - '" + each + "'").collect(joining());
        String row = without.isEmpty() ? "x::text" : "(to_jsonb(x)" + left + ")::text";
        return one(
                connection,
                "select count(*) || ':' || coalesce(sum(hashtextextended(%s, 0)), 0) from %s x"
                        .formatted(row, table));
    }

    /**
     * Fails if a table is not at the target as it is at the source.
     *
     * @param who brought it there
     */
    void requireEqual(String who, String table) throws SQLException {
        try (Connection from = connect(source, DATABASE);
                Connection to = connect(target, DATABASE)) {
            if (!checksum(from, table).equals(checksum(to, table))) {
                throw new IllegalStateException(who + " left " + table + " different");
            }
        }
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }
}
