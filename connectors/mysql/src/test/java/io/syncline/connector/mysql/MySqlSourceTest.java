package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.text;
import static io.syncline.connector.mysql.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlSourceTest {
    private static final String T =
            "create table t (a int, b varchar(20), c text default 'standard', n int default 7,"
                    + " primary key (a, b))";

    private static RowId id(int a, String b) {
        return RowId.of("t", whole(a), text(b));
    }

    @Test
    void insertsUpdatesDeletesAndKeyChangesAreToldInOrderWithBothImages() throws Exception {
        try (Place place = new Place()) {
            place.sql(T);
            try (Told told = new Told(place, "t")) {
                place.sql(
                        "insert into t values (1, 'x', 'one', 1)",
                        "update t set c = 'two' where a = 1",
                        "update t set b = 'y', n = null where a = 1",
                        "delete from t where a = 1");
                List<Change> changes = told.changes();
                assertThat(changes).hasSize(4);
                assertThat(changes.get(0).before()).isEqualTo(Image.absent());
                assertThat(changes.get(1).before().row().get("c")).isEqualTo(text("one"));
                assertThat(changes.get(1).after().row().get("c")).isEqualTo(text("two"));
                assertThat(changes.get(2).from()).isEqualTo(id(1, "x"));
                assertThat(changes.get(2).id()).isEqualTo(id(1, "y"));
                assertThat(changes.get(2).after().row().get("n")).isEqualTo(Value.nothing());
                assertThat(changes.get(3).id()).isEqualTo(id(1, "y"));
                assertThat(changes.get(3).after()).isEqualTo(Image.absent());
                assertThat(told.batches)
                        .filteredOn(batch -> batch instanceof Batch.Rows)
                        .extracting(batch -> ((Batch.Rows) batch).transaction())
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MINIMAL", "NOBLOB"})
    void whatARowImageLeavesOutIsUnknownAndNeverNull(String image) throws Exception {
        try (Place place = new Place()) {
            place.sql(T);
            try (Told told = new Told(place, "t")) {
                place.sql(
                        "set binlog_row_image = " + image,
                        "insert into t (a, b) values (1, 'x')",
                        "update t set n = 8 where a = 1",
                        "update t set b = 'y' where a = 1",
                        "delete from t where a = 1");
                List<Change> changes = told.changes();
                assertThat(changes).hasSize(4);
                Change update = changes.get(1);
                assertThat(update.after()).isInstanceOf(Image.Partial.class);
                assertThat(update.after().row().get("n")).isEqualTo(whole(8));
                assertThat(update.after().row().get("a")).isEqualTo(whole(1));
                assertThat(update.after().row().get("c")).isNull();
                assertThat(changes.get(2).from()).isEqualTo(id(1, "x"));
                assertThat(changes.get(2).id()).isEqualTo(id(1, "y"));
                assertThat(changes.get(2).after()).isInstanceOf(Image.Partial.class);
                assertThat(changes.get(3).id()).isEqualTo(id(1, "y"));
                Image inserted = changes.get(0).after();
                assertThat(inserted.row().get("c")).isIn(null, text("standard"));
            }
        }
    }

    @Test
    void rowsWithoutAKeyAreKnownByAllTheirValuesInEveryRowImage() throws Exception {
        try (Place place = new Place()) {
            place.sql("create table t (a int, b text)");
            try (Told told = new Told(place, "t")) {
                place.sql(
                        "insert into t values (1, null)",
                        "set binlog_row_image = MINIMAL",
                        "update t set b = 'x' where a = 1",
                        "delete from t where a = 1");
                List<Change> changes = told.changes();
                assertThat(changes.get(1).from())
                        .isEqualTo(RowId.of("t", whole(1), Value.nothing()));
                assertThat(changes.get(1).id()).isEqualTo(RowId.of("t", whole(1), text("x")));
                assertThat(changes.get(2).id()).isEqualTo(RowId.of("t", whole(1), text("x")));
            }
        }
    }

    @Test
    void fromEveryPlaceTheStreamGoesOnWithoutLossOrRepetition() throws Exception {
        try (Place place = new Place()) {
            place.sql("create table t (id int primary key, v int)", "create table o (id int)");
            try (Told told = new Told(place, "t")) {
                try (Connection connection = place.database.connect();
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    for (int i = 0; i < 12; i++) {
                        statement.execute("insert into t values (" + 2 * i + ", 1)");
                        statement.execute("insert into t values (" + (2 * i + 1) + ", 1)");
                        if (i % 3 == 0) {
                            statement.execute("insert into o values (1)");
                        }
                        connection.commit();
                        if (i == 6) {
                            statement.execute("flush binary logs");
                        }
                    }
                }
                assertThat(told.changes()).hasSize(24);
                List<Position> places = new ArrayList<>();
                told.batches.forEach(
                        batch -> {
                            if (batch instanceof Batch.Rows rows && rows.position() != null) {
                                places.add(rows.position());
                            }
                        });
                assertThat(places).hasSize(12);
                for (int i = 0; i < places.size(); i++) {
                    told.reopen(places.get(i));
                    told.last = places.get(i);
                    List<Change> rest = told.changes();
                    assertThat(rest).hasSize(22 - 2 * i);
                    assertThat(place.endpoint.covers(told.last, places.get(i))).isTrue();
                    assertThat(place.endpoint.bytesBetween(places.get(i), told.last))
                            .isBetween(i == 11 ? 0L : 100L * (11 - i), 1000L * (12 - i));
                }
            }
        }
    }

    @Test
    void aLargeTransactionComesInPartsWithoutAPlaceUntilItsEnd() throws Exception {
        try (Place place = new Place()) {
            place.sql("create table t (id int primary key, v text)");
            try (Told told = new Told(place, "t")) {
                place.sql("insert into t select seq, repeat('x', 500) from seq_1_to_20000");
                assertThat(told.changes()).hasSize(20_000);
                List<Batch.Rows> rows =
                        told.batches.stream()
                                .filter(batch -> batch instanceof Batch.Rows)
                                .map(batch -> (Batch.Rows) batch)
                                .toList();
                assertThat(rows).hasSizeGreaterThan(3);
                assertThat(rows.subList(0, rows.size() - 1))
                        .allMatch(part -> part.position() == null && part.bytes() < 5 << 20);
                assertThat(rows.getLast().position()).isNotNull();
                assertThat(rows)
                        .extracting(Batch.Rows::transaction)
                        .containsOnly(rows.getFirst().transaction());
            }
        }
    }

    @Test
    void aLayoutIsToldBeforeItsFirstRowAndAfterEachChange() throws Exception {
        try (Place place = new Place()) {
            place.sql("create table t (id int primary key, v int)");
            try (Told told = new Told(place, "t")) {
                for (String each :
                        List.of(
                                "insert into t values (1, 1)",
                                "alter table t add column w tinyint(1) not null default 1",
                                "insert into t values (2, 2, 0)",
                                "alter table t change v x bigint unsigned",
                                "update t set x = 18446744073709551615 where id = 2",
                                "alter table t drop column w",
                                "insert into t values (3, 3)",
                                "truncate table t",
                                "insert into t values (4, 4)")) {
                    place.sql(each);
                    told.changes();
                }
                List<String> story = new ArrayList<>();
                for (Batch batch : told.batches) {
                    switch (batch) {
                        case Batch.Rows rows ->
                                rows.changes()
                                        .forEach(change -> story.add(change.after().toString()));
                        case Batch.Relayout(var layout) ->
                                story.add(
                                        layout.fields().stream().map(f -> f.name()).toList() + "");
                        case Batch.Truncated truncated ->
                                story.add("emptied " + truncated.collections());
                        case Batch.Quiet _ -> {}
                    }
                }
                assertThat(story)
                        .containsSubsequence(
                                "[id, v]",
                                "Whole[row={id=Int[value=1], v=Int[value=1]}]",
                                "[id, v, w]",
                                "Whole[row={id=Int[value=2], v=Int[value=2], w=Bool[value=false]}]",
                                "[id, x, w]",
                                "Whole[row={id=Int[value=2], x=Decimal[value=18446744073709551615],"
                                        + " w=Bool[value=false]}]",
                                "[id, x]",
                                "Whole[row={id=Int[value=3], x=Decimal[value=3]}]",
                                "emptied [t]",
                                "Whole[row={id=Int[value=4], x=Decimal[value=4]}]");
            }
        }
    }

    @Test
    void behindChangesOfATableItsOldRowsAreReadAsTheyWereLoggedOrNotAtAll() throws Exception {
        try (Place place = new Place()) {
            place.sql("create table t (id int primary key, v smallint unsigned, w tinyint)");
            try (Told told = new Told(place, "t")) {
                Position before = place.endpoint.prepare(told.selection);
                place.sql(
                        "insert into t values (1, 65535, -1)",
                        "alter table t change v x bigint",
                        "insert into t values (2, -1, -2)",
                        "alter table t drop column x",
                        "insert into t values (3, 3)");
                // This one has known the table from the beginning.
                assertThat(told.changes())
                        .extracting(change -> change.after().row().toString())
                        .containsExactly(
                                "{id=Int[value=1], v=Int[value=65535], w=Int[value=-1]}",
                                "{id=Int[value=2], x=Int[value=-1], w=Int[value=-2]}",
                                "{id=Int[value=3], w=Int[value=3]}");
                // These have not; a column that can only have been one thing is read all the same.
                told.reopen(before);
                told.last = before;
                assertThat(told.changes()).hasSize(3);
                place.sql("alter table t drop column w");
                told.reopen(before);
                told.last = before;
                EndpointException unknown = told.failure();
                assertThat(unknown.kind()).isEqualTo(EndpointException.Kind.HISTORY_LOST);
                assertThat(unknown.code()).isEqualTo(Code.LAYOUT_UNKNOWN);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rename table t to u, n to t",
                "drop table t",
                "create or replace table t (id int primary key)",
                "alter table `t` rename to u",
                "alter table t truncate partition p0"
            })
    void aTableThatIsNotTheOneItWasEndsTheStream(String statement) throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table t (id int primary key) partition by hash(id) partitions 2",
                    "create table n (id int primary key)");
            try (Told told = new Told(place, "t")) {
                place.sql("/* a comment */ " + statement);
                EndpointException lost = told.failure();
                assertThat(lost.kind()).isEqualTo(EndpointException.Kind.HISTORY_LOST);
                assertThat(lost.code()).isEqualTo(Code.TABLE_REPLACED);
            }
        }
    }

    @Test
    void whatWasLoggedAsAStatementEndsTheStream() throws Exception {
        try (Place place = new Place()) {
            place.sql("create table t (id int primary key)");
            try (Told told = new Told(place, "t")) {
                place.sql("set binlog_format = 'STATEMENT'", "insert into t values (1)");
                assertThat(told.failure().code()).isEqualTo(Code.LOG_INCOMPLETE);
            }
        }
    }

    @Test
    void aPreparedTransactionIsRefusedAndNotGuessed() throws Exception {
        try (Place place = new Place()) {
            place.sql("create table t (id int primary key)", "create table o (id int primary key)");
            try (Told told = new Told(place, "t")) {
                place.sql(
                        "xa start 'o'", "insert into o values (1)", "xa end 'o'", "xa prepare 'o'");
                place.sql("xa commit 'o'", "insert into t values (1)");
                assertThat(told.changes()).hasSize(1);
                place.sql(
                        "xa start 't'", "insert into t values (2)", "xa end 't'", "xa prepare 't'");
                EndpointException refused = told.failure();
                place.sql("xa rollback 't'");
                assertThat(refused.kind()).isEqualTo(EndpointException.Kind.MISCONFIGURED);
                assertThat(refused.code()).isEqualTo(Code.XA_TRANSACTION);
            }
        }
    }

    @Test
    void whatWasTakenBackIsNotTold() throws Exception {
        try (Place place = new Place()) {
            place.sql("create table t (id int primary key)");
            try (Told told = new Told(place, "t")) {
                place.sql(
                        "begin",
                        "insert into t values (1)",
                        "savepoint s",
                        "insert into t values (2)",
                        "rollback to s",
                        "commit",
                        "begin",
                        "insert into t values (3)",
                        "rollback");
                assertThat(told.changes())
                        .extracting(Change::id)
                        .containsExactly(RowId.of("t", whole(1)));
            }
        }
    }

    @Test
    void ofACopiedTableOnlyWhatCameAfterItsPlaceIsTold() throws Exception {
        try (Place place = new Place()) {
            place.sql("create table t (id int)", "insert into t values (1)");
            Selection all = new Selection("test_" + place.database.name(), List.of("t"));
            Position first = place.endpoint.prepare(all);
            place.sql("insert into t values (2)");
            Position frozen;
            try (var copy = place.endpoint.freeze("t")) {
                place.sql("insert into t values (3)");
                assertThat(copy.next(100)).hasSize(2);
                assertThat(copy.next(100)).isNull();
                frozen = copy.place();
            }
            Selection after = new Selection(all.flow(), all.collections(), Map.of("t", frozen));
            try (Told told = new Told(place, after)) {
                told.reopen(first);
                assertThat(told.changes())
                        .extracting(Change::id)
                        .containsExactly(RowId.of("t", whole(3)));
            }
        }
    }
}
