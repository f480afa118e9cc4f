package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Op;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresStreamTest {
    private static final String BIG = "repeat(md5(random()::text), 400)";

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void transactionsComeWholeInCommitOrder(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run(
                        "BEGIN; INSERT INTO t VALUES (1, 'a'), (2, NULL); SAVEPOINT s;"
                                + " INSERT INTO t VALUES (3, 'gone'); ROLLBACK TO s; COMMIT",
                        "UPDATE t SET v = 'b' WHERE id = 2",
                        "DELETE FROM t WHERE id = 1");

                List<Batch> batches = on.drain(reader);

                assertThat(batches.get(0))
                        .isInstanceOfSatisfying(
                                Batch.Relayout.class,
                                told -> assertThat(told.layout().key()).containsExactly("id"));
                List<Batch.Rows> rows = rows(batches);
                assertThat(rows).hasSize(3).allMatch(part -> part.position() != null);
                assertThat(rows.get(0).changes())
                        .extracting(Change::op, Change::id)
                        .containsExactly(
                                org.assertj.core.groups.Tuple.tuple(Op.INSERT, id(1)),
                                org.assertj.core.groups.Tuple.tuple(Op.INSERT, id(2)));
                assertThat(rows.get(0).committedMillis())
                        .isCloseTo(
                                System.currentTimeMillis(),
                                org.assertj.core.data.Offset.offset(60_000L));
                Change update = rows.get(1).changes().getFirst();
                assertThat(update.op()).isEqualTo(Op.UPDATE);
                assertThat(Fixture.row(update.after()).get("v")).isEqualTo(new Value.Text("b"));
                Change delete = rows.get(2).changes().getFirst();
                assertThat(delete.op()).isEqualTo(Op.DELETE);
                assertThat(delete.id()).isEqualTo(id(1));
                assertThat(Fixture.row(delete.before()).header().names()).containsExactly("id");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void aKeyChangeIsAKeyChangeAndUnchangedToastIsUnknown(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, v text, big text)",
                    "ALTER TABLE t ALTER big SET STORAGE EXTERNAL",
                    "INSERT INTO t VALUES (1, 'a', " + BIG + ")");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run("UPDATE t SET id = 2", "UPDATE t SET v = 'b'", "UPDATE t SET big = 'small'");

                List<Change> changes = on.changes(reader);

                Change moved = changes.get(0);
                assertThat(moved.from()).isEqualTo(id(1));
                assertThat(moved.id()).isEqualTo(id(2));
                assertThat(Fixture.row(moved.before()).get("v")).isNull();
                assertThat(moved.after()).isInstanceOf(Image.Partial.class);
                assertThat(Fixture.row(moved.after()).header().names()).containsExactly("id", "v");
                assertThat(changes.get(1).from()).isNull();
                assertThat(changes.get(1).after()).isInstanceOf(Image.Partial.class);
                assertThat(changes.get(2).after()).isInstanceOf(Image.Whole.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void truncateStandsBetweenThePartsOfItsTransaction(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run(
                        "BEGIN; INSERT INTO t VALUES (2); TRUNCATE t; INSERT INTO t VALUES (3);"
                                + " COMMIT");

                List<Batch> batches = on.drain(reader);

                assertThat(batches.get(0)).isInstanceOf(Batch.Relayout.class);
                Batch.Rows before = (Batch.Rows) batches.get(1);
                Batch.Rows after = (Batch.Rows) batches.get(3);
                assertThat(before.position()).isNull();
                assertThat(batches.get(2))
                        .isEqualTo(new Batch.Truncated(List.of("public.t"), before.transaction()));
                assertThat(after.position()).isNotNull();
                assertThat(after.changes().getFirst().id()).isEqualTo(id(3));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void tablesThatAreEmptiedTogetherAreToldTogether(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY)",
                    "CREATE TABLE child (id int PRIMARY KEY, t int REFERENCES t)");
            Selection selection = on.prepared("public.child", "public.t");
            try (Reader reader = on.reader(selection)) {
                on.run("TRUNCATE t RESTART IDENTITY CASCADE");

                Batch.Truncated told =
                        (Batch.Truncated)
                                Fixture.until(reader, batch -> batch instanceof Batch.Truncated);

                assertThat(told.collections())
                        .containsExactlyInAnyOrder("public.child", "public.t");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void partitionsAndGeneratedColumnsDoNotShow(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, n int,"
                            + " twice int GENERATED ALWAYS AS (n * 2) STORED"
                            + (major < 18 ? "" : ", more int GENERATED ALWAYS AS (n * 3) VIRTUAL")
                            + ")"
                            + " PARTITION BY RANGE (id)",
                    "CREATE TABLE t_low PARTITION OF t FOR VALUES FROM (0) TO (10)",
                    "CREATE TABLE t_high PARTITION OF t FOR VALUES FROM (10) TO (20)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run("INSERT INTO t (id, n) VALUES (1, 5), (11, 6)");

                List<Change> changes = on.changes(reader);

                assertThat(changes).extracting(Change::id).containsExactly(id(1), id(11));
                assertThat(Fixture.row(changes.getFirst().after()).header().names())
                        .containsExactly("id", "n");
                assertThat(on.endpoint.catalog().layouts())
                        .extracting(layout -> layout.collection())
                        .containsExactly("public.t");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void ourOwnWritesArePassedOverAndOthersOriginsAreNot(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            String name = on.database.name();
            on.run(
                    "SELECT pg_replication_origin_create('syncline:" + name + "')",
                    "SELECT pg_replication_origin_create('other:" + name + "')");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run(
                        "SELECT pg_replication_origin_session_setup('syncline:" + name + "')",
                        "INSERT INTO t VALUES (1)",
                        "SELECT pg_replication_origin_session_reset()",
                        "SELECT pg_replication_origin_session_setup('other:" + name + "')",
                        "INSERT INTO t VALUES (2)",
                        "SELECT pg_replication_origin_session_reset()",
                        "INSERT INTO t VALUES (3)");

                assertThat(on.changes(reader)).extracting(Change::id).containsExactly(id(2), id(3));
            } finally {
                on.run(
                        "SELECT pg_replication_origin_drop('syncline:" + name + "')",
                        "SELECT pg_replication_origin_drop('other:" + name + "')");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void anIdleStreamAdvancesItsSlotPastWhatOthersWrite(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE other (id int)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run("INSERT INTO other SELECT generate_series(1, 1000)");
                Position head = on.endpoint.head();

                List<Batch> batches = on.drain(reader);

                assertThat(batches).allMatch(batch -> batch instanceof Batch.Quiet);
                assertThat(on.endpoint.bytesBetween(confirmed(on, selection), head)).isPositive();
                reader.acknowledge(Fixture.position(batches.getLast()));
                long end = System.nanoTime() + 5_000_000_000L;
                while (!on.endpoint.covers(confirmed(on, selection), head)) {
                    assertThat(System.nanoTime()).isLessThan(end);
                    reader.poll(java.time.Duration.ofMillis(10));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {18})
    void aReaderGoesOnAfterAPositionAndTellsNothingTwice(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t");
            Position first;
            try (Reader reader = on.reader(selection)) {
                on.run("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)");
                first =
                        Fixture.position(
                                Fixture.until(reader, batch -> batch instanceof Batch.Rows));
            }
            on.run("ALTER TABLE t ADD more text DEFAULT 'x'", "INSERT INTO t VALUES (3)");
            awaitFree(on, selection);
            try (Reader reader = on.endpoint.read(first, selection)) {
                List<Batch> batches = on.drain(reader);

                assertThat(rows(batches).stream().flatMap(part -> part.changes().stream()))
                        .extracting(Change::id)
                        .containsExactly(id(2), id(3));
                assertThat(batches.stream().filter(b -> b instanceof Batch.Relayout)).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {18})
    void aLargeTransactionComesInPartsAndOnlyTheLastHasAPosition(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run(
                        "INSERT INTO t SELECT i, repeat('x', 1000) FROM generate_series(1, 10000)"
                                + " i");

                List<Batch.Rows> parts = rows(on.drain(reader));

                assertThat(parts).hasSizeGreaterThan(2);
                assertThat(parts.subList(0, parts.size() - 1))
                        .allMatch(part -> part.position() == null && part.bytes() < 5 << 20);
                assertThat(parts.getLast().position()).isNotNull();
                assertThat(parts.stream().mapToInt(part -> part.changes().size()).sum())
                        .isEqualTo(10_000);
            }
        }
    }

    static void awaitFree(Fixture on, Selection selection, Reader reader) throws Exception {
        reader.close();
        awaitFree(on, selection);
    }

    static void awaitFree(Fixture on, Selection selection) throws Exception {
        String free =
                "SELECT NOT active FROM pg_replication_slots WHERE slot_name = '%s'"
                        .formatted(PostgresSlots.name(selection));
        long end = System.nanoTime() + 10_000_000_000L;
        while (!on.one(free).equals("t")) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static Position confirmed(Fixture on, Selection selection) throws Exception {
        return new Position(
                on.one(
                        "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
                                + PostgresSlots.name(selection)
                                + "'"));
    }

    private static List<Batch.Rows> rows(List<Batch> batches) {
        return batches.stream()
                .filter(Batch.Rows.class::isInstance)
                .map(Batch.Rows.class::cast)
                .toList();
    }

    private static RowId id(long id) {
        return RowId.of("public.t", new Value.Int(id));
    }
}
