package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.Verification;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables without a key: a row is its values, and equal rows are as many as they are. */
class KeylessTablesTest {
    /** Every row as text, so that equal rows count. */
    private static final String LOG =
            "SELECT count(*) || ' ' || md5(string_agg(x, '|' ORDER BY x COLLATE \"C\")) FROM"
                    + " (SELECT concat_ws(':', a, coalesce(b, '-'), j::jsonb, n) AS x FROM log) rows";

    private static LivePair pair(int major, int rows) throws SQLException {
        LivePair pair =
                new LivePair(
                        Services.postgres(major).freshDatabase(),
                        Services.postgres(17).freshDatabase());
        try (Connection source = pair.source.connect()) {
            run(
                    source,
                    "CREATE TABLE log (a int, b text, j json, n numeric(9, 3))",
                    "ALTER TABLE log REPLICA IDENTITY FULL",
                    "CREATE TABLE keyed (id int PRIMARY KEY, v text)",
                    "INSERT INTO log SELECT i % 100, CASE WHEN i % 3 = 0 THEN 'x' END,"
                            + " '{\"k\" :  1}', i % 7 FROM generate_series(1, "
                            + rows
                            + ") i");
        }
        return pair;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void equalRowsStayAsManyAsTheyAreWhateverHappens(int major) throws Exception {
        try (LivePair pair = pair(major, 25_000)) {
            AtomicBoolean stop = new AtomicBoolean();
            Thread writer = Thread.ofPlatform().start(() -> write(pair.source, stop));
            try {
                pair.engine.configure(pair.definition(3, ExistingData.REFUSE));
                Random random = new Random(major);
                for (int i = 0; i < 8; i++) {
                    Thread.sleep(150 + random.nextInt(500));
                    if (i % 2 == 0) {
                        pair.restart();
                    } else {
                        cut(i % 4 == 1 ? pair.source : pair.targets.getFirst());
                    }
                }
                pair.awaitStreaming(120);
                Thread.sleep(500);
            } finally {
                stop.set(true);
                writer.join();
            }
            awaitSame(pair, LOG);
            assertThat(pair.store.parked(LivePair.SYNC, 0, 10)).isEmpty();
        }
    }

    @Test
    void aTableWhoseLogNamesNoRowIsCopiedAndItsInsertsAreTold() throws Exception {
        try (LivePair pair = pair(18, 10)) {
            try (Connection source = pair.source.connect()) {
                run(source, "CREATE TABLE notes (a int)", "INSERT INTO notes VALUES (1), (1), (2)");
                pair.engine.configure(pair.definition(2, ExistingData.REFUSE));
                pair.awaitStreaming(120);
                // The source's own work must not fail because it is published.
                run(source, "UPDATE notes SET a = 9 WHERE a = 2", "INSERT INTO notes VALUES (1)");
            }
            String notes = "SELECT string_agg(a::text, ' ' ORDER BY a) FROM notes";
            long end = System.nanoTime() + 20_000_000_000L;
            while (!"1 1 1 2".equals(read(pair.targets.getFirst(), notes))) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.sleep(20);
            }
        }
    }

    @Test
    void aRowThatIsRefusedIsParkedAndTheOthersAreWrittenOnce() throws Exception {
        try (LivePair pair = pair(18, 10)) {
            pair.engine.configure(pair.definition(2, ExistingData.REFUSE));
            pair.awaitStreaming(120);
            try (Connection target = pair.targets.getFirst().connect();
                    Connection source = pair.source.connect()) {
                run(target, "ALTER TABLE log ADD CHECK (a <> 666)");
                run(
                        source,
                        "INSERT INTO log VALUES (1, 'a', '1', 1), (666, 'a', '1', 1), (1, 'a', '1',"
                                + " 1)",
                        "UPDATE log SET a = 666 WHERE ctid = (SELECT min(ctid) FROM log)",
                        "DELETE FROM log WHERE ctid = (SELECT max(ctid) FROM log WHERE a = 2)");
                long end = System.nanoTime() + 20_000_000_000L;
                while (pair.store.parked(LivePair.SYNC, 0, 10).size() < 2) {
                    assertThat(System.nanoTime()).isLessThan(end);
                    Thread.sleep(20);
                }
                String others = LOG.replace("FROM log", "FROM log WHERE a <> 666");
                awaitSame(pair, others);
                run(target, "ALTER TABLE log DROP CONSTRAINT log_a_check");
                List<Parked> parked = pair.store.parked(LivePair.SYNC, 0, 10);
                assertThat(pair.engine.parked().replay(parked.getFirst().id())).isTrue();
                // The other one changes at the source meanwhile.
                run(source, "UPDATE log SET a = 7 WHERE a = 666 AND b IS DISTINCT FROM 'a'");
                awaitSame(pair, LOG);
                assertThat(pair.store.parked(LivePair.SYNC, 0, 10)).isEmpty();
                assertThat(pair.engine.verify(LivePair.SYNC)).allMatch(Verification::equal);
                run(target, "INSERT INTO log VALUES (1, 'a', '1', 1)");
                assertThat(pair.engine.verify(LivePair.SYNC).getFirst().differences())
                        .as("one more of a row that is there twice")
                        .extracting(Verification.Difference::kind)
                        .containsExactly(Verification.Difference.Kind.DIFFERENT);
            }
        }
    }

    private static void write(FreshDatabase source, AtomicBoolean stop) {
        Random random = new Random(7);
        String one = "(SELECT ctid FROM log OFFSET " + "%d LIMIT 1)";
        while (!stop.get()) {
            try (Connection connection = source.connect();
                    Statement statement = connection.createStatement()) {
                while (!stop.get()) {
                    // Slower than a target finds rows without an index: it has to catch up.
                    LockSupport.parkNanos(2_000_000);
                    int n = random.nextInt(2000);
                    statement.execute(
                            switch (random.nextInt(8)) {
                                case 0 -> "DELETE FROM log WHERE ctid = " + one.formatted(n);
                                case 1, 2 ->
                                        "UPDATE log SET n = n + 1 WHERE ctid = " + one.formatted(n);
                                case 3 ->
                                        "BEGIN; INSERT INTO log VALUES (1, 'y', '[1]', 1);"
                                                + " DELETE FROM log WHERE ctid = "
                                                + one.formatted(n)
                                                + "; INSERT INTO log VALUES (1, 'y', '[1]', 1);"
                                                + " COMMIT";
                                case 4 ->
                                        "BEGIN; INSERT INTO keyed VALUES ("
                                                + random.nextInt(50)
                                                + ", 'x') ON CONFLICT (id) DO UPDATE SET id ="
                                                + " keyed.id + 1000 + floor(random() * 1e6)::int;"
                                                + " INSERT INTO log VALUES (2, 'z', '2', 2);"
                                                + " COMMIT";
                                case 5 ->
                                        "INSERT INTO log SELECT 3, 'many', '3', 3 FROM"
                                                + " generate_series(1, 80)";
                                default -> "INSERT INTO log VALUES (4, NULL, '4', " + n % 5 + ")";
                            });
                    if (random.nextInt(400) == 0) {
                        statement.execute(
                                "BEGIN; INSERT INTO log VALUES (5, 'gone', '5', 5); TRUNCATE log;"
                                        + " INSERT INTO log SELECT 6, 'new', '6', i % 3 FROM"
                                        + " generate_series(1, 2500) i; COMMIT");
                    }
                }
            } catch (SQLException e) {
                // The connection was cut, or the row was taken: go on.
                assertThat(e.getSQLState()).matches("57P01|08.*|23505");
            }
        }
    }

    private static void cut(FreshDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            run(
                    connection,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <>"
                            + " pg_backend_pid() AND datname = current_database()");
        }
    }

    private static void awaitSame(LivePair pair, String sql) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            String expected = read(pair.source, sql);
            String found = read(pair.targets.getFirst(), sql);
            if (expected.equals(found)) {
                return;
            }
            List<FlowStatus> flows = pair.engine.flows(LivePair.SYNC);
            assertThat(System.nanoTime())
                    .as(() -> expected + " and not " + found + ", " + flows)
                    .isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String read(FreshDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
