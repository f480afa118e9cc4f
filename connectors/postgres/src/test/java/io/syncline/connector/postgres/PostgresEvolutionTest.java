package io.syncline.connector.postgres;

import static io.syncline.connector.postgres.TargetBench.insert;
import static io.syncline.connector.postgres.TargetBench.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.services.Services;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that is altered while it has rows. */
class PostgresEvolutionTest {
    private static final String T = "public.t";

    private static Layout layout(String key, Field... fields) {
        return new Layout(T, List.of(fields), List.of(key), List.of(), -1);
    }

    private static Field field(String name, FieldType type) {
        return new Field(name, type, !name.equals("id"));
    }

    private static final Layout AFTER =
            layout(
                    "id",
                    field("id", new FieldType.Int(64)),
                    field("n", new FieldType.Text(null)),
                    field("d", new FieldType.Decimal(5, 4)),
                    field("s", new FieldType.Text(50)),
                    field("day", new FieldType.Timestamp()),
                    field("new", new FieldType.Json()));

    private static final String TABLE =
            "CREATE TABLE t (id int PRIMARY KEY, n smallint, d numeric(6, 2), s varchar(5),"
                    + " day date NOT NULL, old int NOT NULL);"
                    + " INSERT INTO t VALUES (1, 30000, 1234.56, 'abcde', '2026-01-02', 7)";

    /** Row by row, and through a temporary table that was made before. */
    @ParameterizedTest
    @ValueSource(ints = {64, 0})
    void fieldsAreAddedAndWidenedAndNothingThatWasThereIsLost(int pipelineMax) throws Exception {
        try (TargetBench bench = new TargetBench(Services.postgres(18).freshDatabase())) {
            bench.run(TABLE);
            PostgresTarget target = bench.target(pipelineMax);
            Value day = new Value.Date(java.time.LocalDate.of(2026, 1, 3));
            assertThat(
                            target.apply(
                                    List.of(
                                            insert(
                                                    T,
                                                    2,
                                                    row("id", 2, "n", 2, "day", day, "old", 1))),
                                    null))
                    .allMatch(Outcome.Applied.class::isInstance);

            assertThat(target.evolve(AFTER))
                    .extracting(Finding::subject)
                    .containsExactlyInAnyOrder(
                            "public.t.id",
                            "public.t.n",
                            "public.t.d",
                            "public.t.s",
                            "public.t.day",
                            "public.t.day",
                            "public.t.new",
                            "public.t.old");
            assertThat(target.evolve(AFTER)).as("again").isEmpty();
            assertThat(target.agree(List.of(AFTER)))
                    .noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
            assertThat(
                            bench.read(
                                    "SELECT concat_ws('|', id, n, d, s, day, old) FROM t WHERE id = 1"))
                    .isEqualTo("1|30000|1234.5600|abcde|2026-01-02 00:00:00|7");

            List<Write> writes = new ArrayList<>();
            for (long id = 5_000_000_000L; id < 5_000_000_003L; id++) {
                Value exact = new Value.Decimal(new BigDecimal("1.2345"));
                writes.add(
                        insert(
                                T,
                                id,
                                row("id", id, "n", "many", "d", exact, "s", "longer than five")));
            }
            assertThat(target.apply(writes, null)).allMatch(Outcome.Applied.class::isInstance);
            assertThat(bench.read("SELECT concat_ws('|', n, d, s) FROM t WHERE id = 5000000001"))
                    .isEqualTo("many|1.2345|longer than five");
        }
    }

    @Test
    void whatCannotBeWidenedWithoutLossIsLeftAndTold() throws Exception {
        try (TargetBench bench = new TargetBench(Services.postgres(18).freshDatabase())) {
            bench.run("CREATE TABLE t (id int PRIMARY KEY, n text)");
            PostgresTarget target = bench.target(64);
            Layout narrower =
                    layout(
                            "id",
                            field("id", new FieldType.Int(32)),
                            field("n", new FieldType.Int(32)));
            assertThat(target.evolve(narrower)).isEmpty();
            assertThat(target.agree(List.of(narrower)))
                    .anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        }
    }

    @Test
    void theKeyIsChangedOnlyIfTheRowsHaveIt() throws Exception {
        Layout other =
                layout("n", field("id", new FieldType.Int(32)), field("n", new FieldType.Int(32)));
        try (TargetBench bench = new TargetBench(Services.postgres(18).freshDatabase())) {
            bench.run(
                    "CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 1), (2, 1)");
            PostgresTarget target = bench.target(64);
            assertThatThrownBy(() -> target.rekey(other))
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.NOT_WIDENED));
            bench.run("UPDATE t SET n = id");
            target.rekey(other);
            target.rekey(other);
            assertThat(
                            bench.read(
                                    "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'p' AND conrelid = 't'::regclass"))
                    .isEqualTo("PRIMARY KEY (n)");
        }
    }
}
