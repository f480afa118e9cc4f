package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.embedded.RunningServer;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Stop;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.FlowStatus.Phase;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.ShopWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What keeps a sync from doing harm, between real databases. */
class GuardsTest {
    private static final int ROWS = 2_000;

    static SyncDefinition guarded(LivePair pair, Guards guards) {
        SyncDefinition plain = pair.definition(2, ExistingData.REFUSE);
        return new SyncDefinition(
                plain.id(),
                plain.name(),
                plain.direction(),
                plain.mode(),
                plain.source(),
                plain.destinations(),
                plain.tables(),
                plain.collections(),
                plain.schedule(),
                plain.retry(),
                plain.workers(),
                plain.existing(),
                plain.options().with(guards),
                plain.wording(),
                plain.createdMillis());
    }

    static Guards guards(long budget, Duration canary, Duration overdue) {
        Guards standard = Guards.standard();
        Guards.Vitals health = standard.health();
        return new Guards(
                standard.deletes(),
                new Guards.Log(budget, null),
                standard.reading(),
                new Guards.Vitals(
                        health.crashesMax(),
                        health.crashesWithin(),
                        health.progressDeadline(),
                        canary,
                        overdue),
                standard.parking(),
                standard.lagTolerance());
    }

    static void until(String what, LivePair pair, BooleanSupplier holds)
            throws InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(what + " " + pair.engine.flows(LivePair.SYNC))
                    .isLessThan(end);
            Thread.sleep(20);
        }
    }

    static FreshDatabase database(RunningServer server) {
        return new FreshDatabase(
                "postgres",
                server.uri("postgres"),
                server.jdbcUrl("postgres"),
                server.user(),
                server.password());
    }

    static FlowStatus flow(LivePair pair) {
        return pair.engine.flows(LivePair.SYNC).getFirst();
    }

    static boolean in(LivePair pair, Phase phase) {
        var flows = pair.engine.flows(LivePair.SYNC);
        return !flows.isEmpty() && flows.getFirst().phase() == phase;
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    @Test
    void massDeletesAndTruncationsWaitForAWord() throws Exception {
        try (LivePair pair =
                        new LivePair(
                                Services.postgres(18).freshDatabase(),
                                Services.postgres(17).freshDatabase());
                Connection source = pair.source.connect();
                Connection target = pair.targets.getFirst().connect()) {
            ShopWriter.create(source, ROWS);
            pair.engine.configure(guarded(pair, Guards.standard()));
            pair.awaitStreaming(60);
            pair.awaitEqual(30);

            run(
                    source,
                    "BEGIN; DELETE FROM orders WHERE id > 500; DELETE FROM customers WHERE id = 7; COMMIT");
            until("held", pair, () -> in(pair, Phase.HELD));
            run(source, "TRUNCATE customers");
            Stop stop = flow(pair).vitals().stop();
            assertThat(stop.tables()).hasSize(1);
            assertThat(stop.tables().getFirst().table()).isEqualTo("public.orders");
            assertThat(stop.tables().getFirst().deletes()).isEqualTo(1_500);
            assertThat(stop.tables().getFirst().keys()).noneMatch(key -> key.matches("\\d+"));
            pair.restart();
            until("held again", pair, () -> in(pair, Phase.HELD));
            Thread.sleep(500);
            assertThat(number(target, "SELECT count(*) FROM orders")).isEqualTo(ROWS);
            assertThat(number(target, "SELECT count(*) FROM customers")).isEqualTo(ROWS);

            assertThat(pair.engine.release(LivePair.SYNC)).isEqualTo(1);
            until(
                    "held for the truncation",
                    pair,
                    () -> {
                        Stop next = in(pair, Phase.HELD) ? flow(pair).vitals().stop() : null;
                        return next != null && next.tables().getFirst().emptied();
                    });
            assertThat(number(target, "SELECT count(*) FROM orders")).isEqualTo(500);
            assertThat(number(target, "SELECT count(*) FROM customers")).isEqualTo(ROWS - 1);
            pair.engine.release(LivePair.SYNC);
            pair.awaitEqual(30);
            assertThat(number(target, "SELECT count(*) FROM customers")).isZero();
        }
    }

    @Test
    void aStalledDestinationIsLetGoBeforeTheBudgetIsUsedUpAndHealedByItsDifferences()
            throws Exception {
        long budget = 16L << 20;
        // Others' writes would fill the log of a shared server.
        RunningServer own = Services.startPostgres(18);
        try (LivePair pair = new LivePair(database(own), Services.postgres(17).freshDatabase());
                Connection source = pair.source.connect();
                Connection target = pair.targets.getFirst().connect()) {
            ShopWriter.create(source, ROWS);
            pair.engine.configure(
                    guarded(pair, guards(budget, Duration.ofSeconds(1), Duration.ofSeconds(30))));
            pair.awaitStreaming(60);
            pair.awaitEqual(30);
            long before = number(target, "SELECT max(xmin::text::bigint) FROM customers");
            target.setAutoCommit(false);
            run(target, "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
            run(source, "UPDATE orders SET name = 'other' WHERE id % 10 = 0");

            long most = 0;
            long end = System.nanoTime() + 25_000_000_000L;
            while (!in(pair, Phase.DETACHED)) {
                assertThat(System.nanoTime()).as("" + flow(pair)).isLessThan(end);
                run(source, "SELECT pg_logical_emit_message(false, 'x', repeat('x', 60000))");
                most =
                        Math.max(
                                most,
                                number(
                                        source,
                                        "SELECT pg_current_wal_lsn() - restart_lsn FROM"
                                                + " pg_replication_slots WHERE database ="
                                                + " current_database()"));
                Thread.sleep(20);
            }
            assertThat(most).isBetween(budget / 2, budget);
            String slots =
                    "SELECT count(*) FROM pg_replication_slots WHERE database = current_database()";
            for (long slot = 1; slot > 0; slot = number(source, slots)) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.sleep(20);
            }
            run(source, "DELETE FROM customers WHERE id % 100 = 0");
            run(source, "UPDATE customers SET name = 'new' WHERE id % 100 = 1");
            target.rollback();
            target.setAutoCommit(true);

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
                    .contains("log_budget", "flow_detached");
        } finally {
            own.stop();
        }
    }

    @Test
    void aHalfOpenStreamIsNotGreen() throws Exception {
        FreshDatabase real = Services.postgres(18).freshDatabase();
        try (HalfOpen between = new HalfOpen(real);
                LivePair pair =
                        new LivePair(between.database(), Services.postgres(17).freshDatabase());
                Connection source = real.connect()) {
            ShopWriter.create(source, 10);
            pair.engine.configure(
                    guarded(
                            pair,
                            guards(Long.MAX_VALUE, Duration.ofMillis(200), Duration.ofSeconds(1))));
            pair.awaitStreaming(60);
            until(
                    "through",
                    pair,
                    () ->
                            flow(pair).vitals().canaryDelayMillis() >= 0
                                    && flow(pair).vitals().alive());

            between.swallow();
            until("overdue", pair, () -> !flow(pair).vitals().alive());

            assertThat(flow(pair).phase()).isEqualTo(Phase.STREAMING);
            assertThat(flow(pair).source().up()).isTrue();
            assertThat(flow(pair).target().up()).isTrue();
        }
    }

    @Test
    void aRestoredSourceIsFoundBeforeAnythingIsAppliedAndHealedAfterAWord() throws Exception {
        Path folder = Services.folder("restored");
        Path copy = Services.folder("copy");
        RunningServer server = Services.startPostgres(folder, 18, POSTGRES);
        FreshDatabase database = database(server);
        try (LivePair pair = new LivePair(database, Services.postgres(17).freshDatabase())) {
            try (Connection source = database.connect()) {
                ShopWriter.create(source, 100);
                pair.engine.configure(
                        guarded(
                                pair,
                                guards(
                                        Long.MAX_VALUE,
                                        Duration.ofMillis(200),
                                        Duration.ofMinutes(1))));
                pair.awaitStreaming(60);
                pair.awaitEqual(30);
            }
            server.stop();
            copied(folder.resolve("data"), copy.resolve("data"));
            server.restart();
            try (Connection source = database.connect()) {
                run(source, "UPDATE orders SET name = 'lost' WHERE id < 10");
                run(
                        source,
                        "INSERT INTO customers SELECT 1000 + g, 'lost', 1, true, now(), NULL FROM generate_series(1, 5) g");
                pair.awaitEqual(60);
                long now = System.nanoTime();
                // A marker that the copy has not came through.
                until(
                        "marked",
                        pair,
                        () ->
                                flow(pair).vitals().canaryMillis()
                                        < (System.nanoTime() - now) / 1_000_000);
            }
            pair.engine.close();
            server.stop();
            removed(folder.resolve("data"));
            copied(copy.resolve("data"), folder.resolve("data"));
            server.restart();
            try (Connection source = database.connect();
                    Connection target = pair.targets.getFirst().connect()) {
                // Its log is further than what was read by now.
                run(source, "UPDATE orders SET name = 'other' WHERE id > 90");
                run(source, "SELECT pg_logical_emit_message(true, 'x', repeat('x', 9000000))");
                pair.restart();
                until("held", pair, () -> in(pair, Phase.HELD));
                assertThat(flow(pair).problem()).contains("restored");
                assertThat(number(target, "SELECT count(*) FROM customers")).isEqualTo(105);
                assertThat(number(target, "SELECT count(*) FROM orders WHERE name = 'other'"))
                        .isZero();

                pair.engine.release(LivePair.SYNC);
                pair.awaitEqual(60);
                assertThat(number(target, "SELECT count(*) FROM customers")).isEqualTo(100);
            }
        } finally {
            server.stop();
        }
    }

    private static final java.util.Map<String, String> POSTGRES =
            java.util.Map.of("max_replication_slots", "10", "max_wal_senders", "10");

    private static void copied(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path there = to.resolve(from.relativize(file).toString());
                Files.copy(file, there, StandardCopyOption.COPY_ATTRIBUTES);
                Files.setAttribute(there, "unix:uid", Files.getAttribute(file, "unix:uid"));
                Files.setAttribute(there, "unix:gid", Files.getAttribute(file, "unix:gid"));
            }
        }
    }

    private static void removed(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
