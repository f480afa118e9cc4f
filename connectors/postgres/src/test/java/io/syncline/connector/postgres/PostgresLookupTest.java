package io.syncline.connector.postgres;

import static io.syncline.connector.postgres.TargetBench.VERSION;
import static io.syncline.connector.postgres.TargetBench.id;
import static io.syncline.connector.postgres.TargetBench.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.services.Services;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables made and compared, rows read back, and writes that demand something of the row. */
class PostgresLookupTest {
    private static final String T = "public.t";

    private static TargetBench bench() throws Exception {
        return new TargetBench(Services.postgres(18).freshDatabase());
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 0})
    void aTableIsMadeFromALayoutAndGivesEveryValueBack(int pipelineMax) throws Exception {
        List<Field> fields = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        fields.add(new Field("Key \"1\"", new FieldType.Int(64), false));
        values.add(new Value.Int(1));
        Object[] pairs = {
            new FieldType.Bool(), new Value.Bool(true),
            new FieldType.Int(16), new Value.Int(-3),
            new FieldType.Decimal(12, 4), new Value.Decimal(new BigDecimal("1.25")),
            new FieldType.Real(64), new Value.Real(0.1),
            new FieldType.Real(32), new Value.Real(0.5),
            new FieldType.Text(10), new Value.Text("é\t\\N"),
            new FieldType.Bytes(), new Value.Bytes(new byte[] {0, 92, -1}),
            new FieldType.Date(), new Value.Date(LocalDate.of(-43, 3, 15)),
            new FieldType.Time(), new Value.Time(LocalTime.of(1, 2, 3, 4000)),
            new FieldType.Timestamp(), new Value.Timestamp(LocalDateTime.of(2026, 1, 2, 3, 4, 5)),
            new FieldType.Instant(),
                    new Value.Instant(Instant.parse("2026-01-02T03:04:05.000006Z")),
            new FieldType.Uuid(), new Value.Uuid(new UUID(1, 2)),
            new FieldType.Json(), Value.Json.parse("{\"a\":[1,null,\"x\"]}"),
            new FieldType.Items(new FieldType.Int(32)),
                    new Value.Items(List.of(new Value.Int(1), Value.nothing())),
            new FieldType.Other("interval"), new Value.Other("interval", "1 day 02:00:00"),
            new FieldType.Other("neither"), new Value.Other("neither", "as text"),
            new FieldType.Text(null), Value.nothing(),
        };
        for (int i = 0; i < pairs.length; i += 2) {
            fields.add(new Field("f" + i, (FieldType) pairs[i], true));
            values.add((Value) pairs[i + 1]);
        }
        Layout layout =
                new Layout(
                        "own schema.Every Type",
                        fields,
                        List.of("Key \"1\""),
                        List.of(new Layout.Index(List.of("f2"), true)),
                        -1);
        Row row =
                Row.of(
                        io.syncline.core.change.Header.of(
                                fields.stream().map(Field::name).toList()),
                        values);
        try (TargetBench bench = bench();
                PostgresTarget target = bench.target(pipelineMax)) {
            assertThat(target.agree(List.of(layout)))
                    .extracting(Finding::code)
                    .containsOnly(Code.TYPE_AS_TEXT, Code.NARROWER_TYPE);
            target.create(layout);
            target.create(layout);
            assertThat(target.agree(List.of(layout)))
                    .noneMatch(f -> f.severity() == Finding.Severity.ERROR);
            RowId id = id(layout.collection(), 1);
            Write write = Write.any(Change.of(id, Image.absent(), Image.whole(row), VERSION));
            assertThat(target.apply(List.of(write), null)).containsOnly(Outcome.applied());
            var lookup = bench.lookup();
            assertThat(((Found.Seen) lookup.current(List.of(id), null).getFirst()).image())
                    .isEqualTo(Image.whole(row));
            try (Scan.Rows rows = new PostgresScan(bench.connections, bench.shapes).scan(layout)) {
                assertThat(rows.next()).isEqualTo(row);
                assertThat(rows.next()).isNull();
            }
        }
    }

    @Test
    void whatDoesNotFitOrWillSurpriseIsToldAtOnce() throws Exception {
        try (TargetBench bench = bench();
                PostgresTarget target = bench.target(64)) {
            bench.run(
                    """
                    CREATE TABLE parent (id bigint PRIMARY KEY);
                    CREATE TABLE t (id bigserial, small int, doc text, g int GENERATED ALWAYS AS (1)
                        STORED, needed int NOT NULL, p bigint REFERENCES parent);
                    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                    CREATE TRIGGER watcher BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
                    """);
            Layout layout =
                    new Layout(
                            T,
                            List.of(
                                    new Field("id", new FieldType.Int(64), false),
                                    new Field("small", new FieldType.Int(64), true),
                                    new Field("doc", new FieldType.Other("mood"), true),
                                    new Field("g", new FieldType.Int(32), true),
                                    new Field("lost", new FieldType.Int(32), true)),
                            List.of("id"),
                            List.of(),
                            -1);
            List<Finding> findings = target.agree(List.of(layout));
            assertThat(findings)
                    .extracting(Finding::code)
                    .containsExactlyInAnyOrder(
                            Code.NARROWER_TYPE,
                            Code.TYPE_AS_TEXT,
                            Code.LAYOUT_MISMATCH,
                            Code.LAYOUT_MISMATCH,
                            Code.LAYOUT_MISMATCH,
                            Code.LAYOUT_MISMATCH,
                            Code.TARGET_TRIGGER,
                            Code.TARGET_FOREIGN_KEY,
                            Code.TARGET_SEQUENCE);
            assertThat(findings)
                    .anyMatch(f -> f.message().contains("watcher"))
                    .anyMatch(f -> f.message().contains("needed"))
                    .anyMatch(f -> f.message().contains("generated"))
                    .anyMatch(f -> f.remedy() != null && f.remedy().contains("UNIQUE INDEX"));
        }
    }

    @Test
    void aWriteWithADemandIsMadeOnlyOnTheRowItExpects() throws Exception {
        try (TargetBench bench = bench();
                PostgresTarget target = bench.target(64)) {
            bench.run(
                    "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2',"
                            + " deterministic = false);"
                            + "CREATE TABLE t (id bigint PRIMARY KEY, name text COLLATE loose);"
                            + "INSERT INTO t VALUES (1, 'Ann'), (2, 'bob')");
            Row ann = row("id", 1, "name", "Ann");
            Row lower = row("id", 1, "name", "ann");
            // Differs by case only: equal to the collation, but not the same.
            assertThat(one(target, 1, lower, row("id", 1, "name", "X")))
                    .isEqualTo(new Outcome.Stale(Image.whole(ann)));
            assertThat(one(target, 1, ann, lower))
                    .isEqualTo(new Outcome.Applied(Image.whole(lower)));
            // Whoever made it as it is wanted: it is not as expected.
            assertThat(one(target, 1, ann, lower)).isEqualTo(new Outcome.Stale(Image.whole(lower)));
            assertThat(one(target, 9, null, row("id", 9, "name", "new")))
                    .isEqualTo(new Outcome.Applied(Image.whole(row("id", 9, "name", "new"))));
            assertThat(one(target, 2, null, row("id", 2, "name", "new")))
                    .isEqualTo(new Outcome.Stale(Image.whole(row("id", 2, "name", "bob"))));
            assertThat(one(target, 9, row("id", 9, "name", "new"), null))
                    .isEqualTo(new Outcome.Applied(Image.absent()));
            assertThat(bench.read("SELECT name FROM t ORDER BY id")).isEqualTo("ann|bob");
        }
    }

    @Test
    void aTokenIsGoodUntilTheRowIsWrittenAgain() throws Exception {
        try (TargetBench bench = bench();
                PostgresTarget target = bench.target(64)) {
            bench.run("CREATE TABLE t (id bigint PRIMARY KEY, name text)");
            bench.run("INSERT INTO t VALUES (1, 'a')");
            var lookup = bench.lookup();
            var seen = (Found.Seen) lookup.current(List.of(id(T, 1)), null).getFirst();
            Write write =
                    new Write(
                            Change.of(
                                    id(T, 1),
                                    seen.image(),
                                    Image.whole(row("id", 1, "name", "b")),
                                    VERSION),
                            new Expect.Unchanged(seen.token()));
            bench.run("UPDATE t SET name = 'c'");
            assertThat(target.apply(List.of(write), null))
                    .containsExactly(new Outcome.Stale(Image.whole(row("id", 1, "name", "c"))));
            var again = (Found.Seen) lookup.current(List.of(id(T, 1)), null).getFirst();
            Write second = new Write(write.change(), new Expect.Unchanged(again.token()));
            assertThat(target.apply(List.of(second), null))
                    .containsExactly(new Outcome.Applied(Image.whole(row("id", 1, "name", "b"))));
        }
    }

    @Test
    void rowsAreFoundInTheOrderOfTheirIdsAndNotBeforeTheirPlaceIsReached() throws Exception {
        try (TargetBench bench = bench()) {
            bench.run("CREATE TABLE t (id bigint PRIMARY KEY, name text)");
            bench.run("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
            var lookup = bench.lookup();
            List<RowId> ids = List.of(id(T, 2), id(T, 7), id(T, 1));
            Position here = new Position(bench.read("SELECT pg_current_wal_flush_lsn()"));
            assertThat(lookup.current(ids, here))
                    .extracting(found -> ((Found.Seen) found).image())
                    .containsExactly(
                            Image.whole(row("id", 2, "name", "b")),
                            Image.absent(),
                            Image.whole(row("id", 1, "name", "a")));
            assertThat(lookup.current(ids, new Position("FFFFFFF/0")))
                    .containsOnly(Found.NotYet.NOT_YET);
        }
    }

    private static Outcome one(PostgresTarget target, long id, Row expected, Row after) {
        Image before = expected == null ? Image.absent() : Image.whole(expected);
        Image wanted = after == null ? Image.absent() : Image.whole(after);
        return target.apply(
                        List.of(
                                new Write(
                                        Change.of(id(T, id), before, wanted, VERSION),
                                        new Expect.Same(before))),
                        null)
                .getFirst();
    }

    @Test
    void howFineTimesAreIsTold() throws Exception {
        try (TargetBench bench = bench()) {
            bench.run(
                    "CREATE TABLE t (id int PRIMARY KEY, a timestamptz, b timestamp(3), c time(0))");
            PostgresPulse pulse = new PostgresPulse(bench.connections);
            assertThat(pulse.secondDigits(T, "a")).isEqualTo(6);
            assertThat(pulse.secondDigits(T, "b")).isEqualTo(3);
            assertThat(pulse.secondDigits(T, "c")).isZero();
            assertThat(pulse.secondDigits(T, "id")).isEqualTo(6);
            assertThat(pulse.secondDigits("public.nowhere", "a")).isEqualTo(6);
        }
    }
}
