package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.FrozenReads;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSnapshotsTest {
    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void chunksTogetherAreTheTable(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, v text)",
                    "INSERT INTO t SELECT i, repeat('x', i % 200) FROM generate_series(1, 5000) i",
                    "ANALYZE t",
                    "INSERT INTO t SELECT i, 'y' FROM generate_series(5001, 5100) i");

            List<Chunk> chunks = chunks(on, "public.t", 700);

            assertThat(chunks).hasSizeBetween(6, 12);
            assertThat(chunks).allMatch(chunk -> chunk.rows().size() < 1500);
            assertThat(ids(chunks)).hasSize(5100).doesNotHaveDuplicates();
        }
    }

    @Test
    void partitionsAreReadOneAfterAnotherAndEmptyOnesToo() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, v text) PARTITION BY RANGE (id)",
                    "CREATE TABLE a PARTITION OF t FOR VALUES FROM (0) TO (1000)",
                    "CREATE TABLE b PARTITION OF t FOR VALUES FROM (1000) TO (2000)",
                    "CREATE TABLE c PARTITION OF t FOR VALUES FROM (2000) TO (9000)"
                            + " PARTITION BY RANGE (id)",
                    "CREATE TABLE c1 PARTITION OF c FOR VALUES FROM (2000) TO (9000)",
                    "INSERT INTO t SELECT i, 'x' FROM generate_series(1, 900) i",
                    "INSERT INTO t SELECT i, 'x' FROM generate_series(2000, 2999) i");

            assertThat(ids(chunks(on, "public.t", 400))).hasSize(1900).doesNotHaveDuplicates();
        }
    }

    @Test
    void anEmptyTableHasOneChunkWithoutRows() throws Exception {
        try (Fixture on = Fixture.on(16)) {
            on.run("CREATE TABLE e (id int PRIMARY KEY)");
            List<Chunk> empty = chunks(on, "public.e", 100);
            assertThat(empty).hasSize(1);
            assertThat(empty.getFirst().rows()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void aFrozenTableAndWhatIsToldAfterItsPlaceAreTheTable(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run(
                    "CREATE TABLE t (a int, b text)",
                    "ALTER TABLE t REPLICA IDENTITY FULL",
                    "INSERT INTO t SELECT i % 10, 'x' FROM generate_series(1, 3000) i");
            Selection selection = on.prepared("public.t");
            on.run("INSERT INTO t VALUES (1, 'before')");
            try (FrozenReads.Copy copy = on.endpoint.freeze("public.t")) {
                on.run("INSERT INTO t VALUES (2, 'after')", "UPDATE t SET a = 3 WHERE a = 4");
                List<Row> rows = new ArrayList<>();
                int parts = 0;
                for (List<Row> part = copy.next(500); part != null; part = copy.next(500)) {
                    rows.addAll(part);
                    parts++;
                }
                assertThat(parts).as("never the whole in memory").isGreaterThan(3);
                assertThat(rows).hasSize(3001);
                assertThat(rows.stream().filter(row -> row.at(0).equals(new Value.Int(4))))
                        .hasSize(300);
                Selection after =
                        new Selection(
                                selection.flow(),
                                selection.collections(),
                                Map.of("public.t", copy.place()));
                try (Reader reader = on.endpoint.read(null, after)) {
                    assertThat(on.changes(reader)).hasSize(301);
                }
            }
            assertThat(on.one("SELECT count(*) FROM pg_replication_slots WHERE temporary"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aRewrittenTableIsReadAgainFromItsStart() throws Exception {
        try (Fixture on = Fixture.on(17)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, v text)",
                    "INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(1, 2000) i");
            Chunk first = on.endpoint.chunk("public.t", null, null, 500);
            on.run("DELETE FROM t WHERE id % 2 = 0", "VACUUM FULL t");

            List<Row> rows = new ArrayList<>();
            SnapshotPosition next = first.next();
            while (next != null) {
                Chunk chunk = on.endpoint.chunk("public.t", null, next, 500);
                rows.addAll(chunk.rows());
                next = chunk.next();
            }

            assertThat(rows).hasSize(1000);
        }
    }

    /** Rows of a chunk, then the later transactions it does not show, must be the table. */
    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void theViewTellsWhichTransactionsTheRowsShow(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, v bigint)",
                    "INSERT INTO t SELECT i, 0 FROM generate_series(1, 40) i");
            Selection selection = on.prepared("public.t");
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> writers = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                int seed = w;
                writers.add(Thread.ofPlatform().start(() -> write(on, seed, stop)));
            }
            try (Reader reader = on.reader(selection)) {
                for (int round = 0; round < 40; round++) {
                    accepted(on, reader);
                }
            } finally {
                stop.set(true);
                for (Thread writer : writers) {
                    writer.join();
                }
            }
        }
    }

    private static void accepted(Fixture on, Reader reader) throws Exception {
        Chunk chunk = on.endpoint.chunk("public.t", null, null, 1000);
        Map<Value, Value> state = new HashMap<>();
        chunk.rows().forEach(row -> state.put(row.at(0), row.at(1)));
        Map<Value, List<Value>> seen = new HashMap<>();
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (true) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Batch batch = reader.poll(Duration.ofMillis(100));
            if (batch instanceof Batch.Rows rows) {
                boolean shown = chunk.view().sees(rows.transaction());
                for (Change change : rows.changes()) {
                    if (shown) {
                        seen.computeIfAbsent(change.id().key().getFirst(), _ -> new ArrayList<>())
                                .add(Fixture.row(change.after()).at(1));
                    }
                }
            }
            if (batch != null
                    && Fixture.position(batch) != null
                    && on.endpoint.covers(Fixture.position(batch), chunk.until())) {
                break;
            }
        }
        // The last change that the view shows is the one that stands in the chunk.
        seen.forEach((id, values) -> assertThat(state.get(id)).isEqualTo(values.getLast()));
    }

    private static void write(Fixture on, int seed, AtomicBoolean stop) {
        try (Connection own = on.database.connect();
                Statement statement = own.createStatement()) {
            long value = seed;
            while (!stop.get()) {
                value += 4;
                statement.execute(
                        "UPDATE t SET v = " + value + " WHERE id = " + (1 + value * 7919 % 40));
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatAViewShowsIsTheSameInEveryEpoch() {
        PgView first = PgView.parse("100:110:100,105");
        assertThat(first.sees(99)).isTrue();
        assertThat(first.sees(100)).isFalse();
        assertThat(first.sees(101)).isTrue();
        assertThat(first.sees(105)).isFalse();
        assertThat(first.sees(110)).isFalse();
        long epoch = 3L << 32;
        PgView late = PgView.parse((epoch - 5) + ":" + (epoch + 5) + ":" + (epoch - 5));
        assertThat(late.sees(0xffff_fffaL)).isTrue();
        assertThat(late.sees(0xffff_fffbL)).isFalse();
        assertThat(late.sees(0xffff_fffcL)).isTrue();
        assertThat(late.sees(4)).isTrue();
        assertThat(late.sees(5)).isFalse();
    }

    private static List<Chunk> chunks(Fixture on, String collection, int rowsMax) {
        List<Chunk> chunks = new ArrayList<>();
        SnapshotPosition next = null;
        do {
            Chunk chunk = on.endpoint.chunk(collection, null, next, rowsMax);
            chunks.add(chunk);
            next = chunk.next();
        } while (next != null);
        return chunks;
    }

    private static List<Value> ids(List<Chunk> chunks) {
        List<Value> ids = new ArrayList<>();
        chunks.forEach(chunk -> chunk.rows().forEach(row -> ids.add(row.at(0))));
        Set<Value> distinct = new HashSet<>(ids);
        assertThat(distinct).hasSameSizeAs(ids);
        return ids;
    }
}
