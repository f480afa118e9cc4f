package io.syncline.connector.postgres;

import static io.syncline.connector.postgres.TargetBench.delete;
import static io.syncline.connector.postgres.TargetBench.fence;
import static io.syncline.connector.postgres.TargetBench.insert;
import static io.syncline.connector.postgres.TargetBench.move;
import static io.syncline.connector.postgres.TargetBench.patch;
import static io.syncline.connector.postgres.TargetBench.row;
import static io.syncline.connector.postgres.TargetBench.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.connector.jdbc.Triggers;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.RealTime;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes without a demand, on every supported server and by both ways of writing. */
class PostgresTargetTest {
    private static final String T = "public.t";
    private static final String ROWS =
            "SELECT id || ':' || coalesce(name, '-') || ':' || coalesce(doc::text, '-')"
                    + " FROM t ORDER BY id";

    private static TargetBench bench(int version) throws Exception {
        TargetBench bench = new TargetBench(Services.postgres(version).freshDatabase());
        bench.run(
                """
                CREATE TABLE t (id bigint PRIMARY KEY, name text, doc json);
                CREATE TABLE log (n bigserial, what text);
                CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    INSERT INTO log (what) VALUES (TG_OP || coalesce(NEW.id, OLD.id));
                    RETURN NULL; END $$;
                CREATE TRIGGER told AFTER INSERT OR UPDATE OR DELETE ON t
                    FOR EACH ROW EXECUTE FUNCTION told();
                """);
        return bench;
    }

    /** Flows of a star find the same table missing. */
    @Test
    void aTableThatTwoMakeAtTheSameMomentIsMadeOnce() throws Exception {
        try (TargetBench bench = bench(18);
                PostgresTarget one = bench.target(64);
                PostgresTarget other = bench.target(64)) {
            for (int i = 0; i < 200; i++) {
                Field id = new Field("id", new FieldType.Int(64), false);
                String name = "made" + i + ".t";
                Layout layout = new Layout(name, List.of(id), List.of("id"), List.of(), -1);
                CompletableFuture<Void> made =
                        CompletableFuture.runAsync(() -> other.create(layout));
                one.create(layout);
                made.get();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 64", "17, 64", "18, 64", "16, 0", "18, 0"})
    void everyKindOfWriteIsStoredOnceHoweverOftenItIsDelivered(int version, int pipelineMax)
            throws Exception {
        try (TargetBench bench = bench(version);
                PostgresTarget target = bench.target(pipelineMax)) {
            bench.run("INSERT INTO t VALUES (2, 'b', '{\"x\":1}'), (3, 'c', NULL), (4, 'd', NULL)");
            bench.run("INSERT INTO t VALUES (5, 'e', NULL); DELETE FROM log");
            List<Write> writes =
                    List.of(
                            insert(T, 1, row("id", 1, "name", "tab\t\\ line\nä", "doc", null)),
                            update(T, 2, row("id", 2, "name", "B", "doc", Value.Json.parse("[1]"))),
                            patch(T, 3, row("id", 3, "name", "C")),
                            delete(T, 4),
                            move(T, 5, 6, Image.partial(row("id", 6, "name", "E"))),
                            update(T, 7, row("id", 7, "name", "new", "doc", null)));
            target.claim("flow", 1);
            assertThat(target.apply(writes, fence(1, "p1"))).containsOnly(Outcome.applied());
            String after = bench.read(ROWS);
            assertThat(after).isEqualTo("1:tab\t\\ line\nä:-|2:B:[1]|3:C:-|6:E:-|7:new:-");
            String log = bench.read("SELECT what FROM log ORDER BY what");
            assertThat(log).isEqualTo("DELETE4|INSERT1|INSERT7|UPDATE2|UPDATE3|UPDATE6");

            assertThat(target.apply(writes, fence(1, "p1"))).containsOnly(Outcome.applied());
            assertThat(bench.read(ROWS)).isEqualTo(after);
            // The move sets its row again: an update that changes nothing is not worth a look-up.
            assertThat(bench.read("SELECT what FROM log ORDER BY what")).isEqualTo(log);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 0})
    void aPartialImageThatMeetsNoRowIsRefused(int pipelineMax) throws Exception {
        try (TargetBench bench = bench(18);
                PostgresTarget target = bench.target(pipelineMax)) {
            bench.run("INSERT INTO t VALUES (1, 'a', NULL)");
            List<Outcome> outcomes =
                    target.apply(
                            List.of(
                                    patch(T, 1, row("name", "A")),
                                    patch(T, 2, row("name", "B")),
                                    move(T, 8, 9, Image.partial(row("id", 9)))),
                            null);
            assertThat(outcomes.get(0)).isEqualTo(Outcome.applied());
            assertThat(outcomes.subList(1, 3))
                    .allSatisfy(o -> assertThat(kind(o)).isEqualTo(Outcome.Kind.MISSING));
            assertThat(bench.read(ROWS)).isEqualTo("1:A:-");
        }
    }

    @Test
    void aCopyThatMeetsRowsFromBeforeChangesOnlyTheDifferentOnes() throws Exception {
        try (TargetBench bench = bench(18);
                PostgresTarget target = bench.target(0)) {
            bench.run("INSERT INTO t VALUES (1, 'a', NULL), (2, 'old', NULL); DELETE FROM log");
            target.apply(
                    List.of(
                            insert(T, 1, row("id", 1, "name", "a", "doc", null)),
                            insert(T, 2, row("id", 2, "name", "b", "doc", null)),
                            insert(T, 3, row("id", 3, "name", "c", "doc", null))),
                    null);
            assertThat(bench.read(ROWS)).isEqualTo("1:a:-|2:b:-|3:c:-");
            assertThat(bench.read("SELECT what FROM log ORDER BY what"))
                    .isEqualTo("INSERT3|UPDATE2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void aLaterClaimFencesTheEarlierOwnerAndNothingIsWritten(int version) throws Exception {
        try (TargetBench bench = bench(version);
                PostgresTarget target = bench.target(64)) {
            assertThat(target.claim("flow", 1)).isEmpty();
            target.apply(List.of(insert(T, 1, row("id", 1))), fence(1, "p1"));
            assertThat(target.claim("flow", 2)).isEqualTo(Map.of(0, new Position("p1")));
            Write late = insert(T, 2, row("id", 2));
            assertThatThrownBy(() -> target.apply(List.of(late), fence(1, "p2")))
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e -> assertThat(e.kind()).isEqualTo(EndpointException.Kind.FENCED));
            assertThatThrownBy(() -> target.claim("flow", 1)).isInstanceOf(EndpointException.class);
            assertThatThrownBy(() -> target.truncate(List.of(T), fence(1, "p3")))
                    .isInstanceOf(EndpointException.class);
            assertThat(bench.read(ROWS)).isEqualTo("1:-:-");
            target.truncate(List.of(T), fence(2, "p4"));
            assertThat(bench.read(ROWS)).isEmpty();
            target.reshard("flow", 2, Map.of(0, new Position("q"), 1, new Position("r")));
            assertThat(target.claim("flow", 2))
                    .isEqualTo(Map.of(0, new Position("q"), 1, new Position("r")));
            target.forget("flow");
            assertThat(target.claim("flow", 1)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void aTableThatOthersReferToIsEmptiedToo(int version) throws Exception {
        try (TargetBench bench = new TargetBench(Services.postgres(version).freshDatabase());
                PostgresTarget target = bench.target(64)) {
            bench.run(
                    """
                    CREATE TABLE parent (id bigint PRIMARY KEY);
                    CREATE TABLE child (id bigint PRIMARY KEY, p bigint REFERENCES parent);
                    CREATE TABLE other (p bigint REFERENCES parent);
                    INSERT INTO parent VALUES (1), (2);
                    INSERT INTO child VALUES (1, 1);
                    """);
            target.claim("flow", 1);
            String left = "SELECT (SELECT count(*) FROM parent) || ' ' || count(*) FROM child";

            assertThatThrownBy(() -> target.truncate(List.of("public.parent"), fence(1, "p")))
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e -> {
                                assertThat(e.kind())
                                        .isEqualTo(EndpointException.Kind.MISCONFIGURED);
                                assertThat(e.code()).isEqualTo(Code.TARGET_FOREIGN_KEY);
                                assertThat(e).hasMessageContaining("child");
                            });
            assertThat(bench.read(left)).isEqualTo("2 1");

            target.truncate(List.of("public.parent", "public.child"), fence(1, "p"));
            assertThat(bench.read(left)).isEqualTo("0 0");
        }
    }

    @Test
    void anErrorLeavesNeitherRowsNorCheckpoint() throws Exception {
        try (TargetBench bench = bench(18);
                PostgresTarget target = bench.target(64)) {
            target.claim("flow", 1);
            bench.run(
                    "CREATE TABLE gone (id bigint PRIMARY KEY);"
                            + "INSERT INTO syncline_checkpoint VALUES ('flow', 0, 1, 'before')");
            target.apply(List.of(insert("public.gone", 1, row("id", 1))), null);
            bench.run("DROP TABLE gone");
            List<Write> writes =
                    List.of(insert(T, 1, row("id", 1)), insert("public.gone", 2, row("id", 2)));
            assertThatThrownBy(() -> target.apply(writes, fence(1, "after")))
                    .isInstanceOf(EndpointException.class);
            assertThat(bench.read("SELECT position FROM syncline_checkpoint")).isEqualTo("before");
            assertThat(bench.read(ROWS)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNIQUE", "FOREIGN_KEY", "CONSTRAINT", "UNREPRESENTABLE", "ROUNDED"})
    void oneBadRowOfTenThousandIsRefusedAndTheOthersAreStored(String bad) throws Exception {
        try (TargetBench bench = new TargetBench(Services.postgres(18).freshDatabase());
                PostgresTarget target = bench.target(64)) {
            bench.run(
                    """
                    CREATE TABLE parent (id bigint PRIMARY KEY);
                    INSERT INTO parent VALUES (1);
                    CREATE TABLE t (id bigint PRIMARY KEY, u bigint UNIQUE,
                        p bigint REFERENCES parent, c bigint CHECK (c > 0), n numeric(5, 2), d date);
                    """);
            target.claim("flow", 1);
            List<Write> writes = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                boolean here = i == 7_777;
                writes.add(
                        insert(
                                T,
                                i,
                                row(
                                        "id", i,
                                        "u", here && bad.equals("UNIQUE") ? 3 : i,
                                        "p", here && bad.equals("FOREIGN_KEY") ? 2 : 1,
                                        "c", here && bad.equals("CONSTRAINT") ? 0 : 1,
                                        "n",
                                                here && bad.equals("ROUNDED")
                                                        ? decimal("1.005")
                                                        : decimal("1.01"),
                                        "d",
                                                here && bad.equals("UNREPRESENTABLE")
                                                        ? new Value.Other("date", "nonsense")
                                                        : null)));
            }
            List<Outcome> outcomes = target.apply(writes, fence(1, "p"));
            Outcome refused = outcomes.get(7_777);
            Outcome.Kind kind =
                    bad.equals("ROUNDED")
                            ? Outcome.Kind.UNREPRESENTABLE
                            : Outcome.Kind.valueOf(bad);
            assertThat(kind(refused)).isEqualTo(kind);
            assertThat(outcomes.stream().filter(Outcome.applied()::equals)).hasSize(9_999);
            assertThat(bench.read("SELECT count(*) FROM t")).isEqualTo("9999");
            String passed = "SELECT count(*) FROM syncline_checkpoint WHERE position = 'p'";
            assertThat(bench.read(passed)).as("not before the row is parked").isEqualTo("0");
            target.apply(List.of(), fence(1, "p"));
            assertThat(bench.read(passed)).isEqualTo("1");
        }
    }

    @Test
    void aDeferredConstraintThatSpeaksAtTheCommitRefusesOnlyItsRow() throws Exception {
        try (TargetBench bench = new TargetBench(Services.postgres(18).freshDatabase());
                PostgresTarget target = bench.target(64)) {
            bench.run(
                    "CREATE TABLE parent (id bigint PRIMARY KEY);"
                            + "CREATE TABLE t (id bigint PRIMARY KEY, p bigint REFERENCES parent"
                            + " DEFERRABLE INITIALLY DEFERRED)");
            List<Outcome> outcomes =
                    target.apply(
                            List.of(
                                    insert(T, 1, row("id", 1, "p", 1)),
                                    insert("public.parent", 1, row("id", 1)),
                                    insert(T, 2, row("id", 2, "p", 2))),
                            null);
            assertThat(outcomes.subList(0, 2)).containsOnly(Outcome.applied());
            assertThat(kind(outcomes.get(2))).isEqualTo(Outcome.Kind.FOREIGN_KEY);
        }
    }

    @Test
    void ourWritesCarryAnOriginThatAReaderCanTell() throws Exception {
        try (TargetBench bench = bench(18);
                PostgresTarget target = bench.target(64)) {
            bench.run("SELECT pg_create_logical_replication_slot('seen', 'test_decoding')");
            bench.run("INSERT INTO t VALUES (1, 'theirs', NULL)");
            target.apply(List.of(insert(T, 2, row("id", 2, "name", "ours"))), null);
            assertThat(
                            bench.read(
                                    "SELECT data FROM pg_logical_slot_get_changes('seen', NULL,"
                                            + " NULL, 'only-local', 'true') WHERE data LIKE"
                                            + " '%public.t:%'"))
                    .contains("theirs")
                    .doesNotContain("ours");
        }
    }

    @Test
    void aUserWhoseWritesCannotBeToldIsNamedWithTheGrant() throws Exception {
        try (TargetBench bench = bench(18);
                PostgresTarget all = bench.target(64)) {
            assertThat(all.agree(List.of())).isEmpty();
            String user = "writer_" + bench.database.name();
            bench.run("CREATE ROLE " + user + " LOGIN PASSWORD 'x'");
            PostgresUrl url = PostgresUrl.parse(bench.database.uri());
            PostgresUrl weak =
                    new PostgresUrl(
                            url.host(),
                            url.port(),
                            url.database(),
                            user,
                            io.syncline.core.endpoint.Secret.of("x"),
                            Map.of(),
                            url.tls(),
                            null);
            try (PostgresConnections own = new PostgresConnections(weak, new RealTime());
                    PostgresTarget target =
                            new PostgresTarget(own, bench.shapes, null, true, Triggers.ACCEPT)) {
                var findings = target.agree(List.of());
                assertThat(findings).hasSize(1);
                assertThat(findings.getFirst().code()).isEqualTo(Code.MISSING_GRANT);
                // The command is enough.
                bench.run(String.valueOf(findings.getFirst().remedy()));
                assertThat(target.agree(List.of())).isEmpty();
            } finally {
                bench.run("DROP OWNED BY " + user + "; DROP ROLE " + user);
            }
        }
    }

    @Test
    void localNamesKeepTheirSchemaUnlessOneIsSet() throws Exception {
        try (TargetBench bench = bench(18);
                PostgresTarget plain = bench.target(64);
                PostgresTarget moved =
                        new PostgresTarget(
                                bench.connections, bench.shapes, "copy", true, Triggers.ACCEPT)) {
            assertThat(plain.localName("shop.item")).isEqualTo("shop.item");
            assertThat(plain.localName("item")).isEqualTo("public.item");
            assertThat(moved.localName("shop.item")).isEqualTo("copy.item");
        }
    }

    private static Value decimal(String text) {
        return new Value.Decimal(new BigDecimal(text));
    }

    private static Object kind(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused ? refused.kind() : outcome;
    }

    @Test
    void whoeverLosesADeadlockLetsGoAndGoesOn() throws Exception {
        try (TargetBench bench = bench(18);
                PostgresTarget target = bench.target(64);
                Connection other = bench.database.connect();
                Statement statement = other.createStatement()) {
            bench.run("INSERT INTO t VALUES (1, 'a', NULL), (2, 'b', NULL)");
            target.claim("flow", 1);
            other.setAutoCommit(false);
            // It looks for deadlocks later than we do, so the server chooses us.
            statement.execute("SET deadlock_timeout = '30s'");
            statement.execute("UPDATE t SET doc = '1' WHERE id = 2");
            CompletableFuture<List<Outcome>> ours =
                    CompletableFuture.supplyAsync(
                            () ->
                                    target.apply(
                                            List.of(
                                                    update(T, 1, row("id", 1, "name", "A")),
                                                    update(T, 2, row("id", 2, "name", "B"))),
                                            fence(1, "p1")));
            while (!"1".equals(bench.read("SELECT count(*) FROM pg_locks WHERE NOT granted"))) {
                Thread.sleep(5);
            }
            statement.execute("UPDATE t SET doc = '2' WHERE id = 1");
            other.commit();

            assertThat(ours.get(60, TimeUnit.SECONDS)).containsOnly(Outcome.applied());
            assertThat(bench.read(ROWS)).isEqualTo("1:A:2|2:B:1");
        }
    }
}
