package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.change;
import static io.syncline.connector.mysql.Place.field;
import static io.syncline.connector.mysql.Place.layout;
import static io.syncline.connector.mysql.Place.store;
import static io.syncline.connector.mysql.Place.text;
import static io.syncline.connector.mysql.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that go in one statement with many others arrive as exactly as alone. */
class MySqlManyRowsTest {
    /** So many that the ways for many rows are taken. */
    private static final int ROWS = 2_000;

    private static final int BAD = 1_234;

    private static final List<Value> HOSTILE =
            List.of(
                    text("a\0b"),
                    text("\\"),
                    text("\\N"),
                    text("NULL"),
                    text("tab\there"),
                    text("line\nand\r\nline"),
                    text("'; DROP TABLE many; --"),
                    text("? ?"),
                    text("\uD83D\uDE00 漢"),
                    text("  both ends  "),
                    text(""),
                    Value.nothing());

    private static final Layout MANY =
            layout(
                    "many",
                    field("id", new FieldType.Int(64)),
                    field("v", new FieldType.Text(50)),
                    field("b", new FieldType.Bytes()));

    private Place place;

    @BeforeEach
    void open() throws Exception {
        place = new Place(Map.of("key_text_length", "100"));
    }

    @AfterEach
    void close() {
        place.close();
    }

    private static Row row(long id, Value v, Value b) {
        return Row.of(Map.of("id", whole(id), "v", v, "b", b));
    }

    private static Row hostile(int i) {
        byte[] bytes = {(byte) i, (byte) (i >> 8), 0, '\\', '\'', '\t', '\n', (byte) 0xff};
        Value last = i % 7 == 0 ? Value.nothing() : new Value.Bytes(bytes);
        return row(i, HOSTILE.get(i % HOSTILE.size()), last);
    }

    private List<Outcome> each(int rows, IntFunction<Write> write) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            writes.add(write.apply(i));
        }
        return place.endpoint.apply(writes, null);
    }

    private static void assertAllBut(List<Outcome> outcomes, int bad, Outcome.Kind kind) {
        for (int i = 0; i < outcomes.size(); i++) {
            if (i != bad) {
                assertThat(outcomes.get(i)).isEqualTo(Outcome.applied());
            }
        }
        assertThat(outcomes.get(bad))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    @Test
    void textsAndBytesThatMeanSomethingInAStatementArriveAsTheyAre() {
        place.made(MANY);
        List<Row> wanted = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            wanted.add(hostile(i));
        }

        assertThat(each(ROWS, i -> store("many", hostile(i)))).allMatch(Outcome.applied()::equals);
        assertThat(place.rows(MANY)).containsExactlyInAnyOrderElementsOf(wanted);

        each(ROWS, i -> change("many", row(i, text("else"), Value.nothing())));
        assertThat(each(ROWS, i -> change("many", hostile(i)))).allMatch(Outcome.applied()::equals);
        assertThat(place.rows(MANY)).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void rowsComeInAnyOrderOverOthersWhateverTheColumnsAreCalled() {
        Layout odd =
                place.made(
                        layout(
                                "odd",
                                field("id", new FieldType.Int(64)),
                                field("on duplicate key", new FieldType.Text(50)),
                                field("? insert */", new FieldType.Text(50))));
        for (int version = 0; version < 3; version++) {
            List<Row> wanted = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                Value v = HOSTILE.get((i + version) % HOSTILE.size());
                // Each key once, far from the one before it.
                Row known = Row.of("id", whole(i * 7919L % ROWS));
                wanted.add(
                        known.overlaid(Row.of("on duplicate key", v))
                                .overlaid(Row.of("? insert */", text("v" + version))));
            }

            assertThat(each(ROWS, i -> store("odd", wanted.get(i))))
                    .allMatch(Outcome.applied()::equals);
            assertThat(place.rows(odd)).containsExactlyInAnyOrderElementsOf(wanted);
        }
    }

    @Test
    void everyExtremeOfEveryTypeIsUpdatedExactlyBesideAllOthers() {
        for (int t = 0; t < TypeCase.ALL.size(); t++) {
            TypeCase type = TypeCase.ALL.get(t);
            String name = "t" + t;
            Layout layout =
                    place.made(
                            layout(
                                    name,
                                    field("id", new FieldType.Int(32)),
                                    field("v", type.type())));
            List<Row> wanted = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int n = i % (type.fit().size() + 1);
                Value value = n == 0 ? Value.nothing() : type.fit().get(n - 1);
                wanted.add(Row.of("id", whole(i)).overlaid(Row.of("v", value)));
            }
            each(60, i -> store(name, Row.of("id", whole(i)).overlaid(Row.of("v", none()))));

            assertThat(each(60, i -> change(name, wanted.get(i))))
                    .allMatch(Outcome.applied()::equals);
            assertThat(place.rows(layout))
                    .as("%s", type.type())
                    .containsExactlyInAnyOrderElementsOf(wanted);
        }
    }

    private static Value none() {
        return Value.nothing();
    }

    @Test
    void aNewRowThatTheServerWouldCutIsRefusedAlone() throws Exception {
        place.made(MANY);
        // The endpoint still believes in 50 characters.
        place.sql("ALTER TABLE many MODIFY v varchar(5)");

        List<Outcome> outcomes =
                each(ROWS, i -> store("many", row(i, text(i == BAD ? "123456" : "12345"), none())));

        assertAllBut(outcomes, BAD, Outcome.Kind.UNREPRESENTABLE);
        assertThat(place.one("SELECT count(*) FROM many WHERE v = '12345'"))
                .isEqualTo(String.valueOf(ROWS - 1));
    }

    @Test
    void anUpdateThatTheServerRefusesIsRefusedAlone() throws Exception {
        place.made(MANY);
        each(ROWS, i -> store("many", row(i, text("old"), none())));
        place.sql(
                "ALTER TABLE many MODIFY v varchar(5)",
                "ALTER TABLE many ADD CONSTRAINT good CHECK (v <> 'bad')");
        for (String bad : List.of("bad", "123456")) {
            Outcome.Kind kind =
                    bad.equals("bad") ? Outcome.Kind.CONSTRAINT : Outcome.Kind.UNREPRESENTABLE;

            List<Outcome> outcomes =
                    each(ROWS, i -> change("many", known(i, i == BAD ? bad : "n" + i % 9)));

            assertAllBut(outcomes, BAD, kind);
        }
        assertThat(place.one("SELECT group_concat(id) FROM many WHERE v = 'old'"))
                .isEqualTo(String.valueOf(BAD));
    }

    private static Row known(long id, String v) {
        return Row.of(Map.of("id", whole(id), "v", text(v)));
    }

    @Test
    void aRowThatIsNotThereIsMissedAloneAndTheOthersAreUpdated() throws Exception {
        place.made(MANY);
        each(ROWS, i -> store("many", row(i == BAD ? ROWS : i, text("old"), none())));

        List<Outcome> outcomes = each(ROWS, i -> change("many", known(i, "new")));

        assertAllBut(outcomes, BAD, Outcome.Kind.MISSING);
        assertThat(place.one("SELECT group_concat(id) FROM many WHERE v = 'old'"))
                .isEqualTo(String.valueOf(ROWS));
    }

    @Test
    void updatesFindTheirRowsByTextsThatDifferInCaseAndByIdentifiers() {
        for (FieldType type : List.of(new FieldType.Text(null), new FieldType.Uuid())) {
            boolean texts = type instanceof FieldType.Text;
            String name = texts ? "by_text" : "by_uuid";
            Layout layout =
                    place.made(layout(name, field("id", type), field("v", new FieldType.Int(32))));
            IntFunction<Value> key =
                    i ->
                            texts
                                    ? text(
                                            (i % 2 == 0 ? "k" : "K")
                                                    + i / 2
                                                    + (i % 3 == 0 ? " " : ""))
                                    : new Value.Uuid(new UUID(i, -i));
            each(300, i -> store(name, Row.of(Map.of("id", key.apply(i), "v", whole(0)))));

            assertThat(
                            each(
                                    300,
                                    i ->
                                            change(
                                                    name,
                                                    Row.of(
                                                            Map.of(
                                                                    "id",
                                                                    key.apply(i),
                                                                    "v",
                                                                    whole(i))))))
                    .allMatch(Outcome.applied()::equals);
            assertThat(place.rows(layout))
                    .allSatisfy(row -> assertThat(row.get("v")).isNotEqualTo(Value.nothing()))
                    .extracting(row -> row.get("v"))
                    .doesNotHaveDuplicates()
                    .hasSize(300);
        }
    }

    @Test
    void aTableWithAnotherUniqueIndexKeepsWholeRowsExactly() throws Exception {
        place.made(MANY);
        place.sql("ALTER TABLE many ADD COLUMN n int, ADD UNIQUE INDEX one (n)");
        Layout layout = Objects.requireNonNull(place.endpoint.catalog().find("many"));
        place.endpoint.agree(List.of(layout));
        IntFunction<Row> wanted = i -> hostile(i).overlaid(Row.of("n", whole(ROWS - i)));
        each(ROWS, i -> store("many", row(i, text("old"), none()).overlaid(Row.of("n", none()))));

        assertThat(each(ROWS, i -> store("many", wanted.apply(i))))
                .allMatch(Outcome.applied()::equals);
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            all.add(wanted.apply(i));
        }
        assertThat(place.rows(layout)).containsExactlyInAnyOrderElementsOf(all);
    }
}
