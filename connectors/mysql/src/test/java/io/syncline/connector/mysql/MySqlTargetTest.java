package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.change;
import static io.syncline.connector.mysql.Place.delete;
import static io.syncline.connector.mysql.Place.field;
import static io.syncline.connector.mysql.Place.layout;
import static io.syncline.connector.mysql.Place.store;
import static io.syncline.connector.mysql.Place.text;
import static io.syncline.connector.mysql.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.Change;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MySqlTargetTest {
    private static final Layout NUMBERED =
            layout(
                    "numbered",
                    field("id", new FieldType.Int(32)),
                    field("v", new FieldType.Text(50)),
                    field("w", new FieldType.Text(50)));

    private Place place;

    @BeforeEach
    void open() throws Exception {
        place = new Place(Map.of("key_text_length", "100"));
    }

    @AfterEach
    void close() {
        place.close();
    }

    private static Row row(long id, String v, String w) {
        return Row.of(Map.of("id", whole(id), "v", text(v), "w", text(w)));
    }

    private static Row known(long id, String field, String value) {
        return Row.of(Map.of("id", whole(id), field, text(value)));
    }

    @Test
    void keysThatDifferInCaseAccentOrTrailingSpaceAreDifferentRows() {
        Layout layout =
                place.made(
                        layout(
                                "texts",
                                field("id", new FieldType.Text(null)),
                                field("v", new FieldType.Int(32))));
        List<String> keys = List.of("a", "A", "á", "a ", "a  ", "", " ", "a\u0301");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            rows.add(Row.of(Map.of("id", text(keys.get(i)), "v", whole(i))));
        }
        rows.forEach(each -> place.apply(store("texts", each)));
        place.apply(delete("texts", text("a ")), delete("texts", text("A")));
        place.apply(change("texts", Row.of(Map.of("id", text("á"), "v", whole(9)))));

        assertThat(place.rows(layout))
                .containsExactlyInAnyOrder(
                        rows.get(0),
                        Row.of(Map.of("id", text("á"), "v", whole(9))),
                        rows.get(4),
                        rows.get(5),
                        rows.get(6),
                        rows.get(7));
        assertThat(place.seen("texts", text("A")).image()).isEqualTo(Image.absent());
    }

    @Test
    void aPartialRowChangesWhatItKnowsAndMustMeetARow() {
        place.made(NUMBERED);
        place.apply(store("numbered", row(1, "v", "w")));

        assertThat(
                        place.apply(
                                change("numbered", known(1, "w", "new")),
                                change("numbered", known(2, "w", "new"))))
                .satisfiesExactly(
                        done -> assertThat(done).isEqualTo(Outcome.applied()),
                        missing -> assertKind(missing, Outcome.Kind.MISSING));
        assertThat(place.rows(NUMBERED)).containsExactly(row(1, "v", "new"));
    }

    private static void assertKind(Outcome outcome, Outcome.Kind kind) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused) outcome).kind()).isEqualTo(kind);
    }

    @Test
    void aKeyChangeMovesTheRowAndComesToTheSameWhenRepeated() {
        place.made(NUMBERED);
        place.apply(store("numbered", row(1, "v", "w")));
        Write move =
                Write.any(
                        new Change(
                                RowId.of("numbered", whole(2)),
                                RowId.of("numbered", whole(1)),
                                Image.partial(Row.of("id", whole(1))),
                                Image.partial(known(2, "v", "moved")),
                                Place.VERSION));

        for (int i = 0; i < 2; i++) {
            assertThat(place.apply(move)).containsExactly(Outcome.applied());
            assertThat(place.rows(NUMBERED)).containsExactly(row(2, "moved", "w"));
        }
    }

    @Test
    void oneBadRowInTenThousandIsRefusedAlone() throws Exception {
        place.made(NUMBERED);
        place.sql("ALTER TABLE numbered ADD CONSTRAINT good CHECK (v <> 'bad')");
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            writes.add(store("numbered", row(i, i == 7_123 ? "bad" : "v" + i, "w")));
        }

        List<Outcome> outcomes = place.endpoint.apply(writes, null);

        assertKind(outcomes.get(7_123), Outcome.Kind.CONSTRAINT);
        assertThat(outcomes.stream().filter(Outcome.applied()::equals)).hasSize(9_999);
        assertThat(place.one("SELECT count(*) FROM numbered")).isEqualTo("9999");
    }

    @Test
    void rowsSwapUniqueValuesAndANewRowTakesThatOfADeletedOne() throws Exception {
        place.made(NUMBERED);
        place.sql("ALTER TABLE numbered ADD UNIQUE INDEX one (v)");
        place.endpoint.agree(List.of(NUMBERED));
        place.apply(
                store("numbered", row(1, "a", "1")),
                store("numbered", row(2, "b", "2")),
                store("numbered", row(3, "c", "3")));

        assertThat(
                        place.apply(
                                store("numbered", row(1, "b", "1")),
                                store("numbered", row(2, "a", "2")),
                                store("numbered", row(4, "c", "4")),
                                delete("numbered", whole(3))))
                .allMatch(Outcome.applied()::equals);
        assertThat(place.rows(NUMBERED))
                .containsExactlyInAnyOrder(row(1, "b", "1"), row(2, "a", "2"), row(4, "c", "4"));
    }

    @Test
    void aUniqueValueOfAnotherRowIsRefusedAndThatRowIsNotOverwritten() throws Exception {
        place.made(NUMBERED);
        place.sql("ALTER TABLE numbered ADD UNIQUE INDEX one (v)");
        place.endpoint.agree(List.of(NUMBERED));
        place.apply(store("numbered", row(1, "a", "1")));

        List<Outcome> outcomes =
                place.apply(
                        store("numbered", row(2, "a", "2")), store("numbered", row(3, "c", "3")));

        assertKind(outcomes.getFirst(), Outcome.Kind.UNIQUE);
        assertThat(place.rows(NUMBERED))
                .containsExactlyInAnyOrder(row(1, "a", "1"), row(3, "c", "3"));
    }

    @Test
    void aChildBeforeItsParentIsWrittenAndAnOrphanIsRefused() throws Exception {
        place.made(NUMBERED);
        place.sql(
                "CREATE TABLE child (id int PRIMARY KEY, parent int,"
                        + " FOREIGN KEY (parent) REFERENCES numbered (id))");
        place.endpoint.agree(
                List.of(
                        NUMBERED,
                        layout(
                                "child",
                                field("id", new FieldType.Int(32)),
                                field("parent", new FieldType.Int(32)))));

        List<Outcome> outcomes =
                place.apply(
                        store("child", Row.of(Map.of("id", whole(1), "parent", whole(1)))),
                        store("child", Row.of(Map.of("id", whole(2), "parent", whole(2)))),
                        store("numbered", row(1, "a", "1")));

        assertThat(outcomes.get(0)).isEqualTo(Outcome.applied());
        assertKind(outcomes.get(1), Outcome.Kind.FOREIGN_KEY);
        assertThat(outcomes.get(2)).isEqualTo(Outcome.applied());
    }

    @Test
    void theSameBatchAgainWritesNothing() throws Exception {
        place.made(NUMBERED);
        place.sql(
                "ALTER TABLE numbered ADD COLUMN touched TIMESTAMP(6) NOT NULL"
                        + " DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)");
        Write[] batch = {store("numbered", row(1, "a", "1")), store("numbered", row(2, "b", "2"))};
        place.apply(batch);
        String touched = place.one("SELECT group_concat(touched ORDER BY id) FROM numbered");
        place.apply(batch);
        assertThat(place.one("SELECT group_concat(touched ORDER BY id) FROM numbered"))
                .isEqualTo(touched);

        place.apply(store("numbered", row(2, "B", "2")));
        assertThat(place.one("SELECT group_concat(touched ORDER BY id) FROM numbered"))
                .isNotEqualTo(touched);
    }

    @Test
    void onlyTheLatestOwnerWritesAndPositionsGoWithTheRows() throws Exception {
        place.made(NUMBERED);
        assertThat(place.endpoint.claim("flow", 1)).isEmpty();
        place.apply(fence(1, "p1"), store("numbered", row(1, "a", "1")));
        assertThat(place.endpoint.claim("flow", 2)).isEqualTo(Map.of(0, new Position("p1")));

        assertThatThrownBy(() -> place.apply(fence(1, "p2"), store("numbered", row(2, "b", "2"))))
                .isInstanceOfSatisfying(
                        EndpointException.class,
                        e -> assertThat(e.kind()).isEqualTo(EndpointException.Kind.FENCED));
        assertThatThrownBy(() -> place.endpoint.claim("flow", 1))
                .isInstanceOf(EndpointException.class);
        assertThatThrownBy(() -> place.endpoint.truncate(List.of("numbered"), fence(1, "p3")))
                .isInstanceOf(EndpointException.class);
        assertThat(place.rows(NUMBERED)).containsExactly(row(1, "a", "1"));

        place.endpoint.reshard("flow", 2, Map.of(0, new Position("x"), 1, new Position("y")));
        place.endpoint.truncate(List.of("numbered"), fence(2, "p4"));
        assertThat(place.rows(NUMBERED)).isEmpty();
        assertThat(place.endpoint.claim("flow", 3))
                .isEqualTo(Map.of(0, new Position("p4"), 1, new Position("y")));
        assertThat(place.endpoint.catalog().layouts())
                .extracting(Layout::collection)
                .containsExactly("numbered");
        place.endpoint.forget("flow");
        assertThat(place.endpoint.claim("flow", 1)).isEmpty();
    }

    private static Fence fence(long epoch, String position) {
        return new Fence("flow", 0, epoch, new Position(position));
    }

    @Test
    void aDemandIsMetExactlyOrTheRowStaysAsItIs() {
        place.made(NUMBERED);
        Row first = row(1, "a", "1");
        RowId id = RowId.of("numbered", whole(1));
        assertThat(place.apply(demand(id, Image.absent(), Image.whole(first))).getFirst())
                .isEqualTo(new Outcome.Applied(Image.whole(first)));
        var token = place.seen("numbered", whole(1)).token();

        assertThat(
                        place.apply(
                                        demand(
                                                id,
                                                Image.whole(row(1, "A", "1")),
                                                Image.whole(row(1, "b", "1"))))
                                .getFirst())
                .isEqualTo(new Outcome.Stale(Image.whole(first)));
        Row next = row(1, "a ", "1");
        assertThat(place.apply(demand(id, Image.whole(first), Image.whole(next))).getFirst())
                .isEqualTo(new Outcome.Applied(Image.whole(next)));
        // Delivered again, its demand is no longer met, whoever made the row as it is wanted.
        assertThat(place.apply(demand(id, Image.whole(first), Image.whole(next))).getFirst())
                .isEqualTo(new Outcome.Stale(Image.whole(next)));

        Change gone = Change.of(id, Image.whole(next), Image.absent(), Place.VERSION);
        assertThat(place.apply(new Write(gone, new Expect.Unchanged(token))).getFirst())
                .isEqualTo(new Outcome.Stale(Image.whole(next)));
        var newer = place.seen("numbered", whole(1)).token();
        assertThat(place.apply(new Write(gone, new Expect.Unchanged(newer))).getFirst())
                .isEqualTo(new Outcome.Applied(Image.absent()));
    }

    private static Write demand(RowId id, Image expected, Image after) {
        return new Write(Change.of(id, expected, after, Place.VERSION), new Expect.Same(expected));
    }
}
