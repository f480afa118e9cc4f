package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.field;
import static io.syncline.connector.mysql.Place.layout;
import static io.syncline.connector.mysql.Place.store;
import static io.syncline.connector.mysql.Place.text;
import static io.syncline.connector.mysql.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Position;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MySqlLookupTest {
    private static final Position LATEST = new Position("0-1-1");

    private static RowId id(long number) {
        return RowId.of("notes", whole(number));
    }

    private static String seen(Found found) {
        return switch (found) {
            case Found.NotYet _ -> "not yet";
            case Found.Seen(var image, _) -> {
                Row row = image.row();
                yield row == null ? "absent" : String.valueOf(row.get("v"));
            }
        };
    }

    private static List<String> look(Place place, List<RowId> ids) {
        return place.endpoint.current(ids, LATEST).stream().map(MySqlLookupTest::seen).toList();
    }

    private static void fill(Place place, int rows) {
        place.made(
                layout(
                        "notes",
                        field("id", new FieldType.Int(64)),
                        field("v", new FieldType.Text(9))));
        for (int i = 1; i <= rows; i++) {
            place.apply(store("notes", Row.of(Map.of("id", whole(i), "v", text("old")))));
        }
    }

    @Test
    void aRowThatATransactionKeepsIsNotYetVisibleAndTheOthersAre() throws Exception {
        try (Place place = new Place()) {
            fill(place, 2);
            try (Connection other = place.database.connect();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("update notes set v = 'new' where id = 1");
                statement.execute("insert into notes values (4, 'new')");
                List<RowId> ids = List.of(id(1), id(2), id(3), id(4));
                assertThat(look(place, ids))
                        .containsExactly("not yet", "Text[value=old]", "absent", "not yet");
                other.commit();
                assertThat(look(place, ids))
                        .containsExactly(
                                "Text[value=new]", "Text[value=old]", "absent", "Text[value=new]");
            }
        }
    }

    @Test
    void aCommitThatIsUnderWayIsWaitedFor() throws Exception {
        try (Place place = new Place();
                Connection other = place.database.connect();
                Statement statement = other.createStatement()) {
            fill(place, 1);
            for (int i = 0; i < 5; i++) {
                other.setAutoCommit(false);
                statement.execute("update notes set v = 'try " + i + "'");
                Thread committing =
                        Thread.ofVirtual()
                                .start(
                                        () -> {
                                            try {
                                                Thread.sleep(100);
                                                other.commit();
                                            } catch (Exception e) {
                                                throw new IllegalStateException(e);
                                            }
                                        });
                assertThat(look(place, List.of(id(1))))
                        .containsExactly("Text[value=try " + i + "]");
                committing.join();
            }
        }
    }

    @Test
    void manyRowsAreFoundInTheirOrder() throws Exception {
        try (Place place = new Place()) {
            fill(place, 3);
            List<RowId> ids = new ArrayList<>();
            for (int i = 1200; i > 0; i--) {
                ids.add(id(i));
            }
            List<String> found = look(place, ids);
            assertThat(found.subList(0, 1197)).containsOnly("absent");
            assertThat(found.subList(1197, 1200)).containsOnly("Text[value=old]");
        }
    }
}
