package io.syncline.connector.mongodb;

import static io.syncline.connector.mongodb.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.SnapshotPosition;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

class MongoSnapshotsTest {
    /** Ids of every kind, two in a part: each document is in exactly one. */
    @Test
    void idsOfEveryKindAreCopiedOnce() {
        try (Place place = new Place()) {
            List<Object> ids =
                    List.of(
                            1,
                            2L,
                            2.5,
                            Decimal128.parse("3.5"),
                            "a",
                            "b",
                            new Document("x", 1),
                            new Document("x", 2),
                            new Binary(new byte[] {1}),
                            new ObjectId(),
                            new ObjectId(),
                            true,
                            new Date(5));
            for (int i = 0; i < ids.size(); i++) {
                place.raw("t").insertOne(new Document("_id", ids.get(i)).append("n", i));
            }
            List<Value> told = new ArrayList<>();
            SnapshotPosition next = null;
            int parts = 0;
            do {
                Chunk chunk = place.endpoint.chunk("t", null, next, 2);
                chunk.rows().forEach(row -> told.add(row.get("n")));
                next = chunk.next() == null ? null : new SnapshotPosition(chunk.next().token());
                parts++;
            } while (next != null);
            List<Value> all = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                all.add(whole(i));
            }
            assertThat(told).containsExactlyInAnyOrderElementsOf(all);
            assertThat(parts).isEqualTo(7);
        }
    }

    /** A look-up waits for a moment that the server has not come to. */
    @Test
    void aLookUpShowsWhatWasToldOrSaysNotYet() {
        try (Place place = new Place()) {
            place.raw("t").insertOne(new Document("_id", 1).append("v", "a"));
            RowId id = RowId.of("t", whole(1));
            assertThat(place.endpoint.current(List.of(id), place.endpoint.head()))
                    .first()
                    .isInstanceOf(Found.Seen.class);
            MongoPosition now = MongoPosition.of(place.endpoint.head());
            MongoPosition later =
                    MongoPosition.upTo(new BsonTimestamp(now.time().getTime() + 60, 1));
            assertThat(place.endpoint.current(List.of(id), later.position()))
                    .containsExactly(Found.NotYet.NOT_YET);
        }
    }

    /** A configured key makes the id's parts fields, and hides the id. */
    @Test
    void aConfiguredKeyIsWhatTheIdHolds() {
        try (Place place = new Place(Map.of("keys", "users=user_id; orders=tenant,number"))) {
            UUID user = UUID.randomUUID();
            place.raw("users")
                    .insertOne(
                            new Document("_id", new Binary((byte) 4, bytes(user)))
                                    .append("email", "a"));
            place.raw("orders")
                    .insertOne(
                            new Document("_id", new Document("tenant", "t").append("number", 4)));
            var catalog = place.endpoint.catalog();
            assertThat(catalog.find("users").key()).containsExactly("user_id");
            Row row = place.rows(catalog.find("users")).getFirst();
            assertThat(row.get("user_id")).isEqualTo(new Value.Uuid(user));
            assertThat(row.get("_id")).isNull();
            assertThat(place.rows(catalog.find("orders")).getFirst())
                    .isEqualTo(Row.of(Map.of("tenant", Place.text("t"), "number", whole(4))));
            assertThat(place.seen("users", new Value.Uuid(user)).image().row().get("email"))
                    .isEqualTo(Place.text("a"));
        }
    }

    private static byte[] bytes(UUID id) {
        return java.nio.ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
