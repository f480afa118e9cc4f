package io.syncline.server.types;

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
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.RealTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** A PostgreSQL, its two copies, and the real engine between them with a store in memory. */
final class Places implements AutoCloseable {
    static final String SYNC = "types";

    private final FreshDatabase source = Services.postgres(18).freshDatabase();
    private final FreshDatabase postgres = Services.postgres(17).freshDatabase();
    private final FreshDatabase maria = Services.mariaDb().freshDatabase();
    private final Store store = new MemoryStore();
    final Engine engine;

    Places() {
        engine =
                new Engine(
                        store,
                        Connectors.installed(),
                        new RealTime(),
                        new ThreadLanes(Thread.ofVirtual().factory()),
                        (_, _) -> 0);
        engine.start();
    }

    SyncDefinition definition(List<Side> sides) {
        List<EndpointSpec> destinations = new ArrayList<>();
        for (Side side : sides) {
            destinations.add(
                    side == Side.MARIA
                            ? endpoint("mariadb", maria, Map.of("key_text_length", "100"))
                            : endpoint("postgresql", postgres, Map.of()));
        }
        return new SyncDefinition(
                SYNC,
                "types",
                Direction.ONE_WAY,
                Mode.REAL_TIME,
                endpoint("postgresql", source, Map.of()),
                destinations,
                List.of(),
                List.of(),
                null,
                RetryPolicy.standard(),
                1,
                ExistingData.REFUSE,
                System.currentTimeMillis());
    }

    private static EndpointSpec endpoint(
            String type, FreshDatabase database, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("connection", database.uri());
        return new EndpointSpec(database.name(), type, settings);
    }

    void source(String... statements) throws SQLException {
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String each : statements) {
                statement.execute(each);
            }
            connection.commit();
        }
    }

    /** Rows of the source, by the first column. */
    Map<String, List<String>> atSource(String query) throws SQLException {
        return rows(source, query);
    }

    /** Rows of a copy, by the first column. */
    Map<String, List<String>> at(Side side, String query) throws SQLException {
        return rows(side == Side.MARIA ? maria : postgres, query);
    }

    /** What is parked on the way to a copy. */
    List<Parked> parked(Side side) {
        String flow = side == Side.MARIA ? "_1" : "_0";
        return store.parked(SYNC, 0, 10_000).stream()
                .filter(each -> each.flow().endsWith(flow))
                .toList();
    }

    private static Map<String, List<String>> rows(FreshDatabase database, String query)
            throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            if (!database.jdbcUrl().contains("mariadb")) {
                statement.execute("set timezone = 'UTC'");
            }
            try (ResultSet result = statement.executeQuery(query)) {
                int count = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 2; i <= count; i++) {
                        row.add(result.getString(i));
                    }
                    rows.put(result.getString(1), row);
                }
            }
        }
        return rows;
    }

    void awaitStreaming() throws Exception {
        await(
                () ->
                        engine.flows(SYNC).size() == 2
                                && engine.flows(SYNC).stream()
                                        .allMatch(
                                                flow ->
                                                        flow.phase()
                                                                == FlowStatus.Phase.STREAMING));
    }

    /** Waits until everything that was committed so far has come to both copies. */
    void awaitCaughtUp() throws Exception {
        source("insert into arrived values (default)");
        String last = "select max(id) from arrived";
        String wanted = atSource(last).keySet().iterator().next();
        await(
                () -> {
                    for (Side side : Side.values()) {
                        if (!at(side, "select id from arrived").containsKey(wanted)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    void await(Callable<Boolean> condition) throws Exception {
        long until = System.nanoTime() + 60_000_000_000L;
        while (!condition.call()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("Not within a minute: " + engine.flows(SYNC));
            }
            Thread.sleep(50);
        }
    }

    @Override
    public void close() {
        if (engine.find(SYNC) != null) {
            engine.delete(SYNC);
        }
        engine.close();
    }
}
