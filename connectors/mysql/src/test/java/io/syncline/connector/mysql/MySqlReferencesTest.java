package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.change;
import static io.syncline.connector.mysql.Place.delete;
import static io.syncline.connector.mysql.Place.field;
import static io.syncline.connector.mysql.Place.layout;
import static io.syncline.connector.mysql.Place.store;
import static io.syncline.connector.mysql.Place.text;
import static io.syncline.connector.mysql.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.ForeignKey;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What foreign keys of the target tell, and the order in which they let rows be written. */
class MySqlReferencesTest {
    private static final Layout PARENT =
            layout("parent", field("id", new FieldType.Int(32)), field("u", new FieldType.Text(9)));
    private static final Layout CHILD =
            layout("child", field("id", new FieldType.Int(32)), field("p", new FieldType.Int(32)));

    private static Place place() throws Exception {
        Place place = new Place();
        place.sql(
                "CREATE TABLE parent (id int PRIMARY KEY, u varchar(9) UNIQUE)",
                "CREATE TABLE child (id int PRIMARY KEY, p int,"
                        + " FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE)",
                "CREATE TABLE grandchild (id int PRIMARY KEY, c int,"
                        + " FOREIGN KEY (c) REFERENCES child (id) ON DELETE CASCADE)",
                "INSERT INTO parent VALUES (1, 'a')",
                "INSERT INTO child VALUES (1, 1), (2, 1)",
                "INSERT INTO grandchild VALUES (1, 1)");
        place.endpoint.agree(List.of(PARENT, CHILD));
        return place;
    }

    private static Row child(long id, long parent) {
        return Row.of(Map.of("id", whole(id), "p", whole(parent)));
    }

    private static Row parent(long id, String unique) {
        return Row.of(Map.of("id", whole(id), "u", text(unique)));
    }

    @Test
    void foreignKeysAmongTheTablesAskedForAreTold() throws Exception {
        try (Place place = place()) {
            place.sql(
                    "CREATE TABLE tree (id int PRIMARY KEY, up int,"
                            + " FOREIGN KEY (up) REFERENCES tree (id))");
            assertThat(place.endpoint.references(Set.of("parent", "child", "tree", "none")))
                    .isEqualTo(Map.of("child", Set.of("parent"), "tree", Set.of("tree")));
            assertThat(place.endpoint.references(Set.of("parent", "grandchild"))).isEmpty();
            place.sql(
                    "CREATE TABLE two (b int, a int, PRIMARY KEY (a, b))",
                    "CREATE TABLE of_two (id int PRIMARY KEY, x int, y int,"
                            + " FOREIGN KEY (y, x) REFERENCES two (a, b))");
            assertThat(place.endpoint.foreignKeys(Set.of("two", "of_two")))
                    .containsExactly(
                            new ForeignKey("of_two", List.of("y", "x"), "two", List.of("a", "b")));
        }
    }

    /** The parent that goes takes nothing along that has got another one. */
    @Test
    void aChildGoesToItsNewParentBeforeTheOldOneGoes() throws Exception {
        try (Place place = place()) {
            assertThat(
                            place.apply(
                                    delete("parent", whole(1)),
                                    change("child", child(1, 2)),
                                    delete("child", whole(2)),
                                    store("child", child(3, 2)),
                                    store("parent", parent(2, "b"))))
                    .containsOnly(Outcome.applied());
            assertThat(place.one("SELECT GROUP_CONCAT(id, ':', p ORDER BY id) FROM child"))
                    .isEqualTo("1:2,3:2");
            assertThat(place.one("SELECT count(*) FROM grandchild")).isEqualTo("1");
        }
    }

    @Test
    void aUniqueValueOfAParentThatGoesIsTakenInTheSameCall() throws Exception {
        try (Place place = place()) {
            place.sql("DELETE FROM child");
            assertThat(
                            place.apply(
                                    store("child", child(3, 2)),
                                    store("parent", parent(2, "a")),
                                    delete("parent", whole(1))))
                    .containsOnly(Outcome.applied());
            assertThat(place.one("SELECT concat(id, u) FROM parent")).isEqualTo("2a");
        }
    }
}
