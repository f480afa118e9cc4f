package io.syncline.server.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.evolve.SchemaChanges;
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
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.Wording;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.Export;
import io.syncline.testkit.system.Export.Kind;
import io.syncline.testkit.system.RealTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The real engine from one database to a PostgreSQL and to a MariaDB at once, under a writer. */
final class Ground implements AutoCloseable {
    static final String SYNC = "sync_test";

    /** What is read. */
    enum From {
        POSTGRESQL,
        MARIADB
    }

    final From from;
    final FreshDatabase source;
    final List<FreshDatabase> targets =
            List.of(Services.postgres(17).freshDatabase(), Services.mariaDb().freshDatabase());
    final Store store = new MemoryStore();
    final Engine engine =
            new Engine(
                    store,
                    Connectors.installed(),
                    new RealTime(),
                    new ThreadLanes(Thread.ofVirtual().factory()),
                    (_, _) -> 0);

    /** What guards a sync that is defined from now on. */
    Guards guards = Guards.standard();

    private final Map<String, Map<String, Kind>> columns = new HashMap<>();

    Ground() {
        this(From.POSTGRESQL);
    }

    Ground(From from) {
        this.from = from;
        this.source =
                switch (from) {
                    case POSTGRESQL -> Services.postgres(18).freshDatabase();
                    case MARIADB -> Services.mariaDb().freshDatabase();
                };
        engine.start();
    }

    /** One of two ways to say something. */
    String either(String postgresql, String mariaDb) {
        return from == From.POSTGRESQL ? postgresql : mariaDb;
    }

    /** Rows of one column g with the numbers from 1 on. */
    String numbers(int rows) {
        return either(
                "generate_series(1, " + rows + ") g",
                "(SELECT seq AS g FROM seq_1_to_" + rows + ") numbers");
    }

    /** Runs statements at the source. */
    void run(String... statements) throws SQLException {
        run(source, statements);
    }

    static void run(FreshDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** A table of numbers with so many rows: id, n and s. */
    void table(String name, int rows) throws SQLException {
        run(
                "CREATE TABLE " + name + " (id int PRIMARY KEY, n int NOT NULL, s varchar(20))",
                "INSERT INTO " + name + " SELECT g, g, concat('row ', g) FROM " + numbers(rows));
        compares(name, "id n", "s");
    }

    /** From now on these columns of the table are compared. */
    void compares(String table, String numbers, String texts) {
        Map<String, Kind> kinds = new HashMap<>();
        List.of(numbers.split(" ")).forEach(name -> kinds.put(name, Kind.NUMBER));
        if (!texts.isEmpty()) {
            List.of(texts.split(" ")).forEach(name -> kinds.put(name, Kind.TEXT));
        }
        columns.put(table, kinds);
    }

    void ignores(String table) {
        columns.remove(table);
    }

    SyncDefinition definition(SchemaChanges changes, String... tables) {
        List<EndpointSpec> destinations = new ArrayList<>();
        for (FreshDatabase target : targets) {
            destinations.add(endpoint("to" + destinations.size(), target));
        }
        return new SyncDefinition(
                SYNC,
                "test",
                Direction.ONE_WAY,
                Mode.REAL_TIME,
                endpoint("source", source),
                destinations,
                List.of(tables),
                List.of(),
                null,
                RetryPolicy.standard(),
                2,
                ExistingData.REFUSE,
                Options.standard().with(changes).with(guards),
                Wording.none(),
                System.currentTimeMillis());
    }

    private static EndpointSpec endpoint(String name, FreshDatabase database) {
        String scheme = database.uri().substring(0, database.uri().indexOf(':'));
        return new EndpointSpec(name, scheme, Map.of("connection", database.uri()));
    }

    void streaming() throws Exception {
        await(
                () -> {
                    List<FlowStatus> flows = engine.flows(SYNC);
                    return flows.size() == targets.size()
                            && flows.stream()
                                    .allMatch(f -> f.phase() == FlowStatus.Phase.STREAMING);
                });
    }

    /** Waits until the sync is paused, and returns why. */
    String paused() throws Exception {
        await(() -> entry().state() == SyncState.PAUSED);
        return String.valueOf(entry().problem());
    }

    Store.Entry entry() {
        return java.util.Objects.requireNonNull(engine.find(SYNC));
    }

    /** What was told of changes of tables. */
    List<String> told() {
        return store.events(SYNC, 0, 1000).stream()
                .filter(event -> event.type().equals("schema_changed"))
                .map(event -> event.data().get("table") + " " + event.data().get("change"))
                .distinct()
                .toList();
    }

    void await(BooleanSupplier wanted) throws Exception {
        long end = System.nanoTime() + 40_000_000_000L;
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(entry() + "\n" + engine.flows(SYNC) + "\n" + told());
            }
            Thread.sleep(20);
        }
    }

    /** Waits until all compared tables are equal everywhere. */
    void equal() throws Exception {
        List<String> differing = new ArrayList<>();
        long end = System.nanoTime() + 40_000_000_000L;
        do {
            Thread.sleep(50);
            differing.clear();
            differing.addAll(differences());
        } while (!differing.isEmpty() && System.nanoTime() < end);
        assertThat(differing).as(entry().problem() + " " + engine.flows(SYNC)).isEmpty();
        assertThat(store.parked(SYNC, 0, 10)).isEmpty();
    }

    List<String> differences() {
        List<String> differing = new ArrayList<>();
        columns.forEach(
                (table, kinds) -> {
                    try {
                        List<String> expected = rows(source, table, kinds);
                        for (FreshDatabase target : targets) {
                            List<String> found = rows(target, table, kinds);
                            if (!found.equals(expected)) {
                                differing.add(difference(table, expected, found));
                            }
                        }
                    } catch (SQLException e) {
                        differing.add(table + ": " + e.getMessage());
                    }
                });
        return differing;
    }

    private static String difference(String table, List<String> expected, List<String> found) {
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(found);
        List<String> extra = new ArrayList<>(found);
        extra.removeAll(expected);
        return table
                + " lacks "
                + missing.stream().limit(3).toList()
                + " and has "
                + extra.stream().limit(3).toList();
    }

    static List<String> rows(FreshDatabase database, String table, Map<String, Kind> kinds)
            throws SQLException {
        try (Connection connection = database.connect()) {
            return new Export(connection).rows(table, kinds);
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
