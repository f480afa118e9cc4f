package io.syncline.connector.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import io.syncline.testkit.connector.Ground;
import io.syncline.testkit.connector.KeySourceContract;
import io.syncline.testkit.connector.Maker;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** Keys are made as drivers make them. */
class MongoKeysTest implements KeySourceContract {
    private final SpokenSql database = new SpokenSql(Place.shared().freshUri());
    private final Ground ground = new Ground(new MongoConnector(), database, "", Map.of());

    @Override
    public Ground ground() {
        return ground;
    }

    @Override
    public void makeNumbered() {
        try (MongoClient client = MongoClients.create(database.uri())) {
            Document text = new Document("v", new Document("bsonType", "string"));
            Document validator = new Document("$jsonSchema", new Document("properties", text));
            client.getDatabase(Place.database(database.uri()))
                    .runCommand(new Document("create", "t").append("validator", validator));
        }
    }

    @Override
    public Maker maker() {
        MongoClient client = MongoClients.create(database.uri());
        return new Maker() {
            @Override
            public Value make(String text) {
                Document made = new Document("v", text);
                client.getDatabase(Place.database(database.uri()))
                        .getCollection("t")
                        .insertOne(made);
                return new Value.Other("objectid", made.getObjectId("_id").toHexString());
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    @Test
    void whatKeysThereAreDecides() {
        try (Place place = new Place(Map.of("keys", "parts=a,b"))) {
            place.raw("numbers").insertOne(new Document("_id", 7));
            place.raw("mixed").insertOne(new Document("_id", 7));
            place.raw("mixed").insertOne(new Document("_id", new ObjectId()));
            place.raw("parts").insertOne(new Document("_id", new Document("a", 1).append("b", 2)));
            assertThat(place.endpoint.givesNoKeys("numbers")).contains("neither ObjectIds");
            assertThat(place.endpoint.givesNoKeys("mixed")).contains("several types");
            assertThat(place.endpoint.givesNoKeys("parts")).contains("several fields");
        }
    }

    @Test
    void documentsThatAreKeyedByUuidGetUuids() {
        try (Place place = new Place()) {
            place.made(Place.layout("t", Place.field("id", new FieldType.Uuid())));
            List<Value> keys = place.endpoint.keys("t", 3);
            assertThat(keys).hasSize(3).doesNotHaveDuplicates();
            assertThat(keys)
                    .allMatch(key -> key instanceof Value.Uuid(UUID uuid) && uuid.version() == 4);
        }
    }
}
