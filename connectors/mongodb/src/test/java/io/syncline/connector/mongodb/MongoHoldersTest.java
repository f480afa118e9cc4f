package io.syncline.connector.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.UniqueHolders.Held;
import io.syncline.core.endpoint.UniqueHolders.Holder;
import io.syncline.testkit.connector.Ground;
import io.syncline.testkit.connector.UniqueHoldersContract;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class MongoHoldersTest implements UniqueHoldersContract {
    private final SpokenSql database = new SpokenSql(Place.shared().freshUri());
    private final Ground ground = new Ground(new MongoConnector(), database, "", Map.of());

    @Override
    public Ground ground() {
        return ground;
    }

    @Override
    public void makePeople() {
        try (Place place = new Place(database.uri(), Map.of());
                MongoClient client = MongoClients.create(database.uri())) {
            place.endpoint.create(
                    new Layout(
                            "person",
                            List.of(
                                    new Field("id", new FieldType.Int(32), false),
                                    new Field("email", new FieldType.Text(40), true),
                                    new Field("team", new FieldType.Int(32), false),
                                    new Field("seat", new FieldType.Int(32), false)),
                            List.of("id"),
                            List.of(
                                    new Layout.Index(List.of("email"), true),
                                    new Layout.Index(List.of("team", "seat"), true)),
                            -1));
            client.getDatabase(Place.database(database.uri()))
                    .getCollection("person")
                    .insertMany(
                            List.of(
                                    person(1, "ann@x", 1, 1),
                                    person(2, "bob@x", 1, 2),
                                    person(3, null, 2, 1)));
        }
    }

    private static Document person(int id, String email, int team, int seat) {
        return new Document("_id", id)
                .append("id", id)
                .append("email", email)
                .append("team", team)
                .append("seat", seat);
    }

    private static Held held(Place place, Map<String, Value> fields) {
        RowId id = RowId.of("t", Place.whole(9));
        return place.endpoint.held(id, Row.of("_id", Place.whole(9)).overlaid(Row.of(fields)));
    }

    private static Holder holder(int id, String... fields) {
        return new Holder(List.of(fields), RowId.of("t", Place.whole(id)));
    }

    @Test
    void aFieldThatIsNotThereMeetsNullUnlessTheIndexLeavesItOut() {
        try (Place place = new Place()) {
            MongoCollection<Document> t = place.raw("t");
            t.insertOne(new Document("_id", 1).append("b", 5));
            t.createIndex(new Document("a", 1), new IndexOptions().unique(true));
            t.createIndex(new Document("c", 1), new IndexOptions().unique(true).sparse(true));
            Map<String, Value> row =
                    Map.of("a", Value.nothing(), "b", Place.whole(1), "c", Value.nothing());
            assertThat(held(place, row).holders()).containsExactly(holder(1, "a"));
            t.updateOne(new Document("_id", 1), new Document("$set", new Document("c", null)));
            assertThat(held(place, row).holders())
                    .containsExactlyInAnyOrder(holder(1, "a"), holder(1, "c"));
        }
    }

    /** Of parts of fields and of lists nobody can say which document is in the way. */
    @Test
    void whatIsNoComparisonOfFieldsIsNamed() {
        try (Place place = new Place()) {
            MongoCollection<Document> t = place.raw("t");
            t.insertOne(
                    new Document("_id", 1)
                            .append("part", new Document("of", 1))
                            .append("list", List.of(1, 2))
                            .append("plain", 7));
            for (String each : List.of("part.of", "list", "plain")) {
                t.createIndex(new Document(each, 1), new IndexOptions().unique(true).name(each));
            }
            Held held =
                    held(
                            place,
                            Map.of(
                                    "part", Value.Json.parse("{\"of\":1}"),
                                    "list", Value.Json.parse("[1]"),
                                    "plain", Place.whole(7)));
            assertThat(held.unasked()).containsExactlyInAnyOrder("part.of", "list");
            assertThat(held.holders()).containsExactly(holder(1, "plain"));
        }
    }
}
