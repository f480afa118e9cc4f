package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.connector.jdbc.Triggers;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Secret;
import io.syncline.testkit.services.Services;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said before triggers are suppressed, and where that cannot be. */
class PostgresSuppressibleTest {
    private static Layout layout(String table, List<String> key) {
        return new Layout(
                "public." + table,
                List.of(
                        new Field("id", new FieldType.Int(64), false),
                        new Field("p", new FieldType.Int(64), true)),
                key,
                List.of(),
                -1);
    }

    private static Layout layout(String table) {
        return layout(table, List.of("id"));
    }

    private static List<String> told(List<Finding> findings, Finding.Severity severity) {
        return findings.stream()
                .filter(each -> each.severity() == severity)
                .map(each -> each.code() + " " + each.message())
                .toList();
    }

    @Test
    void itIsToldWhichTriggersDoNotFireAndWhichFireAllTheSame() throws Exception {
        try (TargetBench bench = new TargetBench(Services.postgres(18).freshDatabase());
                PostgresTarget target = bench.suppressing(64)) {
            bench.run(
                    """
                    CREATE TABLE t (id bigint PRIMARY KEY, p bigint REFERENCES t ON DELETE CASCADE);
                    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN RETURN NEW; END';
                    CREATE TRIGGER stock AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
                    CREATE TRIGGER audit AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
                    CREATE TRIGGER copied AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
                    CREATE TRIGGER off AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
                    ALTER TABLE t ENABLE ALWAYS TRIGGER audit;
                    ALTER TABLE t ENABLE REPLICA TRIGGER copied;
                    ALTER TABLE t DISABLE TRIGGER off
                    """);
            List<Finding> findings = target.agree(List.of(layout("t")));
            assertThat(told(findings, Finding.Severity.ERROR)).isEmpty();
            assertThat(told(findings, Finding.Severity.WARNING))
                    .anySatisfy(
                            each ->
                                    assertThat(each)
                                            .endsWith(
                                                    "do not fire for what the sync writes: stock."))
                    .anySatisfy(each -> assertThat(each).endsWith("enabled ALWAYS: audit."))
                    .anySatisfy(each -> assertThat(each).endsWith("enabled REPLICA: copied."))
                    .anySatisfy(each -> assertThat(each).contains("pass nothing on", "t_p_fkey"))
                    .noneMatch(each -> each.contains(Code.TARGET_TRIGGER.name()));
            try (PostgresTarget plain = bench.target(64)) {
                assertThat(told(plain.agree(List.of(layout("t"))), Finding.Severity.WARNING))
                        .anySatisfy(
                                each ->
                                        assertThat(each)
                                                .startsWith(Code.TARGET_TRIGGER.name())
                                                .endsWith(": audit, stock"));
            }
        }
    }

    @Test
    void whatTheServerWouldNotLookAtIsRefused() throws Exception {
        try (TargetBench bench = new TargetBench(Services.postgres(18).freshDatabase());
                PostgresTarget target = bench.suppressing(64)) {
            bench.run(
                    """
                    CREATE TABLE later (id bigint PRIMARY KEY, p bigint UNIQUE DEFERRABLE);
                    CREATE TABLE parts (id bigint PRIMARY KEY, p bigint) PARTITION BY RANGE (id);
                    CREATE TABLE bare (id bigint, p bigint);
                    CREATE TABLE heard (id bigint PRIMARY KEY, p bigint);
                    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN RETURN NEW; END';
                    CREATE TRIGGER syncline_outbox_x_i AFTER INSERT ON heard FOR EACH ROW
                        EXECUTE FUNCTION f()
                    """);
            List<Layout> layouts =
                    List.of(
                            layout("later"),
                            layout("parts"),
                            layout("bare", List.of()),
                            layout("heard"));
            assertThat(target.agree(layouts))
                    .filteredOn(each -> each.severity() == Finding.Severity.ERROR)
                    .allMatch(each -> each.code() == Code.TRIGGERS_NOT_SUPPRESSIBLE)
                    .extracting(Finding::subject)
                    .containsExactly("public.later", "public.parts", "public.bare", "public.heard");
            bench.run("ALTER TABLE heard ENABLE ALWAYS TRIGGER syncline_outbox_x_i");
            assertThat(told(target.agree(List.of(layout("heard"))), Finding.Severity.ERROR))
                    .isEmpty();
        }
    }

    @Test
    void aUserWhoMayNotIsToldTheGrantAndMayAfterIt() throws Exception {
        try (TargetBench bench = new TargetBench(Services.postgres(18).freshDatabase())) {
            String user = "weak_" + bench.database.name();
            bench.run(
                    """
                    CREATE ROLE %1$s LOGIN PASSWORD 'x';
                    CREATE TABLE p (id bigint PRIMARY KEY);
                    CREATE TABLE t (id bigint PRIMARY KEY, p bigint REFERENCES p);
                    CREATE TABLE c (id bigint PRIMARY KEY, p bigint REFERENCES t);
                    GRANT ALL ON t TO %1$s;
                    GRANT CREATE ON DATABASE %2$s TO %1$s;
                    GRANT CREATE ON SCHEMA public TO %1$s"""
                            .formatted(user, bench.database.name()));
            PostgresUrl at = PostgresUrl.parse(bench.database.uri());
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
            try (PostgresConnections connections =
                            new PostgresConnections(weak, TargetBench.clock());
                    PostgresTarget target =
                            new PostgresTarget(
                                    connections,
                                    new TableShapes(),
                                    null,
                                    true,
                                    Triggers.SUPPRESS)) {
                List<Finding> missing =
                        target.agree(List.of(layout("t"))).stream()
                                .filter(each -> each.severity() == Finding.Severity.ERROR)
                                .toList();
                assertThat(missing)
                        .allMatch(each -> each.code() == Code.TRIGGERS_NOT_SUPPRESSIBLE)
                        .extracting(Finding::remedy)
                        .containsExactly(
                                "GRANT SET ON PARAMETER session_replication_role TO \"%s\";"
                                        .formatted(user),
                                "GRANT SELECT, UPDATE ON public.p TO \"%s\";".formatted(user),
                                "GRANT SELECT ON public.c TO \"%s\";".formatted(user));
                assertThatThrownBy(() -> target.claim("flow", 1))
                        .isInstanceOfSatisfying(
                                EndpointException.class,
                                e -> {
                                    assertThat(e.code()).isEqualTo(Code.TRIGGERS_NOT_SUPPRESSIBLE);
                                    assertThat(e.kind())
                                            .isEqualTo(EndpointException.Kind.MISCONFIGURED);
                                })
                        .hasMessageContaining("GRANT SET ON PARAMETER");
                for (Finding each : missing) {
                    bench.run(each.remedy());
                }
                assertThat(told(target.agree(List.of(layout("t"))), Finding.Severity.ERROR))
                        .isEmpty();
                target.claim("flow", 1);
                assertThat(
                                target.apply(
                                        List.of(
                                                TargetBench.insert(
                                                        "public.t",
                                                        1,
                                                        TargetBench.row("id", 1, "p", null))),
                                        null))
                        .hasSize(1);
            } finally {
                bench.run("DROP OWNED BY %1$s; DROP ROLE %1$s".formatted(user));
            }
        }
    }
}
