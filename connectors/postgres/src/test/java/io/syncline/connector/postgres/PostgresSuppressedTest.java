package io.syncline.connector.postgres;

import static io.syncline.connector.postgres.TargetBench.VERSION;
import static io.syncline.connector.postgres.TargetBench.delete;
import static io.syncline.connector.postgres.TargetBench.fence;
import static io.syncline.connector.postgres.TargetBench.id;
import static io.syncline.connector.postgres.TargetBench.insert;
import static io.syncline.connector.postgres.TargetBench.move;
import static io.syncline.connector.postgres.TargetBench.patch;
import static io.syncline.connector.postgres.TargetBench.row;
import static io.syncline.connector.postgres.TargetBench.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.services.Services;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes by which no trigger fires, and the foreign keys that are checked all the same. */
class PostgresSuppressedTest {
    private static final String WAITING =
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN"
                    + " (SELECT pid FROM pg_stat_activity WHERE datname = current_database())";

    private TargetBench bench;
    private PostgresTarget target;

    @BeforeEach
    void parentsAndChildren() throws SQLException {
        bench = new TargetBench(Services.postgres(18).freshDatabase());
        bench.run(
                """
                CREATE TABLE p (id bigint PRIMARY KEY, code text UNIQUE, v text);
                CREATE TABLE c (id bigint PRIMARY KEY, p bigint REFERENCES p, code text
                    REFERENCES p (code), v text);
                INSERT INTO p VALUES (1, 'one', 'x'), (2, 'two', 'x')
                """);
        target = bench.suppressing(64);
        target.claim("flow", 1);
    }

    @AfterEach
    void close() throws SQLException {
        target.close();
        bench.close();
    }

    private static Write child(long id, Object p) {
        return insert("public.c", id, row("id", id, "p", p, "code", null, "v", "new"));
    }

    private static Write parent(long id) {
        return insert("public.p", id, row("id", id, "code", "n" + id, "v", "new"));
    }

    private List<String> apply(Write... writes) {
        return told(target.apply(List.of(writes), null));
    }

    private static List<String> told(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(
                        each ->
                                switch (each) {
                                    case Outcome.Applied _ -> "done";
                                    case Outcome.Refused(Outcome.Kind kind, _, _) -> kind.name();
                                    case Outcome.Stale _ -> "stale";
                                    case Outcome.Unknown _ -> "unknown";
                                })
                .toList();
    }

    @Test
    void triggersDoNotFireButThoseThatAlwaysDo() throws Exception {
        bench.run(
                """
                CREATE FUNCTION loud() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN NEW.v = NEW.v || TG_ARGV[0]; RETURN NEW; END';
                CREATE TRIGGER usual BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION loud('!');
                CREATE TRIGGER always BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION loud('?');
                ALTER TABLE p ENABLE ALWAYS TRIGGER always
                """);
        assertThat(told(target.apply(List.of(parent(5)), fence(1, "a")))).containsExactly("done");
        bench.run("INSERT INTO p VALUES (6, 'six', 'theirs')");
        assertThat(bench.read("SELECT v FROM p WHERE id > 4 ORDER BY id"))
                .isEqualTo("new?|theirs?!");
    }

    @Test
    void aTriggerCanTellOurWritesByItself() throws Exception {
        bench.run(
                """
                CREATE FUNCTION loud() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN NEW.v = NEW.v || ''!''; RETURN NEW; END';
                CREATE TRIGGER loud BEFORE INSERT ON p FOR EACH ROW
                    WHEN (current_setting('syncline.writing', true) IS DISTINCT FROM 'on')
                    EXECUTE FUNCTION loud()
                """);
        try (PostgresTarget plain = bench.target(64)) {
            assertThat(told(plain.apply(List.of(parent(5)), null))).containsExactly("done");
        }
        bench.run("INSERT INTO p VALUES (6, 'six', 'theirs')");
        assertThat(bench.read("SELECT v FROM p WHERE id > 4 ORDER BY id")).isEqualTo("new|theirs!");
    }

    @Test
    void aChildWithoutItsParentIsRefusedAloneAndTakenWhenItIsThere() throws Exception {
        assertThat(apply(child(1, 1), child(2, 9), child(3, null), child(4, 2)))
                .containsExactly("done", "FOREIGN_KEY", "done", "done");
        Outcome refused = target.apply(List.of(child(2, 9)), fence(1, "a")).getFirst();
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        why -> assertThat(why.detail()).contains("violates", "c_p_fkey"));
        assertThat(bench.read("SELECT id FROM c ORDER BY id")).isEqualTo("1|3|4");
        assertThat(apply(child(2, 9), parent(9))).containsExactly("done", "done");
        assertThat(bench.read("SELECT id FROM c ORDER BY id")).isEqualTo("1|2|3|4");
    }

    @Test
    void manyAtATimeAreCheckedAsWell() throws Exception {
        List<Write> writes = new ArrayList<>();
        for (long n = 10; n < 1_210; n++) {
            writes.add(child(n, n == 700 ? 9 : 1 + n % 2));
        }
        List<String> outcomes = told(target.apply(writes, fence(1, "a")));
        assertThat(outcomes).filteredOn("done"::equals).hasSize(1_199);
        assertThat(outcomes.get(690)).isEqualTo("FOREIGN_KEY");
        assertThat(bench.read("SELECT count(*) FROM c")).isEqualTo("1199");
    }

    @Test
    void whatAChildRefersToIsNeitherDeletedNorGivenAnotherKey() throws Exception {
        bench.run("INSERT INTO c VALUES (1, 1, null, 'x'), (2, null, 'two', 'x')");
        assertThat(apply(delete("public.p", 1), delete("public.p", 2), delete("public.p", 3)))
                .containsExactly("FOREIGN_KEY", "FOREIGN_KEY", "done");
        assertThat(apply(move("public.p", 1, 11, Image.partial(row("id", 11)))))
                .containsExactly("FOREIGN_KEY");
        assertThat(apply(patch("public.p", 2, row("code", "deux")))).containsExactly("FOREIGN_KEY");
        assertThat(apply(patch("public.p", 1, row("code", "un", "v", "y"))))
                .containsExactly("done");
        assertThat(apply(patch("public.p", 2, row("v", "z")))).containsExactly("done");
        assertThat(bench.read("SELECT id || code || v FROM p ORDER BY id")).isEqualTo("1uny|2twoz");
        // With the rows that refer to it each goes.
        assertThat(
                        apply(
                                move("public.p", 1, 11, Image.partial(row("id", 11))),
                                patch("public.c", 1, row("p", 11)),
                                delete("public.c", 2),
                                delete("public.p", 2)))
                .containsOnly("done");
    }

    @Test
    void aDemandedWriteIsCheckedAsOthersAre() throws Exception {
        bench.run("INSERT INTO c VALUES (1, 1, null, 'x')");
        Write orphan =
                new Write(
                        Change.of(
                                id("public.c", 5),
                                Image.absent(),
                                Image.whole(row("id", 5, "p", 9)),
                                VERSION),
                        new Expect.Same(Image.absent()));
        Write gone =
                new Write(
                        Change.of(id("public.p", 1), Image.absent(), Image.absent(), VERSION),
                        new Expect.Same(Image.partial(row("v", "x"))));
        try (OpenTransaction transaction = target.begin("flow", 0, 1)) {
            assertThat(told(transaction.apply(List.of(gone, orphan))))
                    .containsExactly("FOREIGN_KEY", "FOREIGN_KEY");
            assertThat(told(transaction.apply(List.of(parent(9), orphan))))
                    .containsExactly("done", "done");
            assertThat(transaction.commit(new Position("a"))).isTrue();
        }
        assertThat(bench.read("SELECT id || ' ' || p FROM c ORDER BY id")).isEqualTo("1 1|5 9");
    }

    @Test
    void keysOfSeveralColumnsAndOfATablesOwnAreKept() throws Exception {
        bench.run(
                """
                CREATE TABLE a (x int, y text, PRIMARY KEY (x, y));
                CREATE TABLE b (id bigint PRIMARY KEY, x int, y text, up int REFERENCES b
                        DEFERRABLE INITIALLY DEFERRED,
                    FOREIGN KEY (x, y) REFERENCES a);
                CREATE TABLE f (id bigint PRIMARY KEY, x int, y text,
                    FOREIGN KEY (x, y) REFERENCES a MATCH FULL);
                INSERT INTO a VALUES (1, 'a')
                """);
        assertThat(
                        apply(
                                insert("public.b", 1, row("id", 1, "x", 1, "y", "a", "up", 2)),
                                insert("public.b", 2, row("id", 2, "x", 9, "y", null, "up", 1)),
                                insert("public.b", 3, row("id", 3, "x", 1, "y", "b", "up", 3)),
                                insert("public.b", 4, row("id", 4, "x", null, "y", null, "up", 5))))
                .containsExactly("done", "done", "FOREIGN_KEY", "FOREIGN_KEY");
        assertThat(
                        apply(
                                insert("public.f", 1, row("id", 1, "x", null, "y", "a")),
                                insert("public.f", 2, row("id", 2, "x", null, "y", null)),
                                insert("public.f", 3, row("id", 3, "x", 1, "y", "a"))))
                .containsExactly("FOREIGN_KEY", "done", "done");
        assertThat(apply(delete("public.b", 1))).containsExactly("FOREIGN_KEY");
        assertThat(apply(delete("public.b", 1), delete("public.b", 2))).containsOnly("done");
    }

    @Test
    void keysOfAnyNameAndTypeAndThoseOfPartitionedTablesAreKept() throws Exception {
        bench.run(
                """
                CREATE DOMAIN code AS char(3);
                CREATE TYPE mood AS ENUM ('good', 'bad');
                CREATE TABLE "A ""b" ("x y" code, m mood, n numeric(5, 2), PRIMARY KEY ("x y", m, n));
                CREATE TABLE "C" (id bigint PRIMARY KEY, "f '" varchar(3), m mood, n int,
                    FOREIGN KEY ("f '", m, n) REFERENCES "A ""b");
                CREATE TABLE whole (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
                CREATE TABLE few PARTITION OF whole FOR VALUES FROM (0) TO (10);
                CREATE TABLE part (id bigint PRIMARY KEY, whole int REFERENCES whole);
                INSERT INTO whole VALUES (1); INSERT INTO "A ""b" VALUES ('a', 'bad', 2)
                """);
        assertThat(
                        apply(
                                insert("public.C", 1, row("id", 1, "f '", "a", "m", "bad", "n", 2)),
                                insert("public.C", 2, row("id", 2, "f '", "a", "m", "bad", "n", 3)),
                                insert("public.part", 1, row("id", 1, "whole", 1)),
                                insert("public.part", 2, row("id", 2, "whole", 2))))
                .containsExactly("done", "FOREIGN_KEY", "done", "FOREIGN_KEY");
        Write parent =
                Write.any(
                        Change.of(
                                new RowId(
                                        "public.A \"b",
                                        List.of(
                                                new Value.Text("a"),
                                                new Value.Text("bad"),
                                                new Value.Decimal(new BigDecimal("2.00")))),
                                Image.absent(),
                                Image.absent(),
                                VERSION));
        assertThat(apply(parent)).containsExactly("FOREIGN_KEY");
        assertThat(apply(delete("public.C", 1), parent)).containsExactly("done", "done");
        assertThat(bench.read("SELECT count(*) FROM \"A \"\"b\"")).isEqualTo("0");
    }

    /** The server passes nothing on here, so what it would have changed is waited for. */
    @Test
    void aDeleteThatWouldBePassedOnWaitsForTheRowsAndNamesThem() throws Exception {
        bench.run(
                """
                CREATE TABLE d (id bigint PRIMARY KEY, p bigint REFERENCES p ON DELETE SET NULL);
                INSERT INTO d VALUES (7, 1)
                """);
        try (OpenTransaction transaction = target.begin("flow", 0, 1)) {
            transaction.keep(Set.of("public.p", "public.d"));
            Outcome outcome = transaction.apply(List.of(delete("public.p", 1))).getFirst();
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            why -> assertThat(why.blockedBy()).containsExactly(id("public.d", 7)));
            assertThat(
                            told(
                                    transaction.apply(
                                            List.of(
                                                    delete("public.p", 1),
                                                    patch("public.d", 7, row("p", null))))))
                    .containsOnly("done");
            transaction.commit(new Position("a"));
        }
        assertThat(bench.read("SELECT id FROM p")).isEqualTo("2");
    }

    private interface Statements {
        List<String> made();
    }

    /** What becomes of our writes when an application commits what it has begun before them. */
    private List<String> meanwhile(String begun, Statements ours) throws Exception {
        try (Connection other = bench.database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(begun);
            var made = CompletableFuture.supplyAsync(ours::made);
            while (bench.read(WAITING).equals("0")) {
                assertThat(made).isNotDone();
                Thread.sleep(5);
            }
            other.commit();
            return made.join();
        }
    }

    @Test
    void aChildThatAnApplicationIsAboutToMakeKeepsItsParent() throws Exception {
        assertThat(
                        meanwhile(
                                "INSERT INTO c VALUES (1, 1, null, 'theirs')",
                                () -> apply(delete("public.p", 1))))
                .containsExactly("FOREIGN_KEY");
        assertThat(
                        meanwhile(
                                "INSERT INTO c VALUES (2, null, 'two', 'theirs')",
                                () -> apply(patch("public.p", 2, row("code", "deux")))))
                .containsExactly("FOREIGN_KEY");
        assertThat(bench.read("SELECT code FROM p ORDER BY id")).isEqualTo("one|two");
        assertThat(
                        meanwhile(
                                "UPDATE p SET code = 'dos' WHERE code = 'one';"
                                        + " INSERT INTO c VALUES (3, null, 'dos', 'theirs')",
                                () -> apply(patch("public.p", 1, row("code", "deux")))))
                .containsExactly("FOREIGN_KEY");
        assertThat(bench.read("SELECT code FROM p ORDER BY id")).isEqualTo("dos|two");
    }

    @Test
    void aParentThatAnApplicationIsAboutToDeleteHasNoChildOfOurs() throws Exception {
        assertThat(meanwhile("DELETE FROM p WHERE id = 1", () -> apply(child(1, 1), child(2, 2))))
                .containsExactly("FOREIGN_KEY", "done");
        assertThat(bench.read("SELECT id FROM c")).isEqualTo("2");
    }

    /**
     * An application's delete waits until our child is there, and is then refused by the server.
     */
    @Test
    void aParentOfOursIsHeldUntilTheChildIsThere() throws Exception {
        try (OpenTransaction transaction = target.begin("flow", 0, 1)) {
            assertThat(told(transaction.apply(List.of(child(1, 1))))).containsExactly("done");
            var deleted =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    bench.run("DELETE FROM p WHERE id = 1");
                                    return "deleted";
                                } catch (SQLException e) {
                                    return e.getSQLState();
                                }
                            });
            Thread.sleep(200);
            assertThat(deleted).isNotDone();
            transaction.commit(new Position("a"));
            assertThat(deleted.join()).isEqualTo("23503");
        }
    }

    @Test
    void aForeignKeyThatIsAddedMeanwhileIsKept() throws Exception {
        bench.run("CREATE TABLE e (id bigint PRIMARY KEY, p bigint)");
        Write orphan = insert("public.e", 1, row("id", 1, "p", 9));
        assertThat(apply(insert("public.e", 2, row("id", 2, "p", 1)))).containsExactly("done");
        bench.run("ALTER TABLE e ADD FOREIGN KEY (p) REFERENCES p");
        assertThat(apply(orphan)).containsExactly("FOREIGN_KEY");
        assertThat(apply(delete("public.p", 1))).containsExactly("FOREIGN_KEY");
    }

    /** The server would let two rows have one value. */
    @Test
    void aTableThatIsAlteredSoThatNobodyWouldLookStopsTheSync() throws Exception {
        bench.run("UPDATE p SET v = code; ALTER TABLE p ADD UNIQUE (v) DEFERRABLE");
        assertThatThrownBy(() -> apply(parent(5)))
                .isInstanceOfSatisfying(
                        EndpointException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.TRIGGERS_NOT_SUPPRESSIBLE));
    }

    @Test
    void valuesThatOthersReferToAreNotExchanged() throws Exception {
        bench.run("INSERT INTO c VALUES (1, null, 'one', 'x')");
        assertThat(
                        apply(
                                update("public.p", 1, row("id", 1, "code", "two", "v", "x")),
                                update("public.p", 2, row("id", 2, "code", "one", "v", "x"))))
                .doesNotContain("done");
        assertThat(bench.read("SELECT code FROM p ORDER BY id")).isEqualTo("one|two");
    }
}
