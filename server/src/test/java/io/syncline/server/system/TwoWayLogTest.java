package io.syncline.server.system;

import static io.syncline.server.system.GuardsTest.guards;
import static io.syncline.server.system.GuardsTest.number;
import static io.syncline.server.system.GuardsTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.embedded.RunningServer;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** The log that both ends keep for a two-way sync that does not get on. */
class TwoWayLogTest extends TwoPostgres {
    private static final long BUDGET = 8L << 20;
    private static final Options BUDGETED =
            Options.standard().with(guards(BUDGET, Duration.ofSeconds(1), Duration.ofSeconds(30)));
    private static final String KEPT =
            "SELECT coalesce(max(pg_current_wal_lsn() - restart_lsn), -1)"
                    + " FROM pg_replication_slots WHERE database = current_database()";

    @Test
    void theLogOfAnEndIsLetGoWhileTheSyncRestsAndWhileItIsBlocked() throws Exception {
        RunningServer own = Services.startPostgres(18);
        RunningServer other = Services.startPostgres(18);
        FreshDatabase here = GuardsTest.database(own);
        FreshDatabase there = GuardsTest.database(other);
        try (Connection ours = here.connect();
                Connection theirs = there.connect();
                Engine engine = engine()) {
            run(ours, "CREATE TABLE account (id bigint PRIMARY KEY, name text)");
            run(theirs, "CREATE TABLE account (id bigint PRIMARY KEY, name text)");
            run(ours, "INSERT INTO account SELECT n, 'a' FROM generate_series(1, 500) AS n");
            engine.configure(definition(here, there, BUDGETED));
            awaitEqual(engine, ours, theirs, 500);

            engine.pause(SYNC);
            run(ours, "UPDATE account SET name = 'rested' WHERE id = 1");
            run(ours, "DELETE FROM account WHERE id = 2");
            run(theirs, "UPDATE account SET name = 'theirs' WHERE id = 3");
            assertThat(fill(theirs)).isBetween(BUDGET / 2, BUDGET);
            engine.resume(SYNC);
            awaitEqual(engine, ours, theirs, 499);

            theirs.setAutoCommit(false);
            run(theirs, "LOCK TABLE account IN ACCESS EXCLUSIVE MODE");
            run(ours, "UPDATE account SET name = 'blocked' WHERE id = 4");
            run(ours, "DELETE FROM account WHERE id = 5");
            assertThat(fill(ours)).isBetween(BUDGET / 2, BUDGET);
            theirs.rollback();
            theirs.setAutoCommit(true);
            awaitEqual(engine, ours, theirs, 498);

            assertThat(store.events(SYNC, 0, 1000).stream().map(SyncEvent::type))
                    .containsSubsequence("log_budget", "flow_detached", "flow_detached");
            engine.delete(SYNC, true);
        } finally {
            own.stop();
            other.stop();
        }
    }

    /** Writes until nothing keeps the log any more; the most that was kept. */
    private static long fill(Connection connection) throws Exception {
        long most = 0;
        long end = System.nanoTime() + 60_000_000_000L;
        LongSupplier kept = () -> keptBy(connection);
        for (long now = kept.getAsLong(); now >= 0; now = kept.getAsLong()) {
            assertThat(System.nanoTime()).as("kept %s", most).isLessThan(end);
            most = Math.max(most, now);
            run(connection, "SELECT pg_logical_emit_message(false, 'x', repeat('x', 60000))");
            Thread.sleep(20);
        }
        return most;
    }

    private static long keptBy(Connection connection) {
        try {
            return number(connection, KEPT);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void awaitEqual(Engine engine, Connection ours, Connection theirs, long rows)
            throws Exception {
        String digest = "SELECT sum(hashtext(id || name)) FROM account";
        long end = System.nanoTime() + 90_000_000_000L;
        while (number(theirs, "SELECT count(*) FROM account") != rows
                || number(ours, digest) != number(theirs, digest)
                || engine.flows(SYNC).isEmpty()
                || engine.flows(SYNC).getFirst().phase() != FlowStatus.Phase.STREAMING) {
            assertThat(System.nanoTime())
                    .as("%s %s", engine.flows(SYNC), store.events(SYNC, 0, 100))
                    .isLessThan(end);
            Thread.sleep(50);
        }
    }
}
