package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Accounts in PostgreSQL and in MariaDB, and an engine that keeps them equal. */
class TwoAccounts {
    static final String SYNC = "sync_pair";
    static final String FLOW = "sync_pair_0";

    final FreshDatabase here = Services.postgres(18).freshDatabase();
    final FreshDatabase there = Services.mariaDb().freshDatabase();
    final Store store = new MemoryStore();
    Engine engine;
    Connection ours;
    Connection theirs;

    @BeforeEach
    void connect() throws SQLException {
        ours = here.connect();
        theirs = there.connect();
        String columns =
                "(id bigint PRIMARY KEY, name varchar(80), email varchar(80), stock int NOT NULL,"
                        + " price numeric(12,2))";
        run(ours, "CREATE TABLE account " + columns);
        run(theirs, "CREATE TABLE account " + columns);
        begin();
    }

    @AfterEach
    void close() throws SQLException {
        engine.delete(SYNC, true);
        engine.close();
        ours.close();
        theirs.close();
    }

    void begin() {
        engine =
                new Engine(
                        store,
                        Connectors.installed(),
                        new RealTime(),
                        new ThreadLanes(Thread.ofVirtual().factory()),
                        (_, _) -> 0);
        engine.start();
    }

    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    static Map<Long, String> rows(Connection connection) throws SQLException {
        Map<Long, String> rows = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT id, name, email, stock, price FROM account")) {
            while (row.next()) {
                rows.put(
                        row.getLong(1),
                        row.getString(2)
                                + "|"
                                + row.getString(3)
                                + "|"
                                + row.getInt(4)
                                + "|"
                                + row.getString(5));
            }
        }
        return rows;
    }

    static Merging merging(Merging.Initial initial) {
        Merging asking = Merging.asking();
        return new Merging(
                new io.syncline.core.merge.Definition(
                        RowPolicy.review(),
                        RuleSpec.of("last_write_wins"),
                        Map.of("stock", RuleSpec.of("sum"), "email", RuleSpec.of("manual_review")),
                        List.of(),
                        List.of(),
                        0),
                asking.collections(),
                initial,
                null,
                false);
    }

    SyncDefinition definition(Merging.Initial initial) {
        return new SyncDefinition(
                SYNC,
                SYNC,
                Direction.BI_DIRECTIONAL,
                Mode.REAL_TIME,
                new EndpointSpec("here", "postgresql", Map.of("connection", here.uri())),
                List.of(new EndpointSpec("there", "mariadb", Map.of("connection", there.uri()))),
                List.of("account"),
                List.of(),
                null,
                RetryPolicy.standard(),
                2,
                ExistingData.FILL,
                Options.standard().with(Guards.none()).with(merging(initial)),
                Wording.none(),
                System.currentTimeMillis());
    }

    void configure(Merging.Initial initial) throws InterruptedException {
        configure(definition(initial));
    }

    void configure(SyncDefinition definition) throws InterruptedException {
        engine.configure(definition);
        awaitStreaming();
    }

    void awaitStreaming() throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (engine.flows(SYNC).isEmpty()
                || engine.flows(SYNC).getFirst().phase() != FlowStatus.Phase.STREAMING) {
            if (System.nanoTime() > end) {
                throw new AssertionError(engine.flows(SYNC) + " " + store.events(SYNC, 0, 100));
            }
            Thread.sleep(20);
        }
    }

    void awaitEqual() throws SQLException, InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!rows(ours).equals(rows(theirs))) {
            if (System.nanoTime() > end) {
                assertThat(rows(theirs)).as("%s", engine.flows(SYNC)).isEqualTo(rows(ours));
            }
            Thread.sleep(20);
        }
    }

    static String extra(Connection connection, long id) {
        return value(connection, "extra", id);
    }

    static String value(Connection connection, String column, long id) {
        String sql = "SELECT " + column + " FROM account WHERE id = " + id;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException notThereYet) {
            return null;
        }
    }

    interface Condition {
        boolean holds() throws SQLException;
    }

    void await(Condition condition) throws SQLException, InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        rows(ours)
                                + " "
                                + rows(theirs)
                                + engine.flows(SYNC)
                                + store.pairs().waiting(FLOW));
            }
            Thread.sleep(20);
        }
    }
}
