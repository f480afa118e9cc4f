package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.SnapshotPosition;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlSnapshotsTest {
    private static List<Row> all(Place place, String table, int rowsMax) {
        List<Row> rows = new ArrayList<>();
        SnapshotPosition next = null;
        do {
            Chunk chunk = place.endpoint.chunk(table, null, next, rowsMax);
            rows.addAll(chunk.rows());
            assertThat(chunk.rows()).hasSizeLessThanOrEqualTo(rowsMax);
            next = chunk.next();
        } while (next != null);
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int",
                "bigint unsigned",
                "decimal(20,3)",
                "double",
                "float",
                "varchar(40) collate utf8mb4_general_ci",
                "varchar(40) collate utf8mb4_nopad_bin",
                "char(40)",
                "varbinary(40)",
                "date",
                "datetime(3)",
                "timestamp(6)",
                "time(2)",
                "uuid"
            })
    void everyRowIsInOnePartWhateverTheKeyIs(String type) throws Exception {
        try (Place place = new Place()) {
            String second =
                    switch (type) {
                        case "date" -> "date_add('2020-01-01', interval seq day)";
                        case "datetime(3)", "timestamp(6)" ->
                                "date_add('2020-01-01 00:00:00', interval seq * 1001000 microsecond)";
                        case "time(2)" -> "sec_to_time(seq * 7.25 - 500)";
                        case "uuid" ->
                                "concat(lpad(hex(seq * 7919), 8, '0'), '-aaaa-1bbb-8ccc-dddddddddddd')";
                        case "double", "float", "decimal(20,3)" -> "seq / 8 - 20";
                        case "int", "bigint unsigned" -> "seq";
                        default ->
                                "concat(char(97 + seq % 26), ' ', char(65 + seq div 26), 'ñ', seq)";
                    };
            place.sql(
                    "create table t (a int, k "
                            + type
                            + ", v int, primary key (a, k), unique (k, a))",
                    "insert into t select seq % 3, " + second + ", seq from seq_1_to_400");
            List<Row> rows = all(place, "t", 37);
            assertThat(rows).hasSize(400);
            assertThat(rows.stream().map(row -> row.get("v")).distinct()).hasSize(400);
        }
    }

    @Test
    void largeRowsEndAPartBeforeItIsFull() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table t (id int primary key, v longblob)",
                    "insert into t select seq, repeat('x', 1000000) from seq_1_to_40");
            Chunk chunk = place.endpoint.chunk("t", null, null, 1000);
            assertThat(chunk.rows()).hasSizeBetween(10, 20);
            assertThat(all(place, "t", 1000)).hasSize(40);
        }
    }

    @Test
    void aPartShowsExactlyTheTransactionsItSaysItSees() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table t (id int primary key, v int)",
                    "insert into t select seq, 0 from seq_1_to_40");
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> writers = new ArrayList<>();
            try (Told told = new Told(place, "t")) {
                for (int i = 0; i < 3; i++) {
                    Random random = new Random(i);
                    writers.add(Thread.ofVirtual().start(() -> write(place, random, stop)));
                }
                List<Chunk> chunks = new ArrayList<>();
                List<Long> tolds = new ArrayList<>();
                long end = System.nanoTime() + 3_000_000_000L;
                while (System.nanoTime() < end) {
                    for (Batch batch = told.reader.poll(Duration.ZERO);
                            batch != null;
                            batch = told.reader.poll(Duration.ZERO)) {
                        told.batches.add(batch);
                    }
                    chunks.add(place.endpoint.chunk("t", null, null, 100));
                    tolds.add((long) told.batches.size());
                }
                stop.set(true);
                for (Thread writer : writers) {
                    writer.join();
                }
                told.changes();
                assertThat(chunks).hasSizeGreaterThan(30);
                for (Chunk chunk : chunks) {
                    assertThat(states(chunk.rows())).isEqualTo(seen(told, chunk.view()));
                    assertThat(place.endpoint.covers(told.last, chunk.until())).isTrue();
                }
            }
        }
    }

    private static void write(Place place, Random random, AtomicBoolean stop) {
        try (Connection connection = place.database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!stop.get()) {
                try {
                    int first = 1 + random.nextInt(40);
                    statement.execute("update t set v = v + 1 where id = " + first);
                    if (random.nextInt(4) == 0) {
                        statement.execute("delete from t where id = " + (1 + random.nextInt(40)));
                    } else {
                        statement.execute(
                                "replace into t values (" + (1 + random.nextInt(40)) + ", 1)");
                    }
                    connection.commit();
                } catch (java.sql.SQLException deadlock) {
                    connection.rollback();
                }
            }
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<Value, Value> states(List<Row> rows) {
        Map<Value, Value> states = new HashMap<>();
        rows.forEach(row -> states.put(row.get("id"), row.get("v")));
        return states;
    }

    /** The table as it was after the transactions that a view sees, and those alone. */
    private static Map<Value, Value> seen(Told told, Chunk.View view) {
        Map<Value, Value> states = new HashMap<>();
        for (int i = 1; i <= 40; i++) {
            states.put(new Value.Int(i), new Value.Int(0));
        }
        for (Batch batch : told.batches) {
            if (batch instanceof Batch.Rows rows && view.sees(rows.transaction())) {
                for (Change change : rows.changes()) {
                    RowId from = change.from() == null ? change.id() : change.from();
                    states.remove(from.key().getFirst());
                    if (change.after() instanceof Image.Whole(Row row)) {
                        states.put(change.id().key().getFirst(), row.get("v"));
                    }
                }
            }
        }
        return states;
    }

    @Test
    void aTableThatChangesBetweenTwoPartsIsReadAsItIsThen() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table t (id int primary key, v int)",
                    "insert into t select seq, seq from seq_1_to_10");
            Chunk first = place.endpoint.chunk("t", null, null, 5);
            place.sql("alter table t add column w int default 3, drop column v");
            Chunk second = place.endpoint.chunk("t", null, first.next(), 50);
            assertThat(second.rows()).hasSize(5);
            assertThat(second.rows().getFirst().header().names()).containsExactly("id", "w");
        }
    }
}
