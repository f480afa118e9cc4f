package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Secret;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.system.RealTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL's log says of who made a transaction. */
class PostgresEchoTest {
    private static Write put(long key) {
        Value id = new Value.Int(key);
        return Write.any(
                Change.of(
                        RowId.of("public.t", id),
                        Image.absent(),
                        Image.whole(Row.of(Map.of("id", id))),
                        new Version(1, 0, new ReplicaId("test"))));
    }

    private static void write(Fixture on, String flow, long key) {
        on.endpoint.claim(flow, 1);
        try (OpenTransaction transaction = on.endpoint.begin(flow, 0, 1)) {
            transaction.apply(List.of(put(key)));
            transaction.commit(new Position("x"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void onlyWhoAsksForEchoesIsToldThem(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection oneWay = on.prepared("public.t");
            Selection twoWay = on.prepared("public.t").withEchoes();
            write(on, twoWay.flow(), 1);
            on.run("INSERT INTO t VALUES (2)");
            on.endpoint.apply(List.of(put(3)), null);
            try (Reader reader = on.reader(oneWay);
                    Reader all = on.reader(twoWay)) {
                assertThat(on.changes(reader))
                        .extracting(Change::id)
                        .containsExactly(RowId.of("public.t", new Value.Int(2)));
                assertThat(on.changes(all))
                        .extracting(change -> change.origin().name().equals(twoWay.flow()))
                        .containsExactly(true, false, false);
            }
        }
    }

    @Test
    void whatAnApplicationSaysOfWhoItIsComesWithItsTransaction() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t").withEchoes();
            on.run(
                    "BEGIN",
                    "SELECT pg_logical_emit_message(true, 'syncline.by', 'Ömer, desk 4')",
                    "SELECT pg_logical_emit_message(true, 'syncline.flow', '')",
                    "SELECT pg_logical_emit_message(true, 'other', 'else')",
                    "INSERT INTO t VALUES (1)",
                    "COMMIT",
                    "INSERT INTO t VALUES (2)",
                    "SELECT pg_logical_emit_message(false, 'syncline.by', 'nobody')",
                    "SELECT pg_logical_emit_message(true, 'syncline.by', repeat('x', 100000))",
                    "INSERT INTO t VALUES (3)",
                    "BEGIN",
                    "INSERT INTO t VALUES (4)",
                    "SELECT pg_logical_emit_message(true, 'syncline.by', repeat('x', 1000))",
                    "COMMIT");
            try (Reader reader = on.reader(selection)) {
                List<Batch.Rows> told =
                        on.drain(reader).stream()
                                .filter(Batch.Rows.class::isInstance)
                                .map(Batch.Rows.class::cast)
                                .toList();
                assertThat(told)
                        .extracting(Batch.Rows::by)
                        .containsExactly("Ömer, desk 4", null, null, "x".repeat(500));
                assertThat(told.getFirst().changes().getFirst().origin())
                        .isEqualTo(told.getLast().changes().getFirst().origin());
            }
        }
    }

    @Test
    void aUserWhoMaySayNothingIsToldBefore() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            String user = "silent_" + on.database.name();
            on.run(
                    "CREATE ROLE " + user + " LOGIN PASSWORD 'x' REPLICATION",
                    "GRANT CREATE ON DATABASE " + on.database.name() + " TO " + user,
                    "ALTER TABLE t OWNER TO " + user);
            List<String> all =
                    List.of(
                            "pg_logical_emit_message(boolean, text, text, boolean)",
                            "pg_logical_emit_message(boolean, text, bytea, boolean)");
            PostgresUrl at = PostgresUrl.parse(on.database.uri());
            PostgresUrl weak =
                    new PostgresUrl(
                            at.host(),
                            at.port(),
                            at.database(),
                            user,
                            Secret.of("x"),
                            Map.of(),
                            at.tls(),
                            null);
            Selection selection = new Selection("silent", List.of("public.t"));
            try (PostgresEndpoint endpoint = new PostgresEndpoint(weak, new RealTime())) {
                assertThat(endpoint.preflight(selection.withEchoes())).isEmpty();
                for (String each : all) {
                    on.run("REVOKE EXECUTE ON FUNCTION " + each + " FROM PUBLIC");
                }
                List<Finding> findings = endpoint.preflight(selection.withEchoes());
                assertThat(findings).extracting(Finding::code).containsExactly(Code.MISSING_GRANT);
                assertThat(endpoint.preflight(selection)).isEmpty();
                on.run(findings.getFirst().remedy());
                assertThat(endpoint.preflight(selection.withEchoes())).isEmpty();
            } finally {
                for (String each : all) {
                    on.run(
                            "REVOKE ALL ON FUNCTION " + each + " FROM " + user,
                            "GRANT EXECUTE ON FUNCTION " + each + " TO PUBLIC");
                }
                on.run("DROP OWNED BY " + user, "DROP ROLE " + user);
            }
        }
    }
}
