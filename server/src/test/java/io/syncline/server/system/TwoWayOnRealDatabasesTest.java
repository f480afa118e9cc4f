package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.RuleSpec;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.ThreadLanes;
import io.syncline.engine.shape.RowRule;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.TableRules;
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
import io.syncline.engine.sync.SyncEvent;
import io.syncline.engine.sync.SyncState;
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
import org.junit.jupiter.api.Test;

/** PostgreSQL and MariaDB, both written, are kept equal. */
class TwoWayOnRealDatabasesTest {
    private static final String SYNC = "sync_pair";
    private static final String FLOW = "sync_pair_0";

    private final FreshDatabase here = Services.postgres(18).freshDatabase();
    private final FreshDatabase there = Services.mariaDb().freshDatabase();
    private final Store store = new MemoryStore();
    private Engine engine;
    private Connection ours;
    private Connection theirs;

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

    private void begin() {
        engine =
                new Engine(
                        store,
                        Connectors.installed(),
                        new RealTime(),
                        new ThreadLanes(Thread.ofVirtual().factory()),
                        (_, _) -> 0);
        engine.start();
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static Map<Long, String> rows(Connection connection) throws SQLException {
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

    private static Merging merging(Merging.Initial initial) {
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

    private SyncDefinition definition(Merging.Initial initial) {
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

    private void configure(Merging.Initial initial) throws InterruptedException {
        configure(definition(initial));
    }

    private void configure(SyncDefinition definition) throws InterruptedException {
        engine.configure(definition);
        awaitStreaming();
    }

    private void awaitStreaming() throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (engine.flows(SYNC).isEmpty()
                || engine.flows(SYNC).getFirst().phase() != FlowStatus.Phase.STREAMING) {
            if (System.nanoTime() > end) {
                throw new AssertionError(engine.flows(SYNC) + " " + store.events(SYNC, 0, 100));
            }
            Thread.sleep(20);
        }
    }

    private void awaitEqual() throws SQLException, InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!rows(ours).equals(rows(theirs))) {
            if (System.nanoTime() > end) {
                assertThat(rows(theirs)).as("%s", engine.flows(SYNC)).isEqualTo(rows(ours));
            }
            Thread.sleep(20);
        }
    }

    @Test
    void rowsOfBothSidesMeetAndThenBothAreFollowed() throws Exception {
        run(
                ours,
                "INSERT INTO account VALUES (1, 'same', 's@x', 5, 1.50), (2, 'only here', null, 1,"
                        + " null), (4, 'ours', 'o@x', 7, 2)");
        run(
                theirs,
                "INSERT INTO account VALUES (1, 'same', 's@x', 5, 1.50), (3, 'only there', null,"
                        + " 2, 3), (4, 'theirs', 't@x', 9, 2)");
        configure(Merging.Initial.A_WINS);
        awaitEqual();
        assertThat(rows(theirs))
                .containsEntry(2L, "only here|null|1|null")
                .containsEntry(3L, "only there|null|2|3.00")
                .containsEntry(4L, "ours|o@x|7|2.00")
                .hasSize(4);
        // Different fields of one row, at the same time.
        run(ours, "UPDATE account SET name = 'renamed' WHERE id = 1");
        run(theirs, "UPDATE account SET price = 9.99 WHERE id = 1");
        run(ours, "INSERT INTO account VALUES (10, 'new here', null, 1, 1)");
        run(theirs, "INSERT INTO account VALUES (11, 'new there', null, 1, 1)");
        run(ours, "DELETE FROM account WHERE id = 3");
        awaitRow(1, "renamed|s@x|5|9.99");
        awaitEqual();
        assertThat(rows(ours)).containsKeys(1L, 2L, 4L, 10L, 11L).hasSize(5);
        assertThat(engine.verify(SYNC)).allMatch(found -> found.equal());
    }

    private void awaitRow(long id, String wanted) throws SQLException, InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!wanted.equals(rows(ours).get(id)) || !wanted.equals(rows(theirs).get(id))) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        rows(ours).get(id) + " " + rows(theirs).get(id) + engine.flows(SYNC));
            }
            Thread.sleep(20);
        }
    }

    /** Both change it while the sync rests: it counts, asks, and takes the later. */
    @Test
    void whatBothChangedGoesByTheRules() throws Exception {
        run(ours, "INSERT INTO account VALUES (1, 'a', 'a@x', 10, 1), (2, 'b', 'b@x', 10, 1)");
        configure(Merging.Initial.REVIEW);
        awaitEqual();
        engine.pause(SYNC);
        run(ours, "UPDATE account SET stock = stock - 3, name = 'first' WHERE id = 1");
        // MariaDB's log tells seconds.
        Thread.sleep(1100);
        run(theirs, "UPDATE account SET stock = stock + 5, name = 'second' WHERE id = 1");
        run(ours, "UPDATE account SET email = 'x@x' WHERE id = 2");
        run(theirs, "UPDATE account SET email = 'y@x', name = 'goes on' WHERE id = 2");
        engine.resume(SYNC);
        awaitStreaming();
        awaitRow(1, "second|a@x|12|1.00");
        long end = System.nanoTime() + 30_000_000_000L;
        while (store.pairs().waiting(FLOW).isEmpty() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(store.pairs().waiting(FLOW)).hasSize(1);
        assertThat(engine.flows(SYNC).getFirst().parked()).isEqualTo(1);
        // What nobody disputes goes on, and the disputed field stays as it is on either side.
        while (!"goes on|x@x|10|1.00".equals(rows(ours).get(2L)) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(rows(ours)).containsEntry(2L, "goes on|x@x|10|1.00");
        assertThat(rows(theirs)).containsEntry(2L, "goes on|y@x|10|1.00");
    }

    /** What another row stands in the way of waits, is told, and goes as soon as it can. */
    @Test
    void whatAnEndRefusesWaitsAndIsTakenLater() throws Exception {
        run(theirs, "CREATE UNIQUE INDEX one_each ON account (email)");
        configure(Merging.Initial.REVIEW);
        run(ours, "INSERT INTO account VALUES (1, 'a', 'same@x', 1, 1), (2, 'b', 'same@x', 1, 1)");
        await(() -> !store.pairs().waiting(FLOW).isEmpty());
        assertThat(store.pairs().waiting(FLOW).getFirst().review().conflicts().getFirst().kind())
                .isEqualTo(Conflict.Kind.UNIQUE);
        run(ours, "INSERT INTO account VALUES (3, 'goes on', 'c@x', 1, 1)");
        awaitRow(3, "goes on|c@x|1|1.00");
        run(ours, "UPDATE account SET email = 'other@x' WHERE id = 2");
        awaitEqual();
        await(() -> store.pairs().waiting(FLOW).isEmpty());
        assertThat(store.events(SYNC, 0, 100))
                .extracting(SyncEvent::type)
                .contains("conflict_detected", "conflict_resolved");
    }

    /** The edit that makes a row leave the filter is given to the other end first. */
    @Test
    void aRowThatLeavesIsGivenAndLetGoOf() throws Exception {
        run(ours, "INSERT INTO account VALUES (1, 'in', null, 5, 1), (2, 'out', null, 0, 1)");
        run(theirs, "INSERT INTO account VALUES (3, 'out', null, 0, 1), (4, 'in', null, 5, 1)");
        TableRules rules = TableRules.none();
        TableRules filtered =
                new TableRules(
                        rules.fields(),
                        false,
                        rules.transforms(),
                        rules.types(),
                        rules.masks(),
                        List.of(new RowRule("stocked", "stock > 0", true, "/filters")),
                        false,
                        rules.validation(),
                        false);
        SyncDefinition plain = definition(Merging.Initial.REVIEW);
        ShapeRules shape =
                new ShapeRules(List.of(new ShapeRules.Side(filtered, Map.of(), List.of())), null);
        configure(plain.with(plain.options().with(shape)));
        await(() -> rows(ours).containsKey(4L) && rows(theirs).containsKey(1L));
        assertThat(rows(ours)).containsOnlyKeys(1L, 2L, 4L);
        assertThat(rows(theirs)).containsOnlyKeys(1L, 3L, 4L);
        // It leaves by an edit of theirs, which ours must not miss.
        run(theirs, "UPDATE account SET stock = 0, name = 'sold' WHERE id = 4");
        await(() -> !rows(theirs).containsKey(4L));
        assertThat(rows(ours)).containsEntry(4L, "sold|null|0|1.00");
        run(ours, "UPDATE account SET stock = 7 WHERE id = 4");
        await(() -> "sold|null|7|1.00".equals(rows(theirs).get(4L)));
    }

    /** Nobody empties a large table of the other end without a person's word. */
    @Test
    void anEmptiedTableWaitsForAWord() throws Exception {
        run(
                ours,
                "INSERT INTO account SELECT n, 'many', null, 1, 1 FROM generate_series(1, 1200) AS n");
        SyncDefinition plain = definition(Merging.Initial.REVIEW);
        configure(plain.with(plain.options().with(Guards.standard())));
        awaitEqual();
        run(ours, "TRUNCATE account");
        await(() -> engine.find(SYNC).state() == SyncState.PAUSED);
        assertThat(rows(theirs)).hasSize(1200);
        assertThat(engine.find(SYNC).problem()).contains("emptied");
        engine.resume(SYNC);
        await(() -> rows(theirs).isEmpty());
    }

    /** The other end gets the column, and what is in it. */
    @Test
    void aColumnThatIsAddedAtTheSourceIsFollowed() throws Exception {
        run(ours, "INSERT INTO account VALUES (1, 'a', null, 1, 1), (2, 'b', null, 1, 1)");
        configure(Merging.Initial.REVIEW);
        awaitEqual();
        run(ours, "ALTER TABLE account ADD COLUMN extra int");
        run(ours, "UPDATE account SET extra = 5 WHERE id = 1");
        await(() -> "5".equals(extra(theirs, 1)));
        run(theirs, "UPDATE account SET extra = 6, name = 'c' WHERE id = 2");
        await(() -> "6".equals(extra(ours, 2)));
        awaitEqual();
        assertThat(store.pairs().waiting(FLOW)).isEmpty();
        assertThat(engine.verify(SYNC)).allMatch(found -> found.equal());
    }

    /** What only one end has of a row is still there after its key was changed at the other. */
    @Test
    void aKeyThatIsChangedTakesTheRowAlong() throws Exception {
        run(ours, "INSERT INTO account VALUES (1, 'a', null, 1, 1), (2, 'b', null, 1, 1)");
        configure(Merging.Initial.REVIEW);
        awaitEqual();
        run(theirs, "ALTER TABLE account ADD COLUMN remark varchar(20)");
        run(theirs, "UPDATE account SET remark = 'theirs alone', name = 'c' WHERE id = 1");
        run(ours, "UPDATE account SET id = 11 WHERE id = 1");
        await(() -> rows(theirs).size() == 2 && rows(ours).equals(rows(theirs)));
        run(theirs, "UPDATE account SET id = 12 WHERE id = 2");
        awaitEqual();
        assertThat(value(theirs, "remark", 11)).isEqualTo("theirs alone");
        assertThat(value(ours, "name", 11)).isEqualTo("c");
        assertThat(value(ours, "name", 12)).isEqualTo("b");
        assertThat(store.pairs().waiting(FLOW)).isEmpty();
        assertThat(engine.verify(SYNC)).allMatch(found -> found.equal());
    }

    /** No row is told of: they are looked at, and what somebody sets meanwhile counts. */
    @Test
    void aColumnThatIsAddedWithAValueFillsTheOtherEnd() throws Exception {
        run(ours, "INSERT INTO account VALUES (1, 'a', null, 1, 1), (2, 'b', null, 1, 1)");
        configure(Merging.Initial.REVIEW);
        awaitEqual();
        run(ours, "ALTER TABLE account ADD COLUMN extra int NOT NULL DEFAULT 7");
        await(() -> "7".equals(extra(theirs, 1)) && "7".equals(extra(theirs, 2)));
        run(theirs, "UPDATE account SET extra = 6 WHERE id = 2");
        await(() -> "6".equals(extra(ours, 2)));
        awaitEqual();
        assertThat(store.pairs().waiting(FLOW)).isEmpty();
        assertThat(engine.verify(SYNC)).allMatch(found -> found.equal());
    }

    private static String extra(Connection connection, long id) {
        return value(connection, "extra", id);
    }

    private static String value(Connection connection, String column, long id) {
        String sql = "SELECT " + column + " FROM account WHERE id = " + id;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException notThereYet) {
            return null;
        }
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private void await(Condition condition) throws SQLException, InterruptedException {
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
