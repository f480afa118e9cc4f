package io.syncline.connector.postgres;

import static io.syncline.connector.postgres.TargetBench.VERSION;
import static io.syncline.connector.postgres.TargetBench.id;
import static io.syncline.connector.postgres.TargetBench.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.services.Services;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Writes that demand something, many at a time. */
class PostgresConditionalTest {
    private static final String T = "public.t";

    /** How many wait for another to end. */
    private static final String WAITING =
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"
                    + " AND pid IN (SELECT pid FROM pg_stat_activity"
                    + " WHERE datname = current_database())";

    private static TargetBench bench() throws SQLException {
        return new TargetBench(Services.postgres(18).freshDatabase());
    }

    private static Write make(long key, Object... parts) {
        return new Write(
                Change.of(id(T, key), Image.absent(), Image.whole(row(parts)), VERSION),
                new Expect.Same(Image.absent()));
    }

    private static Write change(TargetBench bench, long key, Image after) {
        var seen = (Found.Seen) bench.lookup().current(List.of(id(T, key)), null).getFirst();
        return new Write(
                Change.of(id(T, key), seen.image(), after, VERSION),
                new Expect.Unchanged(seen.token()));
    }

    @Test
    void whatIsStoredIsToldAsTheServerHasMadeIt() throws Exception {
        try (TargetBench bench = bench();
                PostgresTarget target = bench.target(64)) {
            bench.run(
                    """
                    CREATE TABLE t (id bigint PRIMARY KEY, v text, n numeric(5,1), gone bool,
                        d int DEFAULT 7);
                    INSERT INTO t VALUES (1, 'x', 1, false, 1), (2, 'y', 1, false, 1);
                    CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN UPDATE t SET gone = true WHERE id = OLD.id; RETURN NULL; END';
                    CREATE TRIGGER keep BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION keep();
                    CREATE FUNCTION loud() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN UPDATE t SET v = upper(v) WHERE id = NEW.id; RETURN NULL; END';
                    CREATE TRIGGER loud AFTER INSERT OR UPDATE OF n ON t FOR EACH ROW
                        EXECUTE FUNCTION loud()
                    """);
            List<Write> writes =
                    List.of(
                            change(bench, 1, Image.partial(row("n", 3))),
                            change(bench, 2, Image.absent()),
                            make(3, "id", 3, "v", "quoted \" \\ ,{}", "gone", null),
                            make(4, "id", 4, "v", null, "gone", false));
            assertThat(target.apply(writes, null))
                    .containsExactly(
                            stored("id", 1, "v", "X", "n", exact(3), "gone", false, "d", 1),
                            stored("id", 2, "v", "y", "n", exact(1), "gone", true, "d", 1),
                            stored(
                                    "id",
                                    3,
                                    "v",
                                    "QUOTED \" \\ ,{}",
                                    "n",
                                    null,
                                    "gone",
                                    null,
                                    "d",
                                    7),
                            stored("id", 4, "v", null, "n", null, "gone", false, "d", 7));
        }
    }

    private static Value exact(long number) {
        return new Value.Decimal(BigDecimal.valueOf(number));
    }

    private static Outcome stored(Object... parts) {
        return new Outcome.Applied(Image.whole(row(parts)));
    }

    @Test
    void moreThanAreWrittenAtATimeAreAllWritten() throws Exception {
        try (TargetBench bench = bench();
                PostgresTarget target = bench.target(64)) {
            bench.run("CREATE TABLE t (id bigint PRIMARY KEY, v text)");
            List<Write> writes =
                    IntStream.range(0, 2_345)
                            .mapToObj(k -> make(k, "id", k, "v", "v" + k))
                            .toList();
            assertThat(target.apply(writes, null)).allMatch(Outcome.Applied.class::isInstance);
            assertThat(bench.read("SELECT count(*) || ' ' || count(DISTINCT v) FROM t"))
                    .isEqualTo("2345 2345");
            assertThat(target.apply(writes, null)).allMatch(Outcome.Stale.class::isInstance);
        }
    }

    @Test
    void rowsThatMoveAreJudgedWhereTheyWere() throws Exception {
        try (TargetBench bench = bench();
                PostgresTarget target = bench.target(64)) {
            bench.run("CREATE TABLE t (id bigint PRIMARY KEY, v text)");
            bench.run("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
            List<Write> writes = new ArrayList<>();
            for (long from : List.of(1L, 2L, 3L)) {
                Image was = Image.whole(row("id", from, "v", from == 1 ? "a" : "other"));
                Image after = Image.whole(row("id", from + 10, "v", "moved"));
                writes.add(
                        new Write(
                                new Change(id(T, from + 10), id(T, from), was, after, VERSION),
                                new Expect.Same(was)));
            }
            assertThat(target.apply(writes, null))
                    .containsExactly(
                            new Outcome.Applied(Image.whole(row("id", 11, "v", "moved"))),
                            new Outcome.Stale(Image.whole(row("id", 2, "v", "b"))),
                            new Outcome.Stale(Image.absent()));
            assertThat(bench.read("SELECT id FROM t ORDER BY id")).isEqualTo("2|11");
        }
    }

    @Test
    void oneOfManyThatSomebodyInsertsMeanwhileIsStaleAndTheOthersAreMade() throws Exception {
        try (TargetBench bench = bench();
                PostgresTarget target = bench.target(64);
                Connection other = bench.database.connect();
                Statement statement = other.createStatement()) {
            bench.run("CREATE TABLE t (id bigint PRIMARY KEY, v text)");
            other.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (5, 'theirs')");
            List<Write> writes =
                    IntStream.range(0, 10).mapToObj(k -> make(k, "id", k, "v", "ours")).toList();
            var made = CompletableFuture.supplyAsync(() -> target.apply(writes, null));
            while (!bench.read(WAITING).equals("1")) {
                assertThat(made).isNotDone();
                Thread.sleep(5);
            }
            other.commit();
            List<Outcome> outcomes = made.join();
            assertThat(outcomes.get(5))
                    .isEqualTo(new Outcome.Stale(Image.whole(row("id", 5, "v", "theirs"))));
            assertThat(outcomes).filteredOn(Outcome.Applied.class::isInstance).hasSize(9);
            assertThat(bench.read("SELECT count(*) FROM t WHERE v = 'ours'")).isEqualTo("9");
        }
    }

    @Test
    void ofManyRowsThatAreChangedTheOneThatSomebodyIsChangingIsStale() throws Exception {
        try (TargetBench bench = bench();
                PostgresTarget target = bench.target(64);
                Connection other = bench.database.connect();
                Statement statement = other.createStatement()) {
            bench.run("CREATE TABLE t (id bigint PRIMARY KEY, v varchar(3), n numeric(5,1))");
            bench.run("INSERT INTO t SELECT k, 'old', 1 FROM generate_series(0, 9) k");
            List<Write> writes =
                    IntStream.range(0, 10)
                            .mapToObj(k -> change(bench, k, Image.partial(row("v", "our"))))
                            .toList();
            other.setAutoCommit(false);
            statement.execute("UPDATE t SET n = 2 WHERE id = 5");
            var made = CompletableFuture.supplyAsync(() -> target.apply(writes, null));
            while (!bench.read(WAITING).equals("1")) {
                assertThat(made).isNotDone();
                Thread.sleep(5);
            }
            other.commit();
            List<Outcome> outcomes = made.join();
            assertThat(outcomes.get(5))
                    .isEqualTo(
                            new Outcome.Stale(
                                    Image.whole(row("id", 5, "v", "old", "n", exact(2)))));
            assertThat(outcomes.get(4)).isEqualTo(stored("id", 4, "v", "our", "n", exact(1)));
            assertThat(outcomes).filteredOn(Outcome.Applied.class::isInstance).hasSize(9);
            assertThat(bench.read("SELECT count(*) FROM t WHERE v = 'our'")).isEqualTo("9");
        }
    }

    @Test
    void whatIsStoredInAPartOfATableIsToldWithWhatItsTriggersMadeOfIt() throws Exception {
        try (TargetBench bench = bench();
                PostgresTarget target = bench.target(64)) {
            bench.run(
                    """
                    CREATE TABLE t (id bigint PRIMARY KEY, v text) PARTITION BY RANGE (id);
                    CREATE TABLE few PARTITION OF t FOR VALUES FROM (0) TO (10);
                    INSERT INTO t VALUES (1, 'a');
                    CREATE FUNCTION loud() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN UPDATE t SET v = upper(v) WHERE id = NEW.id; RETURN NULL; END';
                    CREATE TRIGGER loud AFTER UPDATE ON few FOR EACH ROW
                        WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION loud()
                    """);
            Write write = change(bench, 1, Image.partial(row("v", "b")));
            assertThat(target.apply(List.of(write), null))
                    .containsExactly(stored("id", 1, "v", "B"));
        }
    }

    @Test
    void aRowThatATriggerOfAnotherTableHasChangedIsNotOverwritten() throws Exception {
        try (TargetBench bench = bench();
                PostgresTarget target = bench.target(64)) {
            bench.run(
                    """
                    CREATE TABLE s (id bigint PRIMARY KEY);
                    CREATE TABLE t (id bigint PRIMARY KEY REFERENCES s, v text);
                    INSERT INTO s VALUES (1); INSERT INTO t VALUES (1, 'a');
                    CREATE FUNCTION tally() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN UPDATE t SET v = v || ''+'' WHERE id = 1; RETURN NULL; END';
                    CREATE TRIGGER tally AFTER INSERT ON s FOR EACH ROW EXECUTE FUNCTION tally()
                    """);
            Change parent =
                    Change.of(
                            id("public.s", 2), Image.absent(), Image.whole(row("id", 2)), VERSION);
            List<Write> writes =
                    List.of(
                            change(bench, 1, Image.whole(row("id", 1, "v", "b"))),
                            new Write(parent, new Expect.Same(Image.absent())));
            assertThat(target.apply(writes, null))
                    .containsExactly(
                            new Outcome.Stale(Image.whole(row("id", 1, "v", "a+"))),
                            new Outcome.Applied(Image.whole(row("id", 2))));
        }
    }
}
