package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Capture;
import io.syncline.embedded.RunningServer;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.Verification;
import io.syncline.testkit.kill.ServerProcess;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.Export;
import io.syncline.testkit.system.ShopWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sources whose log cannot be read: their users may not replicate. */
class WithoutALogTest {
    private static final Map<String, String> SETTINGS =
            Map.of("capture_allowed", "outbox", "poll_every", "50ms");

    private static void sql(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The database under another user, who owns it and may not replicate. */
    private static FreshDatabase owned(FreshDatabase database) throws SQLException {
        String user = "owner_of_" + database.name();
        try (Connection admin = database.connect()) {
            sql(
                    admin,
                    "create role " + user + " login password 'x'",
                    "alter database " + database.name() + " owner to " + user);
        }
        String place = database.uri().substring(database.uri().indexOf('@'));
        return new FreshDatabase(
                database.name(),
                "postgresql://" + user + ":x" + place,
                database.jdbcUrl(),
                user,
                "x");
    }

    private static LivePair pair(Map<String, String> settings, int rows) throws SQLException {
        LivePair pair =
                new LivePair(
                        settings,
                        owned(Services.postgres(18).freshDatabase()),
                        Services.postgres(18).freshDatabase());
        try (Connection connection = pair.source.connect()) {
            ShopWriter.create(connection, rows);
        }
        return pair;
    }

    @Test
    void pollingUnderWritesAndARestartEndsEqualWithDeletedRowsGone() throws Exception {
        Map<String, String> polling =
                Map.of(
                        "capture", "polling",
                        "change_column", "at",
                        "change_overlap", "3s",
                        "poll_every", "200ms",
                        "delete_check_every", "500ms");
        try (LivePair pair = pair(polling, 3_000);
                Connection source = pair.source.connect()) {
            sql(
                    source,
                    "create function touch() returns trigger language plpgsql as"
                            + " 'begin new.at = clock_timestamp(); return new; end'",
                    "create trigger touch before insert or update on orders for each row"
                            + " execute function touch()",
                    "create trigger touch before insert or update on customers for each row"
                            + " execute function touch()");
            try (ShopWriter writer = pair.writer(3)) {
                pair.engine.configure(pair.definition(2, ExistingData.REFUSE));
                pair.awaitStreaming(60);
                Thread.sleep(700);
                pair.restart();
                Thread.sleep(700);
            }
            pair.awaitEqual(60);
            assertThat(pair.engine.flows(LivePair.SYNC).getFirst().capture())
                    .extracting(capture -> ((Capture) capture).blind().size())
                    .isEqualTo(3);
        }
    }

    @Test
    void manyRowsThatPollingFindsGoneWaitForAWord() throws Exception {
        Map<String, String> polling =
                Map.of(
                        "capture", "polling",
                        "poll_every", "200ms",
                        "delete_check_every", "300ms");
        try (LivePair pair = pair(polling, 1_500);
                Connection source = pair.source.connect()) {
            pair.engine.configure(pair.definition(2, ExistingData.REFUSE, Options.standard()));
            pair.awaitStreaming(60);
            pair.awaitEqual(30);
            sql(source, "delete from orders where id > 100");
            long end = System.nanoTime() + 30_000_000_000L;
            while (pair.engine.find(LivePair.SYNC).state() != SyncState.PAUSED) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.sleep(50);
            }
            // A look in the middle of which they went has seen fewer.
            assertThat(pair.engine.find(LivePair.SYNC).problem())
                    .containsPattern("1[0-9]{3} of 1500 rows");
            assertThat(pair.differences()).hasSize(1);
            pair.engine.resume(LivePair.SYNC);
            pair.awaitEqual(30);
        }
    }

    @Test
    void anOutboxOfMariaDbUnderWritesAndARestartEndsEqual() throws Exception {
        LivePair made =
                new LivePair(
                        Map.of("capture", "outbox", "poll_every", "50ms"),
                        Services.mariaDb().freshDatabase(),
                        Services.postgres(18).freshDatabase());
        try (LivePair pair = made;
                Connection source = pair.source.connect()) {
            ShopWriter.create(source, 3_000);
            try (ShopWriter writer = pair.writer(4)) {
                pair.engine.configure(pair.definition(2, ExistingData.REFUSE));
                Thread.sleep(700);
                pair.restart();
                pair.awaitStreaming(60);
                Thread.sleep(700);
                assertThat(writer.changes()).isGreaterThan(50);
            }
            pair.awaitEqual(60);
            assertThat(pair.engine.flows(LivePair.SYNC).getFirst().capture())
                    .extracting(capture -> ((Capture) capture).method())
                    .isEqualTo(Capture.Method.OUTBOX);
        }
    }

    /** With a server that does not even write a log that could be decoded. */
    @Test
    void aServerKilledWhileItReadsAnOutboxLosesNothing() throws Exception {
        RunningServer server =
                Services.startPostgres(
                        Services.folder("logless"), 18, Map.of("wal_level", "replica"));
        server.createDatabase("shop");
        FreshDatabase source =
                owned(
                        new FreshDatabase(
                                "shop",
                                server.uri("shop"),
                                server.jdbcUrl("shop"),
                                server.user(),
                                server.password()));
        FreshDatabase target = Services.postgres(18).freshDatabase();
        String sync =
                """
                {"name": "logless", "type": "one_way", "mode": "real_time",
                 "source": {"type": "postgresql", "connection": "%s",
                            "capture_allowed": "polling, outbox", "poll_every": "50ms"},
                 "destination": {"type": "postgresql", "connection": "%s"}}
                """
                        .formatted(source.uri(), target.uri());
        try (ServerProcess process = new ServerProcess(Services.folder("logless"));
                Connection connection = source.connect()) {
            ShopWriter.create(connection, 5_000);
            process.start();
            String id =
                    process.call("POST", "/api/v1/sync/configure", sync)
                            .replaceAll("(?s).*\"sync_id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
            try (ShopWriter _ =
                    ShopWriter.start(source.jdbcUrl(), source.user(), source.password(), 5)) {
                Thread.sleep(1500);
                process.kill9();
                process.start();
                Thread.sleep(500);
            }
            long until = System.nanoTime() + 60_000_000_000L;
            while (!equal(source, target)) {
                String status = process.call("GET", "/api/v1/sync/status/" + id, "");
                assertThat(System.nanoTime()).as(status).isLessThan(until);
                Thread.sleep(200);
            }
            assertThat(process.call("GET", "/api/v1/sync/status/" + id, ""))
                    .contains("\"method\":\"outbox\"");
        } finally {
            server.close();
        }
    }

    private static boolean equal(FreshDatabase source, FreshDatabase target) throws SQLException {
        try (Connection from = source.connect();
                Connection to = target.connect()) {
            for (String table : ShopWriter.TABLES) {
                String expected = new Export(from).sha256(table, ShopWriter.COLUMNS);
                if (!expected.equals(new Export(to).sha256(table, ShopWriter.COLUMNS))) {
                    return false;
                }
            }
            return true;
        }
    }

    @Test
    void underWritesRestartsAndLostConnectionsTheDestinationEndsEqual() throws Exception {
        try (LivePair pair = pair(SETTINGS, 20_000);
                ShopWriter writer = pair.writer(1);
                Connection admin = pair.targets.getFirst().connect()) {
            pair.engine.configure(pair.definition(3, ExistingData.REFUSE));
            for (int i = 0; i < 4; i++) {
                Thread.sleep(400 + 150L * i);
                if (i % 2 == 0) {
                    pair.restart();
                } else {
                    sql(
                            admin,
                            "select pg_terminate_backend(pid) from pg_stat_activity where usename = '"
                                    + pair.source.user()
                                    + "' and application_name = 'syncline'");
                }
            }
            pair.awaitStreaming(60);
            assertThat(pair.engine.flows(LivePair.SYNC).getFirst().capture())
                    .extracting(capture -> ((Capture) capture).method())
                    .isEqualTo(Capture.Method.OUTBOX);
            writer.close();
            assertThat(writer.changes()).isGreaterThan(300);
            pair.awaitEqual(60);
            for (Verification verification : pair.engine.verify(LivePair.SYNC)) {
                assertThat(verification.equal()).as(verification.toString()).isTrue();
            }
            assertThat(pair.engine.flows(LivePair.SYNC).getFirst().parked()).isZero();
            pair.engine.delete(LivePair.SYNC);
            try (Connection source = pair.source.connect();
                    Statement statement = source.createStatement();
                    var row = statement.executeQuery("select count(*) from pg_trigger")) {
                row.next();
                assertThat(row.getInt(1)).isZero();
            }
        }
    }
}
