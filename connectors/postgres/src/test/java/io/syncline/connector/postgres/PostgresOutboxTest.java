package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresOutboxTest {
    @Test
    void whatIsWrittenIsToldAsItIsThen() throws Exception {
        try (OutboxFixture on = OutboxFixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text, w int DEFAULT 7)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run(
                        "INSERT INTO t SELECT g, 'v' || g FROM generate_series(1, 4) g",
                        "UPDATE t SET v = 'new' WHERE id = 2",
                        "DELETE FROM t WHERE id = 3");

                assertThat(on.told(reader)).containsOnly("1=v1,7", "2=new,7", "3 gone", "4=v4,7");

                on.run("UPDATE t SET id = 5 WHERE id = 1");
                assertThat(on.told(reader)).containsExactly("5 from 1=v1,7");

                on.run("UPDATE t SET id = id + 10 WHERE id IN (2, 4)");
                assertThat(on.told(reader)).containsOnly("12 from 2=new,7", "14 from 4=v4,7");

                on.run("UPDATE t SET id = 6 WHERE id = 5", "UPDATE t SET id = 7 WHERE id = 6");
                assertThat(on.told(reader)).containsOnly("5 gone", "6 gone", "7=v1,7");
            }
        }
    }

    @Test
    void aTransactionThatCommitsLateWithEarlierNumbersIsNotPassedOver() throws Exception {
        try (OutboxFixture on = OutboxFixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection);
                    Connection late = on.connect();
                    Statement held = late.createStatement()) {
                late.setAutoCommit(false);
                held.execute("INSERT INTO t VALUES (1)");
                on.run("INSERT INTO t VALUES (2)");
                assertThat(on.told(reader)).containsExactly("2");
                Position head = on.endpoint.head();

                on.run("INSERT INTO t VALUES (3)");
                assertThat(on.told(reader)).containsExactly("3");
                late.commit();

                assertThat(on.endpoint.covers(head, on.endpoint.head())).isFalse();
                assertThat(on.told(reader)).containsExactly("1");
                assertThat(
                                on.one(
                                        "SELECT string_agg(key[1], ',' ORDER BY number) FROM "
                                                + on.outbox()))
                        .isEqualTo("1,2,3");
            }
        }
    }

    @Test
    void whatIsAcknowledgedLeavesTheOutboxAndTheRestIsToldAgain() throws Exception {
        try (OutboxFixture on = OutboxFixture.on(17)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t");
            Position place;
            try (Reader reader = on.reader(selection)) {
                on.run("INSERT INTO t SELECT generate_series(1, 3000)");
                List<Batch> batches = on.drain(reader);
                List<Batch> rows = batches.stream().filter(Batch.Rows.class::isInstance).toList();
                assertThat(rows).hasSize(2);
                place = OutboxFixture.position(rows.getFirst());
                reader.acknowledge(place);
                on.run("INSERT INTO t VALUES (4000)");
                assertThat(on.told(reader)).containsExactly("4000");
            }
            assertThat(on.one("SELECT count(*) FROM " + on.outbox())).isEqualTo("1001");

            try (Reader again = on.endpoint.read(place, selection)) {
                assertThat(on.told(again)).hasSize(1001);
                assertThat(on.endpoint.covers(place, on.endpoint.head())).isFalse();
            }
        }
    }

    @Test
    void anEmptiedTableIsToldBeforeTheRowsThatCameAfter() throws Exception {
        try (OutboxFixture on = OutboxFixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run("INSERT INTO t VALUES (2)", "TRUNCATE t", "INSERT INTO t VALUES (3)");

                List<Batch> batches = on.drain(reader);

                assertThat(batches.indexOf(new Batch.Truncated(List.of("public.t"), 0))).isZero();
                assertThat(OutboxFixture.texts(batches)).containsExactly("2 gone", "3");
            }
        }
    }

    @Test
    void writesToAPartitionAreNotedAndKeysOfEveryTypeAreFoundWhateverTheWriterSets()
            throws Exception {
        try (OutboxFixture on = OutboxFixture.on(18)) {
            on.run(
                    "CREATE TABLE p (id int, \"at 'x'\" timestamptz, PRIMARY KEY (id, \"at 'x'\"))"
                            + " PARTITION BY RANGE (id)",
                    "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
                    "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20)",
                    "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2',"
                            + " deterministic = false)",
                    "CREATE TABLE \"q;'\"\"\" (k text COLLATE loose, d double precision, i interval,"
                            + " PRIMARY KEY (k, d, i))");
            Selection selection = on.prepared("public.p", "public.q;'\"");
            try (Reader reader = on.reader(selection)) {
                on.run(
                        "SET intervalstyle = 'sql_standard'",
                        "SET extra_float_digits = -10",
                        "DO $$ BEGIN PERFORM set_config('datestyle', 'SQL, DMY', true);"
                                + " INSERT INTO p1 VALUES (1, timestamptz 'epoch');"
                                + " PERFORM set_config('datestyle', 'ISO', true); END $$",
                        "INSERT INTO \"q;'\"\"\" VALUES"
                                + " ('a', 0.1::float8 + 0.2, '-1 day +2 hours')",
                        "UPDATE p SET id = 11",
                        "UPDATE \"q;'\"\"\" SET k = 'A'");

                List<Change> changes = on.changes(reader);

                assertThat(changes)
                        .filteredOn(change -> change.after() instanceof Image.Whole)
                        .extracting(change -> change.id().key().getFirst())
                        .containsOnly(new Value.Int(11), new Value.Text("A"));
                assertThat(changes)
                        .extracting(change -> String.valueOf(change.from() != null))
                        .contains("true");
            }
        }
    }

    @Test
    void aTriggerThatDoesNotFireIsLostHistoryAndNotMended() throws Exception {
        try (OutboxFixture on = OutboxFixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t");
            Position place = on.endpoint.prepare(selection);
            on.run("ALTER TABLE t DISABLE TRIGGER \"syncline_outbox_" + selection.flow() + "_d\"");

            assertThat(on.endpoint.prepare(selection)).isEqualTo(place);
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(() -> on.endpoint.read(place, selection))
                    .satisfies(
                            e -> {
                                assertThat(e.kind()).isEqualTo(Kind.HISTORY_LOST);
                                assertThat(e.code()).isEqualTo(Code.OUTBOX_CHANGED);
                            });

            on.endpoint.forget(selection);
            Position fresh = on.endpoint.prepare(selection);
            assertThat(on.endpoint.covers(place, fresh)).isFalse();
            on.endpoint.read(fresh, selection).close();
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(() -> on.endpoint.read(place, selection))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.HISTORY_LOST));
        }
    }

    @Test
    void forgettingLeavesNothingBehind() throws Exception {
        try (OutboxFixture on = OutboxFixture.on(18)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY)",
                    "CREATE TABLE u (id int PRIMARY KEY) PARTITION BY HASH (id)");
            Selection one = on.prepared("public.t", "public.u");
            Selection two = on.prepared("public.t");
            on.endpoint.prepare(new Selection(one.flow(), List.of("public.u")));
            assertThat(on.one("SELECT count(*) FROM pg_trigger WHERE tgrelid = 't'::regclass"))
                    .isEqualTo("5");

            assertThat(on.endpoint.made())
                    .extracting(made -> made.kind() + " " + made.flow())
                    .containsExactly("TABLE " + one.flow(), "TABLE " + two.flow());
            on.endpoint.remove(on.endpoint.made().getFirst());
            on.endpoint.forget(one);
            assertThat(on.one("SELECT count(*) FROM pg_trigger")).isEqualTo("5");
            on.endpoint.forget(two);

            assertThat(on.one("SELECT count(*) FROM pg_trigger")).isEqualTo("0");
            assertThat(on.one("SELECT to_regnamespace('syncline') IS NULL")).isEqualTo("t");
            on.run("INSERT INTO t VALUES (1)");
        }
    }

    @Test
    void preflightSaysWhatWillBeMadeAndWhatIsMissing() throws Exception {
        try (OutboxFixture on = OutboxFixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE keyless (id int)");
            on.admin(
                    "CREATE TABLE foreigner (id int PRIMARY KEY)",
                    "CREATE TABLE locked (id int PRIMARY KEY)",
                    "GRANT SELECT, TRIGGER ON foreigner TO " + on.user);
            Selection selection =
                    new Selection(
                            "t1",
                            List.of(
                                    "public.foreigner",
                                    "public.keyless",
                                    "public.locked",
                                    "public.t"));

            List<Finding> findings = on.endpoint.preflight(selection);

            assertThat(findings)
                    .extracting(each -> each.severity() + " " + each.code() + " " + each.subject())
                    .containsExactly(
                            "WARNING CAPTURE_BLIND public.foreigner",
                            "ERROR NO_KEY_TO_TELL public.keyless",
                            "ERROR MISSING_GRANT public.locked",
                            "WARNING CAPTURE_BLIND public.locked",
                            "NOTE OUTBOX_TRIGGERS outbox");
            assertThat(on.endpoint.capture().method()).isEqualTo(Capture.Method.OUTBOX);
            assertThat(on.one("SELECT to_regnamespace('syncline') IS NULL")).isEqualTo("t");
        }
    }

    @Test
    void aChunkShowsRowsAsTheyAreAndHidesNothingThatIsToldLater() throws Exception {
        try (OutboxFixture on = OutboxFixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run("INSERT INTO t VALUES (2)");

                Chunk chunk = on.endpoint.chunk("public.t", null, null, 100);

                assertThat(chunk.rows()).hasSize(2);
                assertThat(on.told(reader)).containsExactly("2");
                assertThat(on.endpoint.covers(on.last(), chunk.until())).isTrue();
            }
        }
    }
}
