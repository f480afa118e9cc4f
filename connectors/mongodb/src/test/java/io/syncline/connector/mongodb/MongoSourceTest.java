package io.syncline.connector.mongodb;

import static io.syncline.connector.mongodb.Place.changes;
import static io.syncline.connector.mongodb.Place.selection;
import static io.syncline.connector.mongodb.Place.text;
import static io.syncline.connector.mongodb.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.ClientSession;
import io.syncline.core.change.Change;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.Op;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.testkit.mongo.StandInMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class MongoSourceTest {
    private static Document doc(Object id) {
        return new Document("_id", id);
    }

    private static Document set(String path, Object value) {
        return new Document("$set", new Document(path, value));
    }

    private static List<Image> afters(List<Batch> batches) {
        return changes(batches).stream().map(Change::after).toList();
    }

    /** An update is told by the fields it changed; a field that went is null. */
    @Test
    void anUpdateIsToldInPart() {
        try (Place place = new Place()) {
            place.raw("t").insertOne(doc(1).append("a", 1).append("b", "x").append("c", 2L));
            try (Reader reader = place.endpoint.read(null, selection("t"))) {
                place.raw("t").updateOne(doc(1), set("a", 5));
                place.raw("t").updateOne(doc(1), new Document("$unset", new Document("b", "")));
                place.raw("t").replaceOne(doc(1), new Document("c", 3L));
                place.raw("t").deleteOne(doc(1));
                List<Change> told = changes(place.drain(reader));
                assertThat(told)
                        .extracting(Change::after)
                        .containsExactly(
                                Image.partial(Row.of(Map.of("_id", whole(1), "a", whole(5)))),
                                Image.partial(
                                        Row.of(Map.of("_id", whole(1), "b", Value.nothing()))),
                                Image.whole(
                                        Row.of(
                                                Map.of(
                                                        "_id",
                                                        whole(1),
                                                        "a",
                                                        Value.nothing(),
                                                        "b",
                                                        Value.nothing(),
                                                        "c",
                                                        whole(3)))),
                                Image.absent());
                assertThat(told)
                        .extracting(Change::op)
                        .containsExactly(Op.UPDATE, Op.UPDATE, Op.UPDATE, Op.DELETE);
            }
        }
    }

    /** Where the server keeps images, both sides of an update are whole, as they were then. */
    @Test
    void keptImagesAreToldWhole() {
        try (Place place = new Place()) {
            place.raw("t").insertOne(doc(1).append("a", 1));
            place.database.runCommand(
                    new Document("collMod", "t")
                            .append("changeStreamPreAndPostImages", new Document("enabled", true)));
            try (Reader reader = place.endpoint.read(null, selection("t"))) {
                place.raw("t").updateOne(doc(1), set("a", 2));
                place.raw("t").updateOne(doc(1), set("a", 3));
                place.raw("t").deleteOne(doc(1));
                List<Change> told = changes(place.drain(reader));
                assertThat(told.getFirst().before())
                        .isEqualTo(Image.whole(Row.of(Map.of("_id", whole(1), "a", whole(1)))));
                assertThat(told.getFirst().after())
                        .isEqualTo(Image.whole(Row.of(Map.of("_id", whole(1), "a", whole(2)))));
                assertThat(told.getLast().before())
                        .isEqualTo(Image.whole(Row.of(Map.of("_id", whole(1), "a", whole(3)))));
            }
        }
    }

    /** A change inside a field tells the whole field. */
    @Test
    void aChangeInsideAFieldTellsTheField() {
        try (Place place = new Place()) {
            Document part = new Document("x", 1).append("y", new Document("z", 1));
            place.raw("t").insertOne(doc(1).append("part", part).append("n", 0));
            try (Reader reader = place.endpoint.read(null, selection("t"))) {
                place.raw("t").updateOne(doc(1), set("part.y.z", 2));
                place.raw("t").updateOne(doc(1), set("n", 1));
                List<Image> told = afters(place.drain(reader));
                assertThat(told)
                        .containsExactly(
                                Image.partial(
                                        Row.of(
                                                Map.of(
                                                        "_id",
                                                        whole(1),
                                                        "part",
                                                        Value.Json.parse(
                                                                "{\"x\":1,\"y\":{\"z\":2}}")))),
                                Image.partial(Row.of(Map.of("_id", whole(1), "n", whole(1)))));
                place.raw("t").updateOne(doc(1), set("part.x", 7));
                place.raw("t").deleteOne(doc(1));
                List<Change> gone = changes(place.drain(reader));
                assertThat(gone.getFirst().after())
                        .isEqualTo(Image.partial(Row.of(Map.of("_id", whole(1)))));
                assertThat(gone.getLast().after()).isEqualTo(Image.absent());
            }
        }
    }

    /** A transaction is one batch, and what is not in one is a batch each. */
    @Test
    void aTransactionIsOneBatch() {
        try (Place place = new Place();
                ClientSession session = place.client.startSession()) {
            place.raw("t").insertOne(doc(0));
            try (Reader reader = place.endpoint.read(null, selection("t"))) {
                session.startTransaction();
                place.raw("t").insertOne(session, doc(1));
                place.raw("t").insertOne(session, doc(2));
                session.commitTransaction();
                session.startTransaction();
                place.raw("t").insertOne(session, doc(3));
                session.abortTransaction();
                session.startTransaction();
                place.raw("t").insertOne(session, doc(4));
                session.commitTransaction();
                place.raw("t").insertMany(List.of(doc(5), doc(6)));
                List<Integer> sizes = new ArrayList<>();
                for (Batch batch : place.drain(reader)) {
                    if (batch instanceof Batch.Rows rows) {
                        sizes.add(rows.changes().size());
                        assertThat(rows.position()).isNotNull();
                    }
                }
                assertThat(sizes).containsExactly(2, 1, 1, 1);
            }
        }
    }

    /** Cut again and again while others write, and begun anew from any place: all, once. */
    @Test
    void aCutStreamLosesNothingAndRepeatsNothing() {
        try (StandInMongo server = StandInMongo.start();
                Place place = new Place(server.freshUri(), Map.of())) {
            place.raw("t").insertOne(doc(-1));
            List<Object> told = new ArrayList<>();
            Position last = null;
            Reader reader = place.endpoint.read(null, selection("t"));
            for (int i = 0; i < 30; i++) {
                place.raw("t").insertMany(List.of(doc(2 * i), doc(2 * i + 1)));
                if (i % 15 == 4) {
                    server.cut();
                }
                if (i % 20 == 13 && last != null) {
                    reader.close();
                    reader = place.endpoint.read(last, selection("t"));
                }
                for (Batch batch = poll(reader); batch != null; batch = poll(reader)) {
                    if (batch instanceof Batch.Rows rows) {
                        rows.changes().forEach(each -> told.add(each.id().key().getFirst()));
                        last = rows.position();
                    }
                }
            }
            for (int quiet = 0; quiet < 3; quiet++) {
                Batch batch = reader.poll(Duration.ofMillis(200));
                if (batch instanceof Batch.Rows rows) {
                    rows.changes().forEach(each -> told.add(each.id().key().getFirst()));
                    quiet = 0;
                }
            }
            reader.close();
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                all.add(whole(i));
            }
            assertThat(told).isEqualTo(all);
        }
    }

    private static Batch poll(Reader reader) {
        return reader.poll(Duration.ofMillis(1));
    }

    /** A database that is dropped ends its stream; what comes after is told by a new one. */
    @Test
    void aStreamGoesOnAfterItsDatabaseWasDropped() {
        try (Place place = new Place()) {
            place.raw("t").insertOne(doc(1));
            Position before = place.endpoint.head();
            place.raw("t").insertOne(doc(2));
            try (Reader reader = place.endpoint.read(before, selection("t"))) {
                place.database.drop();
                place.raw("t").insertOne(doc(3));
                List<Batch> told = place.drain(reader);
                assertThat(told)
                        .filteredOn(Batch.Truncated.class::isInstance)
                        .extracting(batch -> ((Batch.Truncated) batch).collections())
                        .containsExactly(List.of("t"));
                assertThat(changes(told))
                        .extracting(change -> change.id().key().getFirst())
                        .containsExactly(whole(2), whole(3));
            }
        }
    }

    /** A collection that is renamed, or replaced by another, cannot be followed. */
    @Test
    void aRenamedCollectionIsLostHistory() {
        try (Place place = new Place()) {
            place.raw("t").insertOne(doc(1));
            place.raw("new").insertOne(doc(2));
            try (Reader reader = place.endpoint.read(null, selection("t"))) {
                place.raw("new")
                        .renameCollection(
                                new com.mongodb.MongoNamespace(Place.database(place.uri), "t"),
                                new com.mongodb.client.model.RenameCollectionOptions()
                                        .dropTarget(true));
                assertThatThrownBy(() -> place.drain(reader))
                        .isInstanceOfSatisfying(
                                EndpointException.class,
                                e -> {
                                    assertThat(e.kind())
                                            .isEqualTo(EndpointException.Kind.HISTORY_LOST);
                                    assertThat(e.code()).isEqualTo(Code.TABLE_REPLACED);
                                });
            }
        }
    }

    /** A place that the log has let go is history lost. */
    @Test
    void anOverrunLogIsLostHistory() {
        try (StandInMongo server = StandInMongo.start();
                Place place = new Place(server.freshUri(), Map.of())) {
            place.raw("t").insertOne(doc(1));
            Position place1 = place.endpoint.head();
            place.raw("t").insertOne(doc(2));
            server.loseLog();
            assertThatThrownBy(() -> place.endpoint.read(place1, selection("t")))
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e -> {
                                assertThat(e.kind()).isEqualTo(EndpointException.Kind.HISTORY_LOST);
                                assertThat(e.code()).isEqualTo(Code.OPLOG_LOST);
                            });
        }
    }

    /** Fields that no sample showed are told as a new layout, in the stream and in a copy. */
    @Test
    void fieldsThatAreFoundLaterAreToldAsALayout() {
        try (Place place = new Place(Map.of("sample", "2"))) {
            place.raw("t").insertOne(doc(1).append("a", 1));
            try (Reader reader = place.endpoint.read(null, selection("t"))) {
                place.raw("t").insertOne(doc(2).append("a", 1L << 40).append("b", true));
                List<Batch> told = place.drain(reader);
                assertThat(told.getFirst())
                        .isInstanceOfSatisfying(
                                Batch.Relayout.class,
                                relayout -> {
                                    assertThat(relayout.layout().field("b").type())
                                            .isEqualTo(new FieldType.Bool());
                                    assertThat(relayout.layout().field("a").type())
                                            .isEqualTo(new FieldType.Int(64));
                                });
                assertThat(afters(told).getFirst().row().get("b")).isEqualTo(new Value.Bool(true));
                assertThat(place.endpoint.catalog().find("t").field("b")).isNotNull();
            }
        }
        try (Place place = new Place(Map.of("sample", "2"))) {
            place.raw("t").insertMany(List.of(doc(1), doc(2).append("rare", "x"), doc(3)));
            assertThat(place.endpoint.catalog().find("t").field("rare")).isNull();
            assertThatThrownBy(() -> place.endpoint.chunk("t", null, null, 10))
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.FIELDS_FOUND));
            assertThat(place.endpoint.catalog().find("t").field("rare")).isNotNull();
            assertThat(place.endpoint.chunk("t", null, null, 10).rows())
                    .extracting(row -> row.get("rare"))
                    .containsExactly(Value.nothing(), text("x"), Value.nothing());
        }
    }
}
