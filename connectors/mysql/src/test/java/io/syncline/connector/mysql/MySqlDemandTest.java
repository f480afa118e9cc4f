package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.VERSION;
import static io.syncline.connector.mysql.Place.text;
import static io.syncline.connector.mysql.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Writes that demand something, many at a time. */
class MySqlDemandTest {
    private static Row row(long id, Value v) {
        return Row.of(Map.of("id", whole(id), "v", v));
    }

    private static Write make(String table, Row row) {
        return new Write(
                Change.of(
                        RowId.of(table, row.get("id")), Image.absent(), Image.whole(row), VERSION),
                new Expect.Same(Image.absent()));
    }

    private static Write change(Place place, String table, long id, Image after) {
        var seen = place.seen(table, whole(id));
        return new Write(
                Change.of(RowId.of(table, whole(id)), seen.image(), after, VERSION),
                new Expect.Unchanged(seen.token()));
    }

    private static Outcome applied(Row row) {
        return new Outcome.Applied(Image.whole(row));
    }

    @Test
    void whatIsStoredIsToldAsTheServerHasMadeIt() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table t (id bigint primary key, v varchar(20))",
                    "create trigger made before insert on t for each row set new.v = upper(new.v)",
                    "create trigger changed before update on t for each row"
                            + " set new.v = concat(new.v, '!')",
                    "insert into t values (1, 'a'), (2, 'b'), (3, 'c')");
            assertThat(
                            place.apply(
                                    change(place, "t", 1, Image.whole(row(1, text("x")))),
                                    change(place, "t", 2, Image.absent()),
                                    change(
                                            place,
                                            "t",
                                            3,
                                            Image.partial(Row.of(Map.of("v", text("z"))))),
                                    make("t", row(4, text("new"))),
                                    make("t", row(5, Value.nothing()))))
                    .containsExactly(
                            applied(row(1, text("x!"))),
                            new Outcome.Applied(Image.absent()),
                            applied(row(3, text("z!"))),
                            applied(row(4, text("NEW"))),
                            applied(row(5, Value.nothing())));
        }
    }

    @Test
    void aTriggerCanTellOurWritesByItself() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table t (id bigint primary key, v varchar(20))",
                    "create trigger made before insert on t for each row if @syncline is null then"
                            + " set new.v = concat(new.v, '!'); end if",
                    "insert into t values (1, 'theirs')");
            place.apply(make("t", row(2, text("ours"))));
            assertThat(place.one("select group_concat(v order by id) from t"))
                    .isEqualTo("theirs!,ours");
        }
    }

    @Test
    void moreThanAreWrittenAtATimeAreAllWritten() throws Exception {
        try (Place place = new Place()) {
            place.sql("create table t (id bigint primary key, v varchar(20))");
            List<Write> writes =
                    LongStream.range(0, 2_345)
                            .mapToObj(k -> make("t", row(k, text("v" + k))))
                            .toList();
            assertThat(place.endpoint.apply(writes, null))
                    .allMatch(Outcome.Applied.class::isInstance);
            assertThat(place.one("select concat(count(*), ' ', count(distinct v)) from t"))
                    .isEqualTo("2345 2345");
            assertThat(place.endpoint.apply(writes, null))
                    .allMatch(Outcome.Stale.class::isInstance);
        }
    }

    @Test
    void childrenAreDeletedBeforeTheParentThatWouldTakeThemAlong() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table p (id bigint primary key, v varchar(20))",
                    "create table c (id bigint primary key, v varchar(20), p bigint,"
                            + " foreign key (p) references p (id) on delete cascade)",
                    "insert into p values (1, 'a')",
                    "insert into c values (7, 'b', 1)");
            Write parent = change(place, "p", 1, Image.absent());
            Write child = change(place, "c", 7, Image.absent());
            assertThat(place.apply(parent, child))
                    .containsExactly(
                            new Outcome.Applied(Image.absent()),
                            new Outcome.Applied(Image.absent()));
            assertThat(place.one("select count(*) from c")).isEqualTo("0");
        }
    }

    @Test
    void aRefusedRowOfManyIsRefusedAlone() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "create table t (id bigint primary key, v varchar(20) unique)",
                    "insert into t values (1000, 'v7')");
            List<Write> writes =
                    LongStream.range(0, 50)
                            .mapToObj(k -> make("t", row(k, text("v" + k))))
                            .toList();
            List<Outcome> outcomes = place.endpoint.apply(writes, null);
            assertThat(outcomes).filteredOn(Outcome.Applied.class::isInstance).hasSize(49);
            assertThat(outcomes.get(7))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            why -> assertThat(why.kind()).isEqualTo(Outcome.Kind.UNIQUE));
        }
    }
}
