package io.syncline.connector.mongodb;

import static io.syncline.connector.mongodb.Place.change;
import static io.syncline.connector.mongodb.Place.delete;
import static io.syncline.connector.mongodb.Place.field;
import static io.syncline.connector.mongodb.Place.layout;
import static io.syncline.connector.mongodb.Place.move;
import static io.syncline.connector.mongodb.Place.store;
import static io.syncline.connector.mongodb.Place.text;
import static io.syncline.connector.mongodb.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.mongo.StandInMongo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class MongoTargetTest {
    private static final Layout USERS =
            layout(
                    "users",
                    field("id", new FieldType.Int(64)),
                    field("email", new FieldType.Text(null)),
                    field("n", new FieldType.Int(32)));

    private static Row user(long id, String email, Value n) {
        return Row.of(Map.of("id", whole(id), "email", text(email), "n", n));
    }

    private static Outcome.Kind kind(Outcome outcome) {
        return ((Outcome.Refused) outcome).kind();
    }

    /** The key stands in the id and stays a field, so that people and rows both find it. */
    @Test
    void theKeyIsTheIdAndAFieldToo() {
        try (Place place = new Place()) {
            place.made(USERS);
            place.apply(store("users", user(7, "a", whole(1))));
            assertThat(place.document("users", 7L))
                    .isEqualTo(
                            new Document("_id", 7L)
                                    .append("id", 7L)
                                    .append("email", "a")
                                    .append("n", 1));
        }
    }

    /** A key of several fields is a document in the id, and is told back as its fields. */
    @Test
    void aKeyOfSeveralFieldsIsADocument() {
        try (Place place = new Place();
                Place later = new Place(place.uri, Map.of())) {
            Layout orders =
                    new Layout(
                            "orders",
                            List.of(
                                    new Field("number", new FieldType.Int(64), false),
                                    new Field("tenant", new FieldType.Text(null), false),
                                    new Field("v", new FieldType.Timestamp(), true)),
                            List.of("tenant", "number"),
                            List.of(),
                            -1);
            place.made(orders);
            Row row =
                    Row.of(
                            Map.of(
                                    "number",
                                    whole(5),
                                    "tenant",
                                    text("acme"),
                                    "v",
                                    new Value.Timestamp(
                                            java.time.LocalDateTime.of(2024, 1, 1, 12, 0))));
            RowId id = RowId.of("orders", text("acme"), whole(5));
            place.apply(Write.any(Change.of(id, Image.absent(), Image.whole(row), Place.VERSION)));
            assertThat(place.raw("orders").find().first().get("_id"))
                    .isEqualTo(new Document("tenant", "acme").append("number", 5L));
            assertThat(place.seen("orders", text("acme"), whole(5)).image())
                    .isEqualTo(Image.whole(row));
            assertThat(place.seen("orders", text("ACME"), whole(5)).image().isAbsent()).isTrue();
            Layout told = later.endpoint.catalog().find("orders");
            assertThat(told.key()).containsExactly("tenant", "number");
            assertThat(told.field("v").type()).isEqualTo(new FieldType.Timestamp());
            assertThat(later.rows(told)).containsExactly(row);
        }
    }

    /** Only what a partial image knows is written; fields of others stay. */
    @Test
    void aPartialUpdateLeavesOtherFieldsAlone() {
        try (Place place = new Place()) {
            place.made(USERS);
            place.apply(store("users", user(1, "a", whole(1))));
            place.raw("users")
                    .updateOne(new Document("_id", 1L), new Document("$set", new Document("x", 9)));
            Row known = Row.of(Map.of("id", whole(1), "email", text("b")));
            place.apply(change("users", known, Expect.any()));
            place.apply(store("users", user(1, "b", whole(2))));
            Expect.Same now = new Expect.Same(Image.whole(user(1, "b", whole(2))));
            place.apply(change("users", Row.of(Map.of("id", whole(1), "n", whole(3))), now));
            assertThat(place.document("users", 1L))
                    .isEqualTo(
                            new Document("_id", 1L)
                                    .append("id", 1L)
                                    .append("email", "b")
                                    .append("n", 3)
                                    .append("x", 9));
        }
    }

    /** A field that a document lacks is null in its row; a null that is written is there. */
    @Test
    void aMissingFieldIsReadAsNullAndNullIsWritten() {
        try (Place place = new Place()) {
            place.made(USERS);
            place.raw("users")
                    .insertOne(new Document("_id", 1L).append("id", 1L).append("email", "a"));
            Image missing = place.seen("users", whole(1)).image();
            assertThat(missing).isEqualTo(Image.whole(user(1, "a", Value.nothing())));
            var before = place.seen("users", whole(1)).token();
            assertThat(
                            place.apply(
                                    store(
                                            "users",
                                            user(1, "a", Value.nothing()),
                                            new Expect.Same(missing))))
                    .containsExactly(new Outcome.Applied(missing));
            assertThat(place.document("users", 1L)).containsKey("n");
            assertThat(place.seen("users", whole(1)).token()).isNotEqualTo(before);
        }
    }

    /** Neither case nor the type of a number nor a list of one is taken for the same. */
    @Test
    void valuesAreComparedExactly() {
        try (Place place = new Place()) {
            place.made(USERS);
            for (Object other :
                    List.of(1.0, "1", List.of(1), org.bson.types.Decimal128.parse("1"))) {
                place.raw("users").deleteMany(new Document());
                place.raw("users")
                        .insertOne(
                                new Document("_id", 1L)
                                        .append("id", 1L)
                                        .append("email", "a")
                                        .append("n", other));
                Expect one = new Expect.Same(Image.whole(user(1, "a", whole(1))));
                assertThat(place.apply(store("users", user(1, "b", whole(2)), one)))
                        .first()
                        .isInstanceOf(Outcome.Stale.class);
                assertThat(place.document("users", 1L).get("n")).isEqualTo(other);
            }
            place.raw("users").deleteMany(new Document());
            place.apply(store("users", user(1, "Ann", whole(1))));
            Expect lower = new Expect.Same(Image.whole(user(1, "ann", whole(1))));
            assertThat(place.apply(store("users", user(1, "x", whole(1)), lower)))
                    .containsExactly(new Outcome.Stale(Image.whole(user(1, "Ann", whole(1)))));
            assertThat(place.apply(delete("users", whole(1), lower)))
                    .first()
                    .isInstanceOf(Outcome.Stale.class);
        }
    }

    /** What is refused by a unique value, a rule or a size is that row alone. */
    @Test
    void eachRefusalNamesItsRuleAndStopsNobody() {
        try (Place place = new Place()) {
            Layout layout =
                    new Layout(
                            "users",
                            USERS.fields(),
                            List.of("id"),
                            List.of(new Layout.Index(List.of("email"), true)),
                            -1);
            place.made(layout);
            place.database.runCommand(
                    new Document("collMod", "users")
                            .append(
                                    "validator",
                                    Document.parse(
                                            "{$jsonSchema: {properties: {email: {bsonType: 'string'}}}}")));
            place.endpoint.claim("flow", 1);
            for (Fence fence : new Fence[] {null, new Fence("flow", 0, 1, new Position("one"))}) {
                Row invalid = Row.of(Map.of("id", whole(3), "email", Value.nothing()));
                List<Outcome> outcomes =
                        place.apply(
                                fence,
                                store("users", user(1, "same", whole(1))),
                                store("users", user(2, "same", whole(1))),
                                store("users", invalid),
                                store("users", user(4, "x".repeat(17 << 20), whole(1))),
                                change(
                                        "users",
                                        Row.of(Map.of("id", whole(5), "n", whole(1))),
                                        Expect.any()),
                                store("users", user(6, "other", whole(1))));
                assertThat(outcomes.get(0)).isEqualTo(Outcome.applied());
                assertThat(outcomes.subList(1, 5))
                        .extracting(MongoTargetTest::kind)
                        .containsExactly(
                                Outcome.Kind.UNIQUE,
                                Outcome.Kind.CONSTRAINT,
                                Outcome.Kind.UNREPRESENTABLE,
                                Outcome.Kind.MISSING);
                // What is parked, told and logged shows no value of the row.
                assertThat(((Outcome.Refused) outcomes.get(1)).detail())
                        .contains("duplicate key")
                        .doesNotContain("same");
                assertThat(outcomes.get(5)).isEqualTo(Outcome.applied());
                assertThat(place.rows(USERS)).hasSize(2);
            }
            assertThat(place.endpoint.claim("flow", 1)).isEmpty();
        }
    }

    /** Rows that change places keep what nobody sent, and a unique value goes along. */
    @Test
    void rowsChangePlacesWithEverythingTheyHave() {
        try (Place place = new Place();
                StandInMongo alone = StandInMongo.startAlone();
                Place single = new Place(alone.freshUri(), Map.of())) {
            for (Place each : List.of(place, single)) {
                each.made(USERS);
                each.raw("users").createIndex(new Document("x", 1));
                each.apply(
                        store("users", user(1, "a", whole(1))),
                        store("users", user(2, "b", whole(2))),
                        store("users", user(3, "c", whole(3))));
                each.raw("users")
                        .updateOne(
                                new Document("_id", 3L),
                                new Document("$set", new Document("x", "kept")));
                assertThat(
                                each.apply(
                                        move(
                                                "users",
                                                whole(1),
                                                Image.whole(user(2, "a", whole(1))),
                                                whole(2)),
                                        move(
                                                "users",
                                                whole(2),
                                                Image.whole(user(1, "b", whole(2))),
                                                whole(1)),
                                        move(
                                                "users",
                                                whole(3),
                                                Image.partial(Row.of(Map.of("id", whole(9)))),
                                                whole(9))))
                        .containsOnly(Outcome.applied());
                assertThat(each.rows(USERS))
                        .containsExactlyInAnyOrder(
                                user(2, "a", whole(1)),
                                user(1, "b", whole(2)),
                                user(9, "c", whole(3)));
                assertThat(each.document("users", 9L).get("x")).isEqualTo("kept");
            }
        }
    }

    /** Names that an update would take for something else are named before a row is written. */
    @Test
    void hostileNamesAreNamedAndNeverWritten() {
        try (Place place = new Place()) {
            Layout layout =
                    layout(
                            "t",
                            field("id", new FieldType.Int(64)),
                            field("a.b", new FieldType.Int(64)),
                            field("$x", new FieldType.Int(64)));
            assertThat(place.endpoint.agree(List.of(layout)))
                    .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                    .extracting(Finding::subject)
                    .containsExactly("t.a.b", "t.$x");
            Row row = Row.of(Map.of("id", whole(1), "a.b", whole(2), "$x", whole(3)));
            assertThat(place.apply(store("t", row)))
                    .extracting(MongoTargetTest::kind)
                    .containsExactly(Outcome.Kind.UNREPRESENTABLE);
            assertThat(place.raw("t").countDocuments()).isZero();
        }
    }

    /** A server that stands alone says what it cannot promise, and refuses transactions. */
    @Test
    void aServerThatStandsAloneSaysSo() {
        try (StandInMongo alone = StandInMongo.startAlone();
                Place place = new Place(alone.freshUri(), Map.of())) {
            assertThat(place.endpoint.agree(List.of(USERS)))
                    .extracting(Finding::code)
                    .containsExactly(Code.NO_TRANSACTIONS);
            assertThatThrownBy(() -> place.endpoint.begin("flow", 0, 1))
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.NOT_TRANSACTIONAL));
            assertThat(place.endpoint.preflight(Place.selection()))
                    .extracting(Finding::code)
                    .containsExactly(Code.BAD_CAPTURE);
            place.made(USERS);
            place.endpoint.claim("flow", 3);
            Fence old = new Fence("flow", 0, 2, new Position("old"));
            assertThatThrownBy(() -> place.apply(old, store("users", user(1, "a", whole(1)))))
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.FENCED));
            assertThat(place.rows(USERS)).isEmpty();
        }
    }

    /** Thousands of rows in one call, under a fence. */
    @Test
    void manyRowsAreOneCall() {
        try (Place place = new Place()) {
            place.made(USERS);
            place.endpoint.claim("flow", 1);
            List<Write> writes = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                writes.add(store("users", user(i, "e" + i, whole(i))));
            }
            Fence fence = new Fence("flow", 0, 1, new Position("all"));
            assertThat(place.endpoint.apply(writes, fence)).containsOnly(Outcome.applied());
            assertThat(place.endpoint.count("users", 10_000)).isEqualTo(3000);
            place.endpoint.truncate(
                    List.of("users"), new Fence("flow", 0, 1, new Position("none")));
            assertThat(place.endpoint.count("users", 10_000)).isZero();
            assertThat(place.endpoint.claim("flow", 1))
                    .containsExactly(Map.entry(0, new Position("none")));
        }
    }
}
