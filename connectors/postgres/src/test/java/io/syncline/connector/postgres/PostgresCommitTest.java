package io.syncline.connector.postgres;

import static io.syncline.connector.postgres.TargetBench.insert;
import static io.syncline.connector.postgres.TargetBench.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.services.Services;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a write waits for, on every supported server. */
class PostgresCommitTest {
    private static final long NANOS_MAX = Duration.ofSeconds(20).toNanos();

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void aWriteIsSeenAtOnceAndAnsweredWhenItCannotBeLost(int version) throws Exception {
        try (TargetBench bench = new TargetBench(Services.postgres(version).freshDatabase());
                PostgresTarget target = bench.target(64)) {
            bench.run("CREATE TABLE t (id bigint PRIMARY KEY)");
            List<Write> writes = List.of(insert("public.t", 1, row("id", 1)));
            CompletableFuture<List<Outcome>> answer;
            // A standby that never comes: whoever waits for the log to be safe waits for ever.
            bench.run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
            bench.run("SELECT pg_reload_conf()");
            try {
                awaitRead(bench, "SHOW synchronous_standby_names", "nobody");
                answer = CompletableFuture.supplyAsync(() -> target.apply(writes, null));
                awaitRead(bench, "SELECT count(*) FROM t", "1");
                awaitRead(
                        bench,
                        "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE wait_event = 'SyncRep' AND datname = current_database()",
                        "1");
                assertThat(answer).isNotDone();
            } finally {
                bench.run("SET synchronous_commit = local");
                bench.run("ALTER SYSTEM RESET synchronous_standby_names");
                bench.run("SELECT pg_reload_conf()");
            }
            assertThat(answer.get(20, TimeUnit.SECONDS)).containsOnly(Outcome.applied());
        }
    }

    private static void awaitRead(TargetBench bench, String sql, String wanted) throws Exception {
        long start = System.nanoTime();
        while (!bench.read(sql).equals(wanted)) {
            assertThat(System.nanoTime() - start).as(sql).isLessThan(NANOS_MAX);
            Thread.sleep(10);
        }
    }
}
