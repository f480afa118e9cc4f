package io.syncline.connector.mysql;

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
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MySqlHoldersTest implements UniqueHoldersContract {
    private final FreshDatabase database = Services.mariaDb().freshDatabase();
    private final Ground ground = new Ground(new MySqlConnector(), database, "");

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

    private static RowId id(Value key) {
        return RowId.of("t", key);
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    /** Two keys may be one for the server, though they are two for everybody else. */
    @Test
    void whatAColumnSaysOfCaseDecides() throws Exception {
        sql(
                "create table t (id varchar(9) collate utf8mb4_general_ci primary key,"
                        + " a varchar(9) collate utf8mb4_general_ci unique,"
                        + " b varchar(9) collate utf8mb4_bin unique, c longtext unique)",
                "insert into t values ('x', 'One', 'One', null), ('y', null, null, 'long')");
        Row row =
                Row.of(
                        Map.of(
                                "id", text("X"),
                                "a", text("ONE"),
                                "b", text("ONE"),
                                "c", text("long")));
        Held held = held(id(text("X")), row);
        assertThat(held.unasked()).isEmpty();
        assertThat(held.holders())
                .containsExactlyInAnyOrder(
                        new Holder(List.of("id"), id(text("x"))),
                        new Holder(List.of("a"), id(text("x"))),
                        new Holder(List.of("c"), id(text("y"))));
    }

    @Test
    void whatIsNoComparisonOfFieldsIsNamed() throws Exception {
        sql(
                "create table t (id int primary key, a varchar(99), b float unique,"
                        + " c decimal(9,2) unique, made int as (id + 1) unique,"
                        + " unique beginning (a(3)))",
                "insert into t (id, a, b, c) values (1, 'abcd', 0.1, 7)");
        Row row =
                Row.of(
                        Map.of(
                                "id", new Value.Int(2),
                                "a", text("abcz"),
                                "b", new Value.Real((float) 0.1),
                                "c", new Value.Decimal(new BigDecimal("7.00"))));
        Held held = held(id(new Value.Int(2)), row);
        assertThat(held.unasked()).containsExactlyInAnyOrder("beginning", "b", "made");
        assertThat(held.holders()).containsExactly(new Holder(List.of("c"), id(new Value.Int(1))));
    }
}
