package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.embedded.RunningServer;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Verification;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.ShopWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From MariaDB to PostgreSQL and to MariaDB, under writes that never rest. */
class MariaDbSourceTest {
    private static RunningServer maria;
    private static int databases;

    @BeforeAll
    static void start() {
        maria = Services.startMariaDb();
    }

    @AfterAll
    static void stop() {
        maria.close();
    }

    private static void sql(FreshDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static LivePair pair(int rows) throws SQLException {
        String name = "source_" + ++databases;
        maria.createDatabase(name);
        FreshDatabase source =
                new FreshDatabase(
                        name, maria.uri(name), maria.jdbcUrl(name), maria.user(), maria.password());
        LivePair pair =
                new LivePair(
                        source,
                        Services.postgres(18).freshDatabase(),
                        Services.mariaDb().freshDatabase());
        try (Connection connection = source.connect()) {
            ShopWriter.create(connection, rows);
        }
        return pair;
    }

    private static void begin(LivePair pair, int workers) throws InterruptedException {
        pair.engine.configure(pair.definition(workers, ExistingData.REFUSE));
        pair.awaitStreaming(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FULL", "MINIMAL", "NOBLOB"})
    void aSnapshotUnderWritesAndTheStreamAfterItEndEqualInEveryRowImage(String image)
            throws Exception {
        LivePair made = pair(15_000);
        sql(made.source, "set global binlog_row_image = " + image);
        try (LivePair pair = made;
                ShopWriter writer = pair.writer(1)) {
            begin(pair, 2);
            Thread.sleep(1000);
            sql(
                    pair.source,
                    "update customers set photo = null where id % 7 = 0",
                    "update customers set id = id + 5000000 where id between 10 and 40",
                    "truncate table orders",
                    "insert into orders (id, active) values (1, true), (2, false)");
            Thread.sleep(500);
            writer.close();
            assertThat(writer.changes()).isGreaterThan(300);
            pair.awaitEqual(60);
            assertThat(pair.store.parked(LivePair.SYNC, 0, 10)).isEmpty();
            for (Verification verification : pair.engine.verify(LivePair.SYNC)) {
                assertThat(verification.equal()).isTrue();
            }
        } finally {
            sql(made.source, "set global binlog_row_image = FULL");
        }
    }

    @Test
    void restartsAndLostConnectionsLoseNothing() throws Exception {
        try (LivePair pair = pair(15_000);
                ShopWriter writer = pair.writer(2)) {
            pair.engine.configure(pair.definition(3, ExistingData.REFUSE));
            Random random = new Random(2);
            for (int i = 0; i < 6; i++) {
                Thread.sleep(200 + random.nextInt(600));
                if (i % 2 == 0) {
                    pair.restart();
                } else {
                    cut(pair.source);
                }
            }
            pair.awaitStreaming(60);
            writer.close();
            pair.awaitEqual(60);
        }
    }

    private static void cut(FreshDatabase source) throws SQLException {
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement();
                Statement killing = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select id from information_schema.processlist where id <>"
                                        + " connection_id() and user = 'syncline'")) {
            while (rows.next()) {
                try {
                    killing.execute("kill " + rows.getLong(1));
                } catch (SQLException gone) {
                    assertThat(gone.getErrorCode()).isEqualTo(1094);
                }
            }
        }
    }

    @Test
    void aTableThatIsRebuiltUnderWritesGoesOn() throws Exception {
        try (LivePair pair = pair(500);
                ShopWriter writer = pair.writer(3)) {
            begin(pair, 1);
            for (String each :
                    List.of(
                            "alter table customers modify amount decimal(12,2) default 1 first",
                            "create index by_name on customers (name(20))",
                            "alter table orders force",
                            "alter table customers drop index by_name, algorithm = copy",
                            "optimize table orders")) {
                sql(pair.source, each);
                Thread.sleep(200);
            }
            writer.close();
            assertThat(writer.changes()).isGreaterThan(50);
            pair.awaitEqual(30);
        }
    }

    @Test
    void aPurgedLogIsFoundAndHealed() throws Exception {
        heals(
                "SYN-4013",
                pair -> {
                    sql(pair.source, "delete from orders where id % 3 = 0");
                    sql(pair.source, "update customers set name = 'other' where id % 5 = 0");
                    sql(pair.source, "flush binary logs", "flush binary logs");
                    String last = one(pair.source, "show master status");
                    // A reader that has just gone holds its file for a moment.
                    while (!one(pair.source, "show binary logs").equals(last)) {
                        sql(pair.source, "purge binary logs to '" + last + "'");
                    }
                });
    }

    @Test
    void aServerWithAnotherHistoryIsFoundAndHealed() throws Exception {
        heals(
                "SYN-4014",
                pair -> {
                    sql(pair.source, "reset master");
                    sql(pair.source, "delete from orders where id % 3 = 0");
                    sql(pair.source, "update customers set name = 'other' where id % 5 = 0");
                });
    }

    @Test
    void aTableThatTookTheOthersPlaceIsCopiedAgain() throws Exception {
        heals(
                "SYN-4016",
                pair ->
                        sql(
                                pair.source,
                                "create table fresh like orders",
                                "insert into fresh select * from orders where id % 2 = 0",
                                "rename table orders to old, fresh to orders"));
    }

    /** What happens while nobody reads. */
    private interface Meanwhile {
        void happens(LivePair pair) throws SQLException;
    }

    private static void heals(String code, Meanwhile meanwhile) throws Exception {
        try (LivePair pair = pair(1000)) {
            begin(pair, 2);
            pair.awaitEqual(30);
            pair.engine.close();
            meanwhile.happens(pair);
            pair.restart();
            long end = System.nanoTime() + 30_000_000_000L;
            while (!said(pair, code)) {
                assertThat(System.nanoTime())
                        .as("%s", pair.engine.flows(LivePair.SYNC))
                        .isLessThan(end);
                Thread.sleep(5);
            }
            pair.awaitEqual(60);
            pair.awaitStreaming(30);
            List<FlowStatus> flows = pair.engine.flows(LivePair.SYNC);
            assertThat(flows).hasSize(2);
        }
    }

    private static boolean said(LivePair pair, String code) {
        return pair.store.events(LivePair.SYNC, 0, 1000).stream()
                .anyMatch(event -> code.equals(event.data().get("code")));
    }

    private static String one(FreshDatabase database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
