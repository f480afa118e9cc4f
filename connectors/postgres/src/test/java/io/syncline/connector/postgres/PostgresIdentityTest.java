package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresIdentityTest {
    private static final String BIG = "repeat(md5(random()::text), 400)";

    @Test
    void fullIdentityShowsWholeRowsAndKeepsThePrimaryKey() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, v text, big text)",
                    "ALTER TABLE t ALTER big SET STORAGE EXTERNAL, REPLICA IDENTITY FULL",
                    "INSERT INTO t VALUES (1, 'a', " + BIG + ")");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run("UPDATE t SET v = 'b'", "UPDATE t SET id = 2", "DELETE FROM t");

                List<Change> changes = on.changes(reader);

                Change update = changes.getFirst();
                assertThat(update.id()).isEqualTo(id(1));
                assertThat(update.from()).isNull();
                assertThat(update.after()).isInstanceOf(Image.Whole.class);
                Row after = Fixture.row(update.after());
                Row before = Fixture.row(update.before());
                assertThat(((Value.Text) after.at(2)).value()).hasSize(12_800);
                assertThat(after.get("big")).isEqualTo(before.get("big"));
                assertThat(before.get("v")).isEqualTo(new Value.Text("a"));
                assertThat(changes.get(1).from()).isEqualTo(id(1));
                assertThat(changes.get(2).before()).isInstanceOf(Image.Whole.class);
                assertThat(changes.get(2).id()).isEqualTo(id(2));
            }
        }
    }

    @Test
    void anIdentityIndexIsTheKeyEvenBesideAPrimaryKey() throws Exception {
        try (Fixture on = Fixture.on(17)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, code text NOT NULL, v text)",
                    "CREATE UNIQUE INDEX t_code ON t (code)",
                    "ALTER TABLE t REPLICA IDENTITY USING INDEX t_code",
                    "INSERT INTO t VALUES (1, 'x', 'a')");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run("UPDATE t SET code = 'y'", "DELETE FROM t");

                List<Change> changes = on.changes(reader);

                assertThat(changes.get(0).from())
                        .isEqualTo(RowId.of("public.t", new Value.Text("x")));
                assertThat(changes.get(1).id())
                        .isEqualTo(RowId.of("public.t", new Value.Text("y")));
            }
        }
    }

    @Test
    void withoutAKeyARowIsItsValues() throws Exception {
        try (Fixture on = Fixture.on(16)) {
            on.run("CREATE TABLE t (a int, b text)", "ALTER TABLE t REPLICA IDENTITY FULL");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run("INSERT INTO t VALUES (1, NULL)", "UPDATE t SET b = 'x'", "DELETE FROM t");

                List<Change> changes = on.changes(reader);

                RowId first = RowId.of("public.t", new Value.Int(1), Value.nothing());
                RowId second = RowId.of("public.t", new Value.Int(1), new Value.Text("x"));
                assertThat(changes.get(0).id()).isEqualTo(first);
                assertThat(changes.get(1).from()).isEqualTo(first);
                assertThat(changes.get(1).id()).isEqualTo(second);
                assertThat(changes.get(2).id()).isEqualTo(second);
            }
        }
    }

    @Test
    void insertsOfATableWithoutIdentityAreTold() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, v text)",
                    "ALTER TABLE t REPLICA IDENTITY NOTHING");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run("INSERT INTO t VALUES (1, 'a')");

                assertThat(on.changes(reader)).extracting(Change::id).containsExactly(id(1));
            }
        }
    }

    private static RowId id(long id) {
        return RowId.of("public.t", new Value.Int(id));
    }
}
