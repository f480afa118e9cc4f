package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.UniqueHolders.Held;
import io.syncline.core.endpoint.UniqueHolders.Holder;
import io.syncline.testkit.connector.Database;
import io.syncline.testkit.connector.Ground;
import io.syncline.testkit.connector.UniqueHoldersContract;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresHoldersTest implements UniqueHoldersContract {
    private final FreshDatabase database = Services.postgres(18).freshDatabase();
    private final Ground ground = new Ground(new PostgresConnector(), database, "public.");

    @Override
    public Ground ground() {
        return ground;
    }

    @Override
    public void makePeople() throws Exception {
        sql(
                "create table person (id int primary key, email varchar(40) unique,"
                        + " team int not null, seat int not null, unique (team, seat))",
                "insert into person values (1, 'ann@x', 1, 1), (2, 'bob@x', 1, 2), (3, null, 2, 1)");
    }

    private void sql(String... statements) throws Exception {
        Database.of(database).run(statements);
    }

    private Held held(String table, long id, Map<String, Value> more) {
        Row key = Row.of("id", new Value.Int(id));
        return held(id(table, id), key.overlaid(Row.of(more)));
    }

    private static RowId id(String table, long id) {
        return RowId.of("public." + table, new Value.Int(id));
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    @Test
    void whatAnIndexSaysOfCaseDecides() throws Exception {
        sql(
                "create extension citext",
                "create collation blind (provider = icu, locale = 'und-u-ks-level2',"
                        + " deterministic = false)",
                "create table t (id int primary key, a citext unique, b text collate blind unique,"
                        + " c text unique, d text)",
                "create unique index on t (d collate blind)",
                "insert into t values (1, 'One', null, null, null), (2, null, 'Two', null, null),"
                        + " (3, null, null, 'Three', null), (4, null, null, null, 'Four')");
        Held held =
                held(
                        "t",
                        9,
                        Map.of(
                                "a", text("ONE"),
                                "b", text("TWO"),
                                "c", text("THREE"),
                                "d", text("FOUR")));
        assertThat(held.unasked()).isEmpty();
        assertThat(held.holders())
                .containsExactlyInAnyOrder(
                        new Holder(List.of("a"), id("t", 1)),
                        new Holder(List.of("b"), id("t", 2)),
                        new Holder(List.of("d"), id("t", 4)));
    }

    @Test
    void expressionsAndIndexesOfSomeRowsAreAskedToo() throws Exception {
        sql(
                "create table t (id int primary key, \"E mail\" text, gone timestamp, kind text)",
                "create unique index lowered on t (lower(\"E mail\")) where gone is null",
                "create unique index mixed on t (kind, (upper(\"E mail\") || ')'))",
                "insert into t values (1, 'Ann@x', '2020-01-01', 'a'), (2, 'Ann@x', null, 'b')");
        Map<String, Value> live =
                Map.of("E mail", text("ANN@X"), "gone", Value.nothing(), "kind", text("a"));
        assertThat(held("t", 9, live).holders())
                .containsExactlyInAnyOrder(
                        new Holder(List.of("E mail", "gone"), id("t", 2)),
                        new Holder(List.of("E mail", "kind"), id("t", 1)));
        Map<String, Value> gone =
                Map.of(
                        "E mail", text("ANN@X"),
                        "gone", new Value.Timestamp(java.time.LocalDateTime.of(2021, 1, 1, 0, 0)),
                        "kind", text("c"));
        assertThat(held("t", 9, gone)).isEqualTo(Held.NOTHING);
    }

    @Test
    void nullsMeetWhereAnIndexSaysSo() throws Exception {
        sql(
                "create table t (id int primary key, a int, b text, unique nulls not distinct (a, b))",
                "insert into t values (1, 5, null), (2, 6, null), (3, null, null)");
        assertThat(held("t", 9, Map.of("a", new Value.Int(5), "b", Value.nothing())).holders())
                .containsExactly(new Holder(List.of("a", "b"), id("t", 1)));
        assertThat(held("t", 9, Map.of("a", new Value.Int(7), "b", Value.nothing())))
                .isEqualTo(Held.NOTHING);
        assertThat(held("t", 9, Map.of("a", Value.nothing(), "b", Value.nothing())).holders())
                .containsExactly(new Holder(List.of("a", "b"), id("t", 3)));
    }

    /** Of these nobody can say which row is in the way, so they are named. */
    @Test
    void whatIsNoComparisonOfFieldsIsNamed() throws Exception {
        sql(
                "create extension btree_gist",
                "create table t (id int primary key, room int, at int4range, a int,"
                        + " made int generated always as (a + 1) stored,"
                        + " constraint booked exclude using gist (room with =, at with &&),"
                        + " constraint made_once unique (made))",
                "create unique index failing on t ((10 / a))",
                "insert into t values (1, 1, '[1,5)', 3)");
        Map<String, Value> row =
                Map.of(
                        "room", new Value.Int(1),
                        "at", new Value.Other("int4range", "[2,3)"),
                        "a", new Value.Int(0));
        assertThat(held("t", 9, row).unasked())
                .containsExactlyInAnyOrder("booked", "made_once", "failing");
    }

    /** Another than the primary key tells rows apart: then that one is one more unique index. */
    @Test
    void thePrimaryKeyIsAnOrdinaryIndexWhereAnotherTellsRowsApart() throws Exception {
        sql(
                "create table t (id int primary key, code text not null unique)",
                "alter table t replica identity using index t_code_key",
                "insert into t values (1, 'a'), (2, 'b')");
        Row row = Row.of(Map.of("id", new Value.Int(1), "code", text("c")));
        assertThat(held(RowId.of("public.t", text("c")), row).holders())
                .containsExactly(new Holder(List.of("id"), RowId.of("public.t", text("a"))));
    }
}
