package io.syncline.server.system;

import static io.syncline.server.system.GuardsTest.flow;
import static io.syncline.server.system.GuardsTest.guarded;
import static io.syncline.server.system.GuardsTest.guards;
import static io.syncline.server.system.GuardsTest.in;
import static io.syncline.server.system.GuardsTest.number;
import static io.syncline.server.system.GuardsTest.run;
import static io.syncline.server.system.GuardsTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.embedded.RunningServer;
import io.syncline.engine.sync.FlowStatus.Phase;
import io.syncline.engine.sync.SyncState;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.ShopWriter;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The log that a source keeps for a sync that does not run. */
class RestingLogTest {
    private static final int ROWS = 2_000;

    @Test
    void theLogOfASyncThatIsPausedIsLetGoBeforeItsBudgetIsUsedUpAndHealedWhenItIsResumed()
            throws Exception {
        long budget = 8L << 20;
        RunningServer own = Services.startPostgres(18);
        try (LivePair pair =
                        new LivePair(
                                GuardsTest.database(own), Services.postgres(17).freshDatabase());
                Connection source = pair.source.connect();
                Connection target = pair.targets.getFirst().connect()) {
            ShopWriter.create(source, ROWS);
            pair.engine.configure(
                    guarded(pair, guards(budget, Duration.ofSeconds(1), Duration.ofSeconds(30))));
            pair.awaitStreaming(60);
            pair.awaitEqual(30);
            long before = number(target, "SELECT max(xmin::text::bigint) FROM customers");

            pair.engine.pause(LivePair.SYNC);
            run(source, "UPDATE orders SET name = 'other' WHERE id % 10 = 0");
            assertThat(fill(source, budget / 10, 10)).isLessThan(budget / 3);
            // Whoever looks after a restart looks at it as well.
            pair.restart();
            assertThat(fill(source, budget, 40)).isBetween(budget / 2, budget);
            assertThat(pair.engine.find(LivePair.SYNC).state()).isEqualTo(SyncState.PAUSED);
            run(source, "DELETE FROM customers WHERE id % 100 = 0");
            run(source, "UPDATE customers SET name = 'new' WHERE id % 100 = 1");
            assertThat(pair.differences()).hasSize(2);

            pair.engine.resume(LivePair.SYNC);
            pair.awaitEqual(60);
            until(
                    "healed",
                    pair,
                    () -> in(pair, Phase.STREAMING) && !flow(pair).vitals().healing());
            // A row that nobody changed was not written again.
            assertThat(
                            number(
                                    target,
                                    "SELECT count(*) FROM customers WHERE xmin::text::bigint > "
                                            + before))
                    .isEqualTo(20);
            assertThat(
                            pair.store.events(LivePair.SYNC, 0, 1000).stream()
                                    .map(event -> event.type()))
                    .containsSubsequence("log_budget", "flow_detached");
        } finally {
            own.stop();
        }
    }

    /** Writes until the source has no slot any more, or keeps so much; the most that it kept. */
    private static long fill(Connection source, long enough, int pauseMillis) throws Exception {
        long most = 0;
        long end = System.nanoTime() + 40_000_000_000L;
        while (most < enough) {
            assertThat(System.nanoTime()).as("kept %s", most).isLessThan(end);
            run(source, "SELECT pg_logical_emit_message(false, 'x', repeat('x', 60000))");
            long kept =
                    number(
                            source,
                            "SELECT pg_current_wal_lsn() - restart_lsn FROM pg_replication_slots"
                                    + " WHERE database = current_database()");
            if (kept < 0) {
                break;
            }
            most = Math.max(most, kept);
            Thread.sleep(pauseMillis);
        }
        return most;
    }
}
