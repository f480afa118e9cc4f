package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.gather.GatherTerms;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.ThreadLanes;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FurtherSource;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
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
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL and a MariaDB that are merged into another PostgreSQL, by their rank. */
class GatherOnRealDatabasesTest {
    private static final String SYNC = "sync_gather";
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final String MANY =
            "insert into account select n, 'many', 0 from generate_series(1000, 3999) as n";

    private final FreshDatabase first = Services.postgres(18).freshDatabase();
    private final FreshDatabase second = Services.mariaDb().freshDatabase();
    private final FreshDatabase centre = Services.postgres(18).freshDatabase();
    private final Store store = new MemoryStore();
    private Engine engine = engine();

    private Engine engine() {
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

    @AfterEach
    void end() {
        engine.delete(SYNC, true);
        engine.close();
    }

    private static void run(FreshDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String rows(FreshDatabase database, String columns) {
        StringBuilder all = new StringBuilder();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select concat_ws('|', %s) from account order by id"
                                        .formatted(columns))) {
            while (rows.next()) {
                all.append(rows.getString(1)).append(' ');
            }
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
        return all.toString();
    }

    private void await(String wanted) throws InterruptedException {
        await("id, name, stock, note", wanted);
    }

    private void await(String columns, String wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!wanted.equals(rows(centre, columns))) {
            assertThat(System.nanoTime())
                    .as(() -> rows(centre, columns) + engine.flows(SYNC))
                    .isLessThan(end);
            Thread.sleep(20);
        }
    }

    private void begin(Guards guards, GatherTerms terms) throws SQLException {
        run(
                first,
                "create table account (id bigint primary key, name varchar(20), stock int)",
                "insert into account values (1, 'one', 1), (2, 'two', 2)");
        run(
                second,
                "create table account (id bigint primary key, name varchar(80), stock bigint,"
                        + " note varchar(20))",
                "insert into account values (2, 'zwei', 20, 'note'), (3, 'drei', 30, null)");
        engine.configure(
                new SyncDefinition(
                        SYNC,
                        SYNC,
                        Direction.ONE_WAY,
                        Mode.REAL_TIME,
                        spec("first", "postgresql", first),
                        List.of(
                                new FurtherSource(
                                        spec("second", "mariadb", second),
                                        List.of("account"),
                                        List.of())),
                        List.of(spec("centre", "postgresql", centre)),
                        List.of("account"),
                        List.of("account"),
                        null,
                        RetryPolicy.standard(),
                        1,
                        ExistingData.ADOPT,
                        Options.standard().with(guards).with(terms),
                        Wording.none(),
                        System.currentTimeMillis()));
    }

    private static EndpointSpec spec(String name, String type, FreshDatabase database) {
        return new EndpointSpec(name, type, Map.of("connection", database.uri()));
    }

    @Test
    void rowsAreOfTheFirstSourceThatHasThemAlsoWhenTheEngineWasDown() throws Exception {
        begin(Guards.none(), GatherTerms.NONE);
        await("1|one|1 2|two|2|note 3|drei|30 ");

        run(second, "update account set note = 'new', stock = 21 where id = 2");
        run(first, "update account set id = 11, name = 'eleven' where id = 1");
        await("2|two|2|new 3|drei|30 11|eleven|1 ");
        run(first, "delete from account where id = 2");
        await("2|zwei|21|new 3|drei|30 11|eleven|1 ");

        engine.close();
        run(second, "delete from account", "insert into account values (11, 'elf', 0, 'late')");
        run(first, "insert into account values (4, 'four', 4)", MANY);
        engine = engine();
        await(3002);
        assertThat(rows(centre, "id, name, stock, note"))
                .startsWith("4|four|4 11|eleven|1|late 1000|many|0 ");
        assertThat(engine.verify(SYNC)).hasSize(2).allMatch(found -> found.equal());

        run(first, "truncate account");
        await("11|elf|0|late ");
    }

    private void await(int count) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (count() != count) {
            assertThat(System.nanoTime()).as(() -> engine.flows(SYNC) + "").isLessThan(end);
            Thread.sleep(20);
        }
    }

    /** How many rows the destination has; -1 while it has no table. */
    private int count() {
        try (Connection connection = centre.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from account")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            return -1;
        }
    }

    @Test
    void lostLogAndAColumnThatIsAddedAreMadeUpFor() throws Exception {
        begin(Guards.none(), new GatherTerms(0, true));
        String columns = "id, name, stock, note, syncline_source, syncline_sources";
        await(columns, "1|one|1|first|1 2|two|2|note|first,second|2 3|drei|30|second|1 ");

        engine.close();
        try (Connection connection = first.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
                            + " where database = current_database()");
            statement.execute("delete from account where id = 1");
            statement.execute("update account set name = 'unseen'");
        }
        engine = engine();
        await(columns, "2|unseen|2|note|first,second|2 3|drei|30|second|1 ");

        run(first, "alter table account add column colour varchar(9) default 'red'");
        await("id, name, colour", "2|unseen|red 3|drei ");
    }

    @Test
    void muchThatGoesWaitsForAPersonAndThenGoes() throws Exception {
        begin(Guards.standard(), GatherTerms.NONE);
        run(first, MANY);
        await(3003);

        run(first, "delete from account where id >= 1000");
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (Objects.requireNonNull(store.sync(SYNC)).state() != SyncState.PAUSED) {
            assertThat(System.nanoTime()).as(() -> engine.flows(SYNC) + "").isLessThan(end);
            Thread.sleep(20);
        }
        assertThat(count()).isGreaterThan(1500);
        assertThat(Objects.requireNonNull(store.sync(SYNC)).problem()).contains("account");
        engine.resume(SYNC);
        await("1|one|1 2|two|2|note 3|drei|30 ");
    }
}
