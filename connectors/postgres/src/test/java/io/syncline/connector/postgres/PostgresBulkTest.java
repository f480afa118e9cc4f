package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Op;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backlog is read in pieces, from a copy of the slot, and then the stream goes on. */
class PostgresBulkTest {
    private static final String AHEAD =
            "SELECT count(*) FROM pg_replication_slots WHERE temporary AND slot_name LIKE"
                    + " '%\\_ahead\\_%' AND database = current_database()";
    private static final String SENDERS =
            "SELECT count(*) FROM pg_stat_replication r JOIN pg_stat_activity a USING (pid)"
                    + " WHERE a.datname = current_database()";
    private static final String ROWS = "INSERT INTO t SELECT g, repeat('x', 200) FROM";

    private static final Map<String, String> EARLY = Map.of("bulk_read_bytes", "1000000");

    /** Some 5 MB of log, 100 rows in each transaction. */
    private static void backlog(Fixture on, int rows) throws Exception {
        on.run(
                "DO $$ BEGIN FOR i IN 0..%d LOOP %s generate_series(i * 100, i * 100 + 99) g;"
                                .formatted(rows / 100 - 1, ROWS)
                        + " COMMIT; END LOOP; END $$");
    }

    private static List<Long> ids(List<Change> changes) {
        return changes.stream()
                .map(change -> ((Value.Int) change.id().key().getFirst()).value())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void aBacklogIsReadFromACopyOfTheSlotAndThenTheStreamGoesOn(int major) throws Exception {
        try (Fixture on = Fixture.on(major, EARLY)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection selection = on.prepared("public.t");
            backlog(on, 20_000);
            try (Reader reader = on.reader(selection)) {
                assertThat(on.one(AHEAD)).isEqualTo("1");
                assertThat(on.one(SENDERS)).isEqualTo("0");
                List<Change> changes = new ArrayList<>();
                Position last = read(reader, changes, 20_000);
                assertThat(ids(changes))
                        .containsExactlyElementsOf(LongStream.range(0, 20_000).boxed().toList());
                reader.acknowledge(last);
                streaming(on, reader);
                assertThat(on.one(AHEAD)).isEqualTo("0");
                assertThat(confirmed(on, selection)).isGreaterThanOrEqualTo(PgLsn.of(last));

                on.run("UPDATE t SET v = 'y' WHERE id = 7", "DELETE FROM t WHERE id = 8");
                List<Change> after = on.changes(reader);
                assertThat(after).extracting(Change::op).containsExactly(Op.UPDATE, Op.DELETE);
                assertThat(ids(after)).containsExactly(7L, 8L);
            }
        }
    }

    @Test
    void whatIsNotAcknowledgedIsToldAgainAndNothingIsMissing() throws Exception {
        try (Fixture on = Fixture.on(18, EARLY)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection selection = on.prepared("public.t");
            backlog(on, 20_000);
            Position half;
            List<Change> first = new ArrayList<>();
            try (Reader reader = on.reader(selection)) {
                half = read(reader, first, 8_000);
                reader.acknowledge(half);
                read(reader, new ArrayList<>(), 2_000);
            }
            List<Change> rest = new ArrayList<>();
            try (Fixture later = Fixture.beside(on);
                    Reader reader = later.endpoint.read(half, selection)) {
                read(reader, rest, 20_000 - first.size());
            }
            first.addAll(rest);
            assertThat(ids(first))
                    .containsExactlyElementsOf(LongStream.range(0, 20_000).boxed().toList());
        }
    }

    @Test
    void aStreamThatFallsBehindIsReadInBulk() throws Exception {
        try (Fixture on = Fixture.on(18, EARLY)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                assertThat(on.one(SENDERS)).isEqualTo("1");
                backlog(on, 20_000);
                List<Change> changes = new ArrayList<>();
                read(reader, changes, 1_000);
                // Whoever reads on has to notice by and by.
                Thread.sleep(2_100);
                read(reader, changes, 2_000);
                assertThat(on.one(AHEAD)).isEqualTo("1");
                read(reader, changes, 20_000 - changes.size());
                assertThat(ids(changes))
                        .containsExactlyElementsOf(LongStream.range(0, 20_000).boxed().toList());
            }
        }
    }

    @Test
    void whoeverWantsNoneHasNone() throws Exception {
        try (Fixture on = Fixture.on(18, Map.of("bulk_read_bytes", "0"))) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection selection = on.prepared("public.t");
            backlog(on, 20_000);
            try (Reader reader = on.reader(selection)) {
                assertThat(on.one(SENDERS)).isEqualTo("1");
            }
        }
    }

    @Test
    void withoutAFreeSlotTheStreamIsRead() throws Exception {
        try (Fixture on = Fixture.on(17, EARLY)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection selection = on.prepared("public.t");
            backlog(on, 20_000);
            List<String> taken = new ArrayList<>();
            int free =
                    Integer.parseInt(
                            on.one(
                                    "SELECT current_setting('max_replication_slots')::int"
                                            + " - (SELECT count(*) FROM pg_replication_slots)"));
            for (int i = 0; i < free; i++) {
                taken.add("taken_" + i);
                on.run("SELECT pg_create_physical_replication_slot('taken_" + i + "')");
            }
            assertThat(slotFindings(on, selection, 0)).containsExactly(Finding.Severity.WARNING);
            assertThat(slotFindings(on, selection, 1)).containsExactly(Finding.Severity.ERROR);
            on.run("SELECT pg_drop_replication_slot('taken_0')");
            assertThat(slotFindings(on, selection, 0)).isEmpty();
            assertThat(slotFindings(on, selection, 1)).containsExactly(Finding.Severity.WARNING);
            on.run("SELECT pg_create_physical_replication_slot('taken_0')");
            try (Reader reader = on.reader(selection)) {
                assertThat(on.one(SENDERS)).isEqualTo("1");
                List<Change> changes = new ArrayList<>();
                read(reader, changes, 20_000);
                assertThat(ids(changes)).doesNotHaveDuplicates().hasSize(20_000);
            } finally {
                for (String each : taken) {
                    on.run("SELECT pg_drop_replication_slot('" + each + "')");
                }
            }
        }
    }

    private static List<Finding.Severity> slotFindings(
            Fixture on, Selection selection, int beside) {
        return on.endpoint.preflight(selection, beside).stream()
                .filter(found -> found.code() == Code.NO_FREE_SLOT)
                .map(Finding::severity)
                .toList();
    }

    @Test
    void aTransactionOfManyRowsIsHandedOverInPartsAndOneThatIsOpenDoesNotStopTheOthers()
            throws Exception {
        try (Fixture on = Fixture.on(18, EARLY);
                Connection other = on.database.connect()) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection selection = on.prepared("public.t");
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("INSERT INTO t VALUES (-1, 'late')");
            }
            on.run(ROWS + " generate_series(0, 19999) g");
            try (Reader reader = on.reader(selection)) {
                assertThat(on.one(AHEAD)).isEqualTo("1");
                List<Batch.Rows> parts = new ArrayList<>();
                long end = System.nanoTime() + 20_000_000_000L;
                while (System.nanoTime() < end
                        && (parts.isEmpty() || parts.getLast().position() == null)) {
                    if (reader.poll(Duration.ofMillis(100)) instanceof Batch.Rows rows) {
                        parts.add(rows);
                    }
                }
                assertThat(parts).hasSizeGreaterThan(2);
                assertThat(parts.stream().mapToInt(part -> part.changes().size()).sum())
                        .isEqualTo(20_000);
                other.commit();
                assertThat(ids(on.changes(reader))).containsExactly(-1L);
            }
        }
    }

    @Test
    void aTransactionThatStaysOpenTurnsReadingToTheStreamWhichLosesAndRepeatsNothing()
            throws Exception {
        try (Fixture on = Fixture.on(18, new BulkBounds(1_000_000, 2_000_000));
                Connection other = on.database.connect()) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection selection = on.prepared("public.t");
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("INSERT INTO t VALUES (-1, 'late')");
            }
            // Without it the slot could begin further on from here.
            on.run("SELECT pg_log_standby_snapshot()");
            backlog(on, 80_000);
            on.run("SELECT pg_log_standby_snapshot()");
            try (Reader reader = on.reader(selection)) {
                assertThat(on.one(AHEAD)).isEqualTo("1");
                List<Change> changes = new ArrayList<>();
                while (on.one(SENDERS).equals("0")) {
                    read(reader, changes, 1_000);
                }
                assertThat(changes).hasSizeBetween(10_000, 60_000);
                Position last = read(reader, changes, 80_000 - changes.size());
                assertThat(on.one(AHEAD)).isEqualTo("0");
                assertThat(ids(changes))
                        .containsExactlyElementsOf(LongStream.range(0, 80_000).boxed().toList());
                reader.acknowledge(last);
                other.commit();
                assertThat(ids(on.changes(reader))).containsExactly(-1L);
            }
        }
    }

    /** Reads at least so many changes, and on to the end of a transaction; returns that. */
    private static Position read(Reader reader, List<Change> into, int count) throws Exception {
        int wanted = into.size() + count;
        long end = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() < end) {
            if (reader.poll(Duration.ofMillis(100)) instanceof Batch.Rows rows) {
                into.addAll(rows.changes());
                Position position = rows.position();
                if (position != null && into.size() >= wanted) {
                    return position;
                }
            }
        }
        throw new AssertionError("Of " + wanted + " came " + into.size());
    }

    private static void streaming(Fixture on, Reader reader) throws Exception {
        long end = System.nanoTime() + 10_000_000_000L;
        while (System.nanoTime() < end && on.one(SENDERS).equals("0")) {
            reader.poll(Duration.ofMillis(50));
        }
        assertThat(on.one(SENDERS)).isEqualTo("1");
    }

    private static long confirmed(Fixture on, Selection selection) throws Exception {
        return PgLsn.parse(
                on.one(
                        "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
                                + PostgresSlots.name(selection)
                                + "'"));
    }
}
