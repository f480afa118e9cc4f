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
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExchangeTest {
    private static final Layout SEATS =
            layout(
                    "seats",
                    field("id", new FieldType.Int(32)),
                    field("seat", new FieldType.Text(9)),
                    field("door", new FieldType.Int(32)),
                    field("note", new FieldType.Text(9)));

    private static Place place(String more) throws Exception {
        Place place = new Place();
        place.sql(
                "CREATE TABLE doors (id int PRIMARY KEY)",
                "INSERT INTO doors VALUES (1), (2), (3), (4)",
                "CREATE TABLE seats (id int PRIMARY KEY, seat varchar(9) CHARACTER SET utf8mb4"
                        + " COLLATE utf8mb4_nopad_bin NOT NULL UNIQUE, door int NULL UNIQUE,"
                        + " note varchar(9)"
                        + more
                        + ")",
                "INSERT INTO seats (id, seat, door, note)"
                        + " VALUES (1, 'a', 1, 'one'), (2, 'b', 2, 'two'), (3, 'c', 3, 'three')");
        place.endpoint.agree(List.of(SEATS));
        return place;
    }

    private static Write known(long id, String seat) {
        return change("seats", Row.of(Map.of("id", whole(id), "seat", text(seat))));
    }

    private static Write door(long id, long door) {
        return change("seats", Row.of(Map.of("id", whole(id), "door", whole(door))));
    }

    private static String rows(Place place) throws Exception {
        return place.one(
                "SELECT GROUP_CONCAT(id, seat, door, note ORDER BY id SEPARATOR ' ') FROM seats");
    }

    @Test
    void rowsOfWhichOnlyAPartIsKnownSwap() throws Exception {
        try (Place place = place("")) {
            assertThat(place.apply(known(1, "b"), known(2, "c"), known(3, "a")))
                    .containsOnly(Outcome.applied());
            assertThat(rows(place)).isEqualTo("1b1one 2c2two 3a3three");
            assertThat(place.apply(door(1, 2), door(2, 1))).containsOnly(Outcome.applied());
            assertThat(rows(place)).isEqualTo("1b2one 2c1two 3a3three");
        }
    }

    @Test
    void aRowThatIsReallyInTheWayIsRefusedAndTheRingGoesThrough() throws Exception {
        try (Place place = place("")) {
            List<Outcome> outcomes =
                    place.apply(
                            known(1, "b"),
                            known(2, "a"),
                            store(
                                    "seats",
                                    Row.of(
                                            Map.of(
                                                    "id", whole(9),
                                                    "seat", text("c"),
                                                    "door", whole(4),
                                                    "note", text("late")))));
            assertThat(outcomes.subList(0, 2)).containsOnly(Outcome.applied());
            assertThat(outcomes.getLast())
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            why -> assertThat(why.kind()).isEqualTo(Outcome.Kind.UNIQUE));
            assertThat(rows(place)).isEqualTo("1b1one 2a2two 3c3three");
        }
    }

    @Test
    void childrenSwapAndParentsOnlyWhereANullWillDo() throws Exception {
        try (Place place = place(", FOREIGN KEY of_door (door) REFERENCES doors (id)")) {
            assertThat(place.apply(door(1, 2), door(2, 1))).containsOnly(Outcome.applied());
            place.sql(
                    "CREATE TABLE guests (id int PRIMARY KEY, seat int,"
                            + " FOREIGN KEY at (seat) REFERENCES seats (id) ON DELETE CASCADE)",
                    "INSERT INTO guests VALUES (1, 1), (2, 2)");
            place.endpoint.agree(List.of(SEATS));
            assertThat(place.apply(door(1, 1), door(2, 2))).containsOnly(Outcome.applied());
            assertThat(place.apply(known(1, "b"), known(2, "a")))
                    .allMatch(Outcome.Refused.class::isInstance);
            assertThat(place.one("SELECT count(*) FROM guests")).isEqualTo("2");
            assertThat(rows(place)).isEqualTo("1a1one 2b2two 3c3three");
        }
    }

    @Test
    void aColumnThatNobodyTellsIsNotLost() throws Exception {
        try (Place place = place(", own varchar(9) DEFAULT 'none'")) {
            place.sql("UPDATE seats SET own = id");
            assertThat(place.apply(known(1, "b"), known(2, "a")))
                    .allMatch(Outcome.Refused.class::isInstance);
            assertThat(place.apply(door(1, 2), door(2, 1))).containsOnly(Outcome.applied());
            assertThat(place.one("SELECT GROUP_CONCAT(own ORDER BY id) FROM seats"))
                    .isEqualTo("1,2,3");
        }
    }
}
