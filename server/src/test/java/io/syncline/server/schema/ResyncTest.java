package io.syncline.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.Value;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Resync;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.verify.Stretch;
import io.syncline.testkit.services.FreshDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Single rows, parts of tables and single destinations are brought again while rows are written.
 */
class ResyncTest {
    @Test
    void rowsOfAPartAreMendedAndAllOthersStayAsTheyWereMade() throws Exception {
        try (Ground ground = new Ground()) {
            ground.table("t", 2000);
            ground.table("pair", 1);
            ground.run(
                    "DROP TABLE pair",
                    "CREATE TABLE pair (a int, b varchar(9), n int, PRIMARY KEY (a, b))",
                    "INSERT INTO pair SELECT g / 10, 'k' || g % 10, g FROM"
                            + " generate_series(0, 99) g");
            ground.compares("pair", "a n", "b");
            ground.engine.configure(ground.definition(SchemaChanges.FOLLOW));
            ground.streaming();
            ground.equal();
            for (FreshDatabase target : ground.targets) {
                Ground.run(
                        target,
                        "DELETE FROM t WHERE id BETWEEN 990 AND 1010",
                        "UPDATE t SET n = -1 WHERE id BETWEEN 1490 AND 1510 OR id = 1700",
                        "INSERT INTO t VALUES (3000, 1, 'nobody'), (4000, 1, 'nobody')",
                        "UPDATE pair SET n = -1 WHERE a IN (2, 3, 4)");
            }
            try (Writer _ = new Writer(ground, "t")) {
                done(ground, range("public.t", 1000L, 1500L), "to1");
                assertThat(count(ground, 0, "t WHERE id BETWEEN 990 AND 1010")).isZero();
                assertThat(count(ground, 1, "t WHERE id BETWEEN 990 AND 999")).isZero();
                assertThat(count(ground, 1, "t WHERE id BETWEEN 1000 AND 1010")).isEqualTo(11);
                assertThat(count(ground, 1, "t WHERE n = -1"))
                        .as("1500 is not of it")
                        .isEqualTo(12);
                assertThat(count(ground, 1, "t WHERE s = 'nobody'")).isEqualTo(2);

                done(ground, keys("public.t", List.of(990L), List.of(1500L), List.of(4000L)), null);
                assertThat(count(ground, 0, "t WHERE id BETWEEN 990 AND 999")).isOne();
                assertThat(count(ground, 0, "t WHERE n = -1")).isEqualTo(21);
                assertThat(count(ground, 0, "t WHERE s = 'nobody'")).isOne();
                done(ground, range("public.t", 1500L, null), null);
                done(ground, range("public.t", null, 1500L), null);
                done(
                        ground,
                        new Stretch.Range(
                                "public.pair",
                                List.of(new Value.Int(2)),
                                List.of(new Value.Int(4), new Value.Text("k5"))),
                        null);
            }
            assertThat(count(ground, 0, "pair WHERE n = -1")).isEqualTo(5);
            assertThat(count(ground, 1, "pair WHERE n = -1")).isEqualTo(5);
            done(ground, keys("public.pair", List.of(4L, "k5"), List.of(4L, "k7")), null);
            done(ground, range("public.pair", 4L, 5L), null);
            ground.equal();
        }
    }

    private static Stretch range(String table, Long from, Long to) {
        return new Stretch.Range(
                table,
                from == null ? null : List.of(new Value.Int(from)),
                to == null ? null : List.of(new Value.Int(to)));
    }

    @SafeVarargs
    private static Stretch keys(String table, List<? extends Object>... keys) {
        Set<List<Value>> wanted = new LinkedHashSet<>();
        for (List<? extends Object> key : keys) {
            wanted.add(
                    key.stream()
                            .map(
                                    each ->
                                            each instanceof Long number
                                                    ? new Value.Int(number)
                                                    : (Value) new Value.Text((String) each))
                            .toList());
        }
        return new Stretch.Keys(table, wanted);
    }

    private static Execution done(Ground ground, Stretch stretch, String destination)
            throws Exception {
        Execution run =
                ground.engine.resync(
                        Ground.SYNC, new Resync(List.of(), List.of(stretch), destination));
        ground.await(() -> now(ground, run).state() == SyncState.COMPLETED);
        return now(ground, run);
    }

    private static Execution now(Ground ground, Execution run) {
        return Objects.requireNonNull(ground.engine.execution(run.id()));
    }

    private static int count(Ground ground, int target, String from) throws Exception {
        try (Connection connection = ground.targets.get(target).connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void moreDeletesThanAllowedWaitForAPersonWhoMayGiveThemUp() throws Exception {
        try (Ground ground = new Ground()) {
            ground.table("t", 5);
            ground.engine.configure(ground.definition(SchemaChanges.FOLLOW));
            ground.streaming();
            ground.equal();
            StringBuilder rows = new StringBuilder("INSERT INTO t VALUES (10, 1, 'x')");
            for (int id = 11; id < 1500; id++) {
                rows.append(", (").append(id).append(", 1, 'x')");
            }
            Ground.run(ground.targets.getFirst(), rows.toString());
            Resync all = new Resync(List.of(), List.of(range("public.t", 3L, null)), null);
            ground.engine.resync(Ground.SYNC, all);
            held(ground);
            assertThat(ground.engine.flows(Ground.SYNC).getFirst().problem())
                    .contains("1490 of about 1493 rows of public.t");
            assertThat(ground.engine.refuse(Ground.SYNC)).isEqualTo(1);
            assertThat(ground.entry().state()).isEqualTo(SyncState.PAUSED);
            ground.engine.resume(Ground.SYNC);
            ground.streaming();
            ground.run("UPDATE t SET n = 77 WHERE id = 3");
            ground.await(() -> ground.differences().size() == 1);

            Execution run = ground.engine.resync(Ground.SYNC, all);
            held(ground);
            ground.engine.release(Ground.SYNC);
            ground.await(() -> now(ground, run).state() == SyncState.COMPLETED);
            assertThat(now(ground, run).synced()).isGreaterThanOrEqualTo(1490);
            ground.equal();
            // What a person allowed was for that once.
            Ground.run(ground.targets.getFirst(), rows.toString());
            ground.engine.resync(Ground.SYNC, all);
            held(ground);
            // What was asked for is kept, and so is what it waits for.
            ground.engine.pause(Ground.SYNC);
            ground.engine.resume(Ground.SYNC);
            held(ground);
            ground.engine.release(Ground.SYNC);
            ground.equal();
            assertThatThrownBy(
                            () ->
                                    ground.engine.resync(
                                            Ground.SYNC,
                                            new Resync(
                                                    List.of(),
                                                    List.of(range("public.none", 1L, 2L)),
                                                    null)))
                    .isInstanceOf(EndpointException.class)
                    .hasMessageContaining("public.none");
        }
    }

    private static void held(Ground ground) throws Exception {
        ground.await(
                () -> ground.engine.flows(Ground.SYNC).getFirst().phase() == FlowStatus.Phase.HELD);
    }
}
