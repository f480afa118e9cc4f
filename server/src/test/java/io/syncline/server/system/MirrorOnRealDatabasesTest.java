package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.Verification;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.ShopWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MirrorOnRealDatabasesTest {
    private static void sql(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static LivePair pair(int rows) throws SQLException {
        LivePair pair =
                new LivePair(
                        Services.postgres(18).freshDatabase(),
                        Services.postgres(17).freshDatabase(),
                        Services.mariaDb().freshDatabase());
        try (Connection connection = pair.source.connect()) {
            ShopWriter.create(connection, rows);
        }
        return pair;
    }

    /** What each flow came down to within a second. */
    private static List<Long> leastLagMillis(LivePair pair) throws InterruptedException {
        List<Long> least = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Thread.sleep(100);
            List<FlowStatus> flows = pair.engine.flows(LivePair.SYNC);
            for (int flow = 0; flow < flows.size(); flow++) {
                long lag = flows.get(flow).lagMillis();
                if (flow == least.size()) {
                    least.add(lag);
                }
                least.set(flow, Math.min(lag, least.get(flow)));
            }
        }
        assertThat(least).hasSize(2);
        return least;
    }

    @Test
    void aSnapshotUnderWritesAndTheStreamAfterItEndEqual() throws Exception {
        try (LivePair pair = pair(30_000);
                ShopWriter writer = pair.writer(1)) {
            pair.engine.configure(pair.definition(2, ExistingData.REFUSE));
            pair.awaitStreaming(60);
            Thread.sleep(2000);
            assertThat(leastLagMillis(pair)).allMatch(millis -> millis < 1_500);
            writer.close();
            assertThat(writer.changes()).isGreaterThan(500);
            pair.awaitEqual(30);
            for (Verification verification : pair.engine.verify(LivePair.SYNC)) {
                assertThat(verification.equal()).isTrue();
                assertThat(verification.tables()).isEqualTo(2);
                assertThat(verification.rows()).isGreaterThan(30_000);
            }
        }
    }

    @Test
    void restartsAndLostConnectionsLoseNothing() throws Exception {
        try (LivePair pair = pair(20_000);
                ShopWriter writer = pair.writer(2)) {
            pair.engine.configure(pair.definition(3, ExistingData.REFUSE));
            Random random = new Random(2);
            for (int i = 0; i < 6; i++) {
                Thread.sleep(200 + random.nextInt(600));
                if (i % 2 == 0) {
                    pair.restart();
                } else {
                    try (Connection connection = pair.source.connect()) {
                        sql(
                                connection,
                                "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                                        + " and backend_type in ('walsender', 'client backend')");
                    }
                }
            }
            pair.awaitStreaming(60);
            writer.close();
            pair.awaitEqual(60);
        }
    }

    @Test
    void aRowChangedByHandIsNamedAndMended() throws Exception {
        try (LivePair pair = pair(2000)) {
            pair.engine.configure(pair.definition(1, ExistingData.REFUSE));
            pair.awaitStreaming(60);
            pair.awaitEqual(30);
            try (Connection maria = pair.targets.getLast().connect()) {
                sql(
                        maria,
                        "update customers set name = 'NAME 7' where id = 7",
                        "delete from orders where id = 9",
                        "insert into orders (id, active) values (-1, true)");
            }
            List<Verification> found = pair.engine.verify(LivePair.SYNC);
            assertThat(found.getFirst().equal()).isTrue();
            assertThat(found.getLast().differences())
                    .extracting(
                            Verification.Difference::table,
                            Verification.Difference::key,
                            Verification.Difference::kind)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(
                                    "public.customers",
                                    "7",
                                    Verification.Difference.Kind.DIFFERENT),
                            org.assertj.core.groups.Tuple.tuple(
                                    "public.orders", "9", Verification.Difference.Kind.MISSING),
                            org.assertj.core.groups.Tuple.tuple(
                                    "public.orders", "-1", Verification.Difference.Kind.EXTRA));
            assertThat(pair.engine.repair(LivePair.SYNC)).allMatch(Verification::equal);
            pair.awaitEqual(10);
        }
    }

    @Test
    void oneBadRowIsParkedAndTheRestGoesOn() throws Exception {
        try (LivePair pair = pair(500)) {
            pair.engine.configure(pair.definition(2, ExistingData.REFUSE));
            pair.awaitStreaming(60);
            pair.awaitEqual(30);
            try (Connection connection = pair.source.connect()) {
                sql(
                        connection,
                        "update customers set at = 'infinity' where id = 3",
                        "update customers set name = 'later' where id = 4");
            }
            long until = System.nanoTime() + 20_000_000_000L;
            while (pair.store.parked(LivePair.SYNC, 0, 10).isEmpty() && System.nanoTime() < until) {
                Thread.sleep(50);
            }
            List<Parked> parked = pair.store.parked(LivePair.SYNC, 0, 10);
            assertThat(parked).hasSize(1);
            assertThat(parked.getFirst().code().text()).isEqualTo("SYN-5001");
            try (Connection connection = pair.source.connect()) {
                sql(connection, "update customers set at = now() where id = 3");
            }
            pair.awaitEqual(30);
            assertThat(pair.store.parked(LivePair.SYNC, 0, 10)).isEmpty();
        }
    }
}
