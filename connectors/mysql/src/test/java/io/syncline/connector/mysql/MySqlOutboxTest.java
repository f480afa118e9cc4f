package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.syncline.core.change.Change;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Leftovers;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MySqlOutboxTest {
    private static Place place() throws Exception {
        return new Place(Map.of("capture", "outbox", "poll_every", "20ms"));
    }

    private static void run(Place place, String... statements) throws SQLException {
        try (Connection connection = place.database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static List<String> texts(List<Change> changes) {
        return changes.stream()
                .map(
                        change -> {
                            String from = change.from() == null ? "" : " moved";
                            Value key = change.id().key().getFirst();
                            String id = key instanceof Value.Int(long n) ? "" + n : key.toString();
                            return id + (change.after().isAbsent() ? " gone" : from);
                        })
                .toList();
    }

    @Test
    void whatIsWrittenIsToldAsItIsAndALateCommitIsNotPassedOver() throws Exception {
        try (Place place = place()) {
            run(place, "CREATE TABLE t (id INT PRIMARY KEY, v TEXT)");
            try (Told told = new Told(place, "t");
                    Connection late = place.database.connect();
                    Statement held = late.createStatement()) {
                told.changes();
                run(
                        place,
                        "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')",
                        "UPDATE t SET v = 'z' WHERE id = 1",
                        "DELETE FROM t WHERE id = 2");
                assertThat(texts(told.changes())).containsOnly("1", "2 gone", "3");
                run(place, "UPDATE t SET id = 9 WHERE id = 3");
                assertThat(texts(told.changes())).containsExactly("9 moved");

                late.setAutoCommit(false);
                held.execute("INSERT INTO t VALUES (20, 'late')");
                run(place, "INSERT INTO t VALUES (21, 'soon')");
                assertThat(texts(told.changes())).containsExactly("21");
                Position place1 = told.last;
                late.commit();
                assertThat(texts(told.changes())).containsExactly("20");

                told.reopen(place1);
                assertThat(texts(told.changes())).contains("20", "21");
                told.reader.acknowledge(told.last);
                run(place, "INSERT INTO t VALUES (22, '')");
                told.changes();
                Chunk chunk = place.endpoint.chunk("t", null, null, 100);
                assertThat(chunk.rows()).hasSize(5);
                assertThat(place.endpoint.covers(told.last, chunk.until())).isTrue();
                assertThat(place.endpoint.capture().method()).isEqualTo(Capture.Method.OUTBOX);
            }
        }
    }

    @Test
    void keysOfEveryKindAreFoundWhateverTheWriterSets() throws Exception {
        try (Place place = place()) {
            run(
                    place,
                    "CREATE TABLE `q'``;` (a VARBINARY(8), b TIMESTAMP(3), c VARCHAR(20), d DOUBLE,"
                            + " e DATETIME, PRIMARY KEY (a, b, c, d, e))");
            try (Told told = new Told(place, "q'`;")) {
                run(
                        place,
                        "SET time_zone = '+05:30'",
                        "SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'",
                        "INSERT INTO `q'``;` VALUES (X'00ff3a', '2024-02-01 00:00:00.123',"
                                + " 'a:\\é😀', 0.1 + 0.2, '2024-01-01')");
                assertThat(told.changes())
                        .hasSize(1)
                        .allMatch(change -> !change.after().isAbsent());
            }
        }
    }

    @Test
    void aMissingTriggerIsLostHistoryAndForgettingLeavesNothing() throws Exception {
        try (Place place = place()) {
            run(place, "CREATE TABLE t (id INT PRIMARY KEY)", "CREATE TABLE keyless (id INT)");
            Selection selection = new Selection("gone", List.of("t"));
            Position start = place.endpoint.prepare(selection);
            place.endpoint.read(start, selection).close();
            String name = "syncline_gone_" + Integer.toHexString("t".hashCode()) + "_d";
            run(place, "DROP TRIGGER " + name);
            place.endpoint.prepare(selection);
            try {
                place.endpoint.read(start, selection);
                throw new AssertionError("It was read");
            } catch (EndpointException e) {
                assertThat(e.code()).isEqualTo(Code.OUTBOX_CHANGED);
            }
            assertThat(place.endpoint.preflight(new Selection("x", List.of("keyless", "t"))))
                    .extracting(Finding::code)
                    .containsExactly(Code.NO_KEY_TO_TELL, Code.OUTBOX_TRIGGERS);

            place.endpoint.forget(selection);
            place.endpoint.forget(selection);
            try (Connection connection = place.database.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    "SELECT (SELECT count(*) FROM information_schema.triggers"
                                            + " WHERE trigger_schema = DATABASE()) + (SELECT count(*)"
                                            + " FROM information_schema.tables WHERE table_schema ="
                                            + " DATABASE() AND table_name LIKE 'syncline%')")) {
                row.next();
                assertThat(row.getInt(1)).isZero();
            }
        }
    }

    @Test
    void anOutboxIsFoundByItsNameAndRemovedAlsoIfItsLineWasLost() throws Exception {
        try (Place place = place()) {
            run(
                    place,
                    "CREATE TABLE t (id INT PRIMARY KEY)",
                    "CREATE TABLE u (id INT PRIMARY KEY)");
            Selection first = new Selection("first", List.of("t"));
            Selection second = new Selection("second", List.of("t", "u"));
            place.endpoint.prepare(first);
            place.endpoint.prepare(second);
            assertThat(place.endpoint.made())
                    .extracting(Leftovers.Made::kind, Leftovers.Made::name, Leftovers.Made::flow)
                    .containsExactly(
                            tuple(Leftovers.Kind.TABLE, "syncline_outbox_first", "first"),
                            tuple(Leftovers.Kind.TABLE, "syncline_outbox_second", "second"));

            // By hand, as a person is told.
            run(place, place.endpoint.made().getFirst().removal().split("; "));
            assertThat(
                            place.one(
                                    "SELECT count(*) FROM information_schema.triggers WHERE"
                                            + " trigger_schema = DATABASE()"))
                    .isEqualTo("6");
            run(place, "INSERT INTO t VALUES (1)", "DROP TABLE syncline_outboxes");
            Leftovers.Made left = place.endpoint.made().getFirst();
            assertThat(left.flow()).isEqualTo("second");
            place.endpoint.remove(left);
            assertThat(place.endpoint.made()).isEmpty();
            assertThat(
                            place.one(
                                    "SELECT count(*) FROM information_schema.triggers WHERE"
                                            + " trigger_schema = DATABASE()"))
                    .isEqualTo("0");
            run(place, "INSERT INTO t VALUES (2)", "INSERT INTO u VALUES (2)");
        }
    }
}
