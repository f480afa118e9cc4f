package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.ThreadLanes;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.Verification;
import io.syncline.engine.sync.Wording;
import io.syncline.testkit.mongo.StandInMongo;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.Export;
import io.syncline.testkit.system.RealTime;
import io.syncline.testkit.system.ShopWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From PostgreSQL to what stands in for MongoDB, and from there to another PostgreSQL. */
class MongoDbTest {
    private static final List<String> SYNCS = List.of("sync_in", "sync_out");

    private final FreshDatabase first = Services.postgres(18).freshDatabase();
    private final FreshDatabase last = Services.postgres(18).freshDatabase();
    private final Store store = new MemoryStore();

    private static SyncDefinition definition(String id, EndpointSpec from, EndpointSpec to) {
        return new SyncDefinition(
                id,
                id,
                Direction.ONE_WAY,
                Mode.REAL_TIME,
                from,
                List.of(to),
                List.of(),
                List.of(),
                null,
                RetryPolicy.standard(),
                2,
                ExistingData.REFUSE,
                Options.standard().with(Guards.none()),
                Wording.none(),
                System.currentTimeMillis());
    }

    private static EndpointSpec postgres(FreshDatabase database) {
        return new EndpointSpec(
                database.name(), "postgresql", Map.of("connection", database.uri()));
    }

    private static EndpointSpec mongo(String uri) {
        return new EndpointSpec(
                "mongo", "mongodb", Map.of("connection", uri, "fine_times", "text"));
    }

    private Engine begin() {
        Engine engine =
                new Engine(
                        store,
                        Connectors.installed(),
                        new RealTime(),
                        new ThreadLanes(Thread.ofVirtual().factory()),
                        (_, _) -> 0);
        engine.start();
        return engine;
    }

    private void awaitStreaming(Engine engine, String sync) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (engine.flows(sync).isEmpty()
                || !engine.flows(sync).stream()
                        .allMatch(flow -> flow.phase() == FlowStatus.Phase.STREAMING)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(engine.flows(sync) + " " + store.events(sync, 0, 100));
            }
            Thread.sleep(50);
        }
    }

    private boolean equal() throws SQLException {
        try (Connection from = first.connect();
                Connection to = last.connect()) {
            for (String table : ShopWriter.TABLES) {
                String expected = new Export(from).sha256(table, ShopWriter.COLUMNS);
                if (!expected.equals(new Export(to).sha256(table, ShopWriter.COLUMNS))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Under writes that never rest, with a cut of every connection and a new engine between. */
    @Test
    void whatPassesThroughMongoDbArrives() throws Exception {
        try (Connection connection = first.connect()) {
            ShopWriter.create(connection, 1500);
        }
        Engine engine = begin();
        try (StandInMongo server = StandInMongo.start();
                ShopWriter writer =
                        ShopWriter.start(first.jdbcUrl(), first.user(), first.password(), 1)) {
            writer.pauseMillis(20);
            String uri = server.freshUri();
            engine.configure(definition(SYNCS.getFirst(), postgres(first), mongo(uri)));
            awaitStreaming(engine, SYNCS.getFirst());
            engine.configure(definition(SYNCS.getLast(), mongo(uri), postgres(last)));
            awaitStreaming(engine, SYNCS.getLast());
            Thread.sleep(500);
            server.cut();
            Thread.sleep(500);
            engine.close();
            engine = begin();
            Thread.sleep(500);
            writer.close();
            assertThat(writer.changes()).isGreaterThan(50);
            for (int i = 0; i < 300 && !equal(); i++) {
                Thread.sleep(100);
            }
            assertThat(equal()).as("%s", engine.flows(SYNCS.getLast())).isTrue();
            for (String sync : SYNCS) {
                assertThat(store.parked(sync, 0, 10)).isEmpty();
                for (Verification verification : engine.verify(sync)) {
                    assertThat(verification.equal()).isTrue();
                    assertThat(verification.rows()).isGreaterThan(1500);
                }
                engine.delete(sync);
            }
        } finally {
            engine.close();
        }
    }
}
