package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Connector;
import io.syncline.embedded.RunningServer;
import io.syncline.engine.mirror.ThreadLanes;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.server.system.HiddenCommit.When;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.Export;
import io.syncline.testkit.system.RealTime;
import io.syncline.testkit.system.ShopWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A snapshot under write load, on a real PostgreSQL, in the moment in which a transaction is in the
 * log and not yet visible. The same schedule once with the rule of visibility, once with the log
 * positions that other tools use as watermarks.
 */
class SnapshotVisibilityTest {
    /** A row that the load does not touch. */
    private static final long ID = 4000;

    private static final String SYNC = "sync_visibility";
    private static RunningServer server;
    private static int databases;

    @BeforeAll
    static void start() {
        server =
                Services.startPostgres(
                        Services.folder("hidden"), 18, Map.of("synchronous_commit", "local"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void byVisibilityTheChangeArrives(When when) throws Exception {
        assertThat(nameInTheCopy(when, false)).isEqualTo("changed");
    }

    @ParameterizedTest
    @EnumSource
    void byLogPositionsTheChangeIsLost(When when) throws Exception {
        assertThat(nameInTheCopy(when, true)).isEqualTo("name " + ID);
    }

    /** What the copy has, once it has all that came later, of a row whose commit was hidden. */
    private static String nameInTheCopy(When when, boolean watermarks) throws Exception {
        String name = "hidden_" + ++databases;
        server.createDatabase(name);
        FreshDatabase source =
                new FreshDatabase(
                        name,
                        server.uri(name),
                        server.jdbcUrl(name),
                        server.user(),
                        server.password());
        FreshDatabase target = Services.postgres(17).freshDatabase();
        try (Connection connection = source.connect()) {
            ShopWriter.create(connection, (int) ID + 1000);
        }
        HiddenCommit.prepare(source);
        HiddenCommit script =
                new HiddenCommit(
                        source, when, "update customers set name = 'changed' where id = " + ID, ID);
        Engine engine = engine(script, watermarks);
        try (ShopWriter writer =
                ShopWriter.start(source.jdbcUrl(), source.user(), source.password(), 7)) {
            engine.start();
            engine.configure(definition(source, target));
            awaitStreaming(engine);
            script.release();
            writer.close();
            awaitMarker(source, target, engine);
            if (!watermarks) {
                assertThat(sums(target)).isEqualTo(sums(source));
            }
            assertThat(one(source, "select name from customers where id = " + ID))
                    .isEqualTo("changed");
            return one(target, "select name from customers where id = " + ID);
        } finally {
            script.release();
            if (engine.find(SYNC) != null) {
                engine.delete(SYNC);
            }
            engine.close();
        }
    }

    private static Engine engine(HiddenCommit script, boolean watermarks) {
        List<Connector> all = new ArrayList<>();
        ServiceLoader.load(Connector.class).forEach(all::add);
        Connector real =
                all.stream()
                        .filter(connector -> connector.types().contains("postgresql"))
                        .findFirst()
                        .orElseThrow();
        all.add(new StagedSource.Staged(real, script, watermarks));
        return new Engine(
                new MemoryStore(),
                new Connectors(all),
                new RealTime(),
                new ThreadLanes(Thread.ofVirtual().factory()),
                (_, _) -> 0);
    }

    private static SyncDefinition definition(FreshDatabase source, FreshDatabase target) {
        return new SyncDefinition(
                SYNC,
                "visibility",
                Direction.ONE_WAY,
                Mode.REAL_TIME,
                new EndpointSpec("source", "staged", Map.of("connection", source.uri())),
                List.of(
                        new EndpointSpec(
                                "target", "postgresql", Map.of("connection", target.uri()))),
                List.of(),
                List.of(),
                null,
                RetryPolicy.standard(),
                1,
                ExistingData.REFUSE,
                System.currentTimeMillis());
    }

    private static void awaitStreaming(Engine engine) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (engine.flows(SYNC).isEmpty()
                || engine.flows(SYNC).getFirst().phase() != FlowStatus.Phase.STREAMING) {
            assertThat(System.nanoTime()).as("%s", engine.flows(SYNC)).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static void awaitMarker(FreshDatabase source, FreshDatabase target, Engine engine)
            throws SQLException, InterruptedException {
        one(source, "insert into customers (id, active) values (-1, true) returning id");
        long end = System.nanoTime() + 60_000_000_000L;
        while (!one(target, "select count(*) from customers where id = -1").equals("1")) {
            assertThat(System.nanoTime()).as("%s", engine.flows(SYNC)).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static List<String> sums(FreshDatabase database) throws SQLException {
        List<String> sums = new ArrayList<>();
        try (Connection connection = database.connect()) {
            for (String table : ShopWriter.TABLES) {
                sums.add(new Export(connection).sha256(table, ShopWriter.COLUMNS));
            }
        }
        return sums;
    }

    private static String one(FreshDatabase database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }
}
