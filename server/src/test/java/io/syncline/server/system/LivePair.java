package io.syncline.server.system;

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
import io.syncline.engine.sync.Wording;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.system.Export;
import io.syncline.testkit.system.RealTime;
import io.syncline.testkit.system.ShopWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real engine between real databases, with a store in memory. */
final class LivePair implements AutoCloseable {
    static final String SYNC = "sync_test";

    private final Map<String, String> settings;
    private final Map<String, String> targetSettings;
    final FreshDatabase source;
    final List<FreshDatabase> targets;
    final Store store = new MemoryStore();
    Engine engine;

    LivePair(FreshDatabase source, FreshDatabase... targets) {
        this(Map.of(), source, targets);
    }

    /** With further settings of the source. */
    LivePair(Map<String, String> settings, FreshDatabase source, FreshDatabase... targets) {
        this(settings, Map.of(), source, targets);
    }

    /** With further settings of the source, and of every target. */
    LivePair(
            Map<String, String> settings,
            Map<String, String> targetSettings,
            FreshDatabase source,
            FreshDatabase... targets) {
        this.settings = settings;
        this.targetSettings = targetSettings;
        this.source = source;
        this.targets = List.of(targets);
        this.engine = begin();
    }

    private Engine begin() {
        Engine made =
                new Engine(
                        store,
                        Connectors.installed(),
                        new RealTime(),
                        new ThreadLanes(Thread.ofVirtual().factory()),
                        (_, _) -> 0);
        made.start();
        return made;
    }

    /** Ends the engine without a word and begins another on the same store. */
    void restart() {
        engine.close();
        engine = begin();
    }

    /** Many of these tests empty tables on purpose. */
    private static Guards unbraked() {
        Guards standard = Guards.standard();
        return new Guards(
                Guards.none().deletes(),
                standard.log(),
                standard.reading(),
                standard.health(),
                standard.parking(),
                standard.lagTolerance());
    }

    SyncDefinition definition(int workers, ExistingData existing) {
        return definition(workers, existing, Options.standard().with(unbraked()));
    }

    SyncDefinition definition(int workers, ExistingData existing, Options options) {
        List<EndpointSpec> destinations = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            destinations.add(endpoint("target" + i, targets.get(i), targetSettings));
        }
        return new SyncDefinition(
                SYNC,
                "test",
                Direction.ONE_WAY,
                Mode.REAL_TIME,
                endpoint("source", source, settings),
                destinations,
                List.of(),
                List.of(),
                null,
                RetryPolicy.standard(),
                workers,
                existing,
                options,
                Wording.none(),
                System.currentTimeMillis());
    }

    private static EndpointSpec endpoint(
            String name, FreshDatabase database, Map<String, String> further) {
        String scheme = database.uri().substring(0, database.uri().indexOf(':'));
        Map<String, String> all = new HashMap<>(further);
        all.put("connection", database.uri());
        return new EndpointSpec(name, scheme, all);
    }

    ShopWriter writer(long seed) {
        return ShopWriter.start(source.jdbcUrl(), source.user(), source.password(), seed);
    }

    /** Waits until every target's tables are equal to the source's, by an export of its own. */
    void awaitEqual(long secondsMax) throws Exception {
        long until = System.nanoTime() + secondsMax * 1_000_000_000L;
        List<String> last = List.of();
        while (System.nanoTime() < until) {
            last = differences();
            if (last.isEmpty()) {
                return;
            }
            Thread.sleep(200);
        }
        throw new AssertionError(
                last + " " + engine.flows(SYNC) + " " + store.events(SYNC, 0, 1000));
    }

    List<String> differences() throws SQLException {
        List<String> differing = new ArrayList<>();
        try (Connection from = source.connect()) {
            for (String table : ShopWriter.TABLES) {
                String expected = new Export(from).sha256(table, ShopWriter.COLUMNS);
                for (FreshDatabase target : targets) {
                    try (Connection to = target.connect()) {
                        if (!expected.equals(new Export(to).sha256(table, ShopWriter.COLUMNS))) {
                            differing.add(table + " differs in " + target.name());
                        }
                    } catch (SQLException e) {
                        differing.add(table + ": " + e.getMessage());
                    }
                }
            }
        }
        return differing;
    }

    void awaitStreaming(long secondsMax) throws InterruptedException {
        long until = System.nanoTime() + secondsMax * 1_000_000_000L;
        while (System.nanoTime() < until) {
            List<FlowStatus> flows = engine.flows(SYNC);
            if (!flows.isEmpty()
                    && flows.stream()
                            .allMatch(flow -> flow.phase() == FlowStatus.Phase.STREAMING)) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(engine.flows(SYNC));
    }

    @Override
    public void close() {
        if (engine.find(SYNC) != null) {
            engine.delete(SYNC);
        }
        engine.close();
    }
}
