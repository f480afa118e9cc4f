package io.syncline.server.system;

import io.syncline.core.merge.Definition;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.RuleSpec;
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
import io.syncline.engine.sync.FurtherSource;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.Wording;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.RealTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The real engine with two sources, a PostgreSQL and a MariaDB, and a PostgreSQL as their centre.
 * All have a table {@code account}.
 */
final class LiveStar implements AutoCloseable {
    static final String SYNC = "sync_star";

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /** An end of the star. */
    record Site(FreshDatabase database, Connection connection) {
        static Site of(FreshDatabase database) throws SQLException {
            Site site = new Site(database, database.connect());
            site.run("CREATE TABLE account (id bigint PRIMARY KEY, name varchar(80), stock int)");
            return site;
        }

        void run(String... statements) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                for (String each : statements) {
                    statement.execute(each);
                }
            }
        }

        Map<Long, String> rows() throws SQLException {
            Map<Long, String> rows = new TreeMap<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT id, name, stock FROM account")) {
                while (row.next()) {
                    rows.put(row.getLong(1), row.getString(2) + "|" + row.getString(3));
                }
            }
            return rows;
        }

        EndpointSpec spec(String name, String type) {
            return new EndpointSpec(name, type, Map.of("connection", database.uri()));
        }
    }

    /** What is to hold at some time. */
    interface Condition {
        boolean holds() throws SQLException;
    }

    final Site first = Site.of(Services.postgres(18).freshDatabase());
    final Site second = Site.of(Services.mariaDb().freshDatabase());
    final Site centre = Site.of(Services.postgres(18).freshDatabase());
    final Store store = new MemoryStore();
    final Engine engine =
            new Engine(
                    store,
                    Connectors.installed(),
                    new RealTime(),
                    new ThreadLanes(Thread.ofVirtual().factory()),
                    (_, _) -> 0);

    LiveStar() throws SQLException {
        engine.start();
    }

    /** Keeps all equal by a rule, and {@code stock} by one of its own; who ranks first is said. */
    void begin(String rule, String stock, Merging.Initial initial, String... ranking)
            throws Exception {
        Definition rules =
                new Definition(
                        new RowPolicy(RowPolicy.OnDelete.RULE, RowPolicy.OnInsert.RULE, false),
                        RuleSpec.of(rule),
                        Map.of("stock", RuleSpec.of(stock)),
                        List.of(),
                        List.of(),
                        0);
        Merging merging = new Merging(rules, Map.of(), initial, null, false, List.of(ranking));
        engine.configure(
                new SyncDefinition(
                        SYNC,
                        SYNC,
                        Direction.BI_DIRECTIONAL,
                        Mode.REAL_TIME,
                        first.spec("first", "postgresql"),
                        List.of(
                                new FurtherSource(
                                        second.spec("second", "mariadb"),
                                        List.of("account"),
                                        List.of())),
                        List.of(centre.spec("centre", "postgresql")),
                        List.of("account"),
                        List.of(),
                        null,
                        RetryPolicy.standard(),
                        2,
                        ExistingData.FILL,
                        Options.standard().with(Guards.none()).with(merging),
                        Wording.none(),
                        System.currentTimeMillis()));
        await(
                () ->
                        engine.flows(SYNC).size() == 2
                                && engine.flows(SYNC).stream()
                                        .allMatch(
                                                flow ->
                                                        flow.phase()
                                                                == FlowStatus.Phase.STREAMING));
    }

    void await(Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        first.rows()
                                + " "
                                + second.rows()
                                + " "
                                + centre.rows()
                                + engine.flows(SYNC)
                                + store.pairs().waiting(SYNC + "_0")
                                + store.pairs().waiting(SYNC + "_1"));
            }
            Thread.sleep(20);
        }
    }

    /** Waits until a row is the same at all ends. */
    void awaitRow(long id, String wanted) throws Exception {
        await(
                () ->
                        wanted.equals(first.rows().get(id))
                                && wanted.equals(second.rows().get(id))
                                && wanted.equals(centre.rows().get(id)));
    }

    void awaitEqual() throws Exception {
        await(() -> first.rows().equals(centre.rows()) && second.rows().equals(centre.rows()));
    }

    @Override
    public void close() throws SQLException {
        engine.delete(SYNC, true);
        engine.close();
        first.connection().close();
        second.connection().close();
        centre.connection().close();
    }
}
