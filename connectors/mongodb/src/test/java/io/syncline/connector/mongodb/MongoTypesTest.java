package io.syncline.connector.mongodb;

import static io.syncline.connector.mongodb.Place.field;
import static io.syncline.connector.mongodb.Place.layout;
import static io.syncline.connector.mongodb.Place.store;
import static io.syncline.connector.mongodb.Place.text;
import static io.syncline.connector.mongodb.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MongoTypesTest {
    private static final FieldType NUMERIC = new FieldType.Decimal(null, null);
    private static final String DIGITS = "1234567890123456789012345678901234";

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(new FieldType.Bool(), new Value.Bool(true)),
                Arguments.of(new FieldType.Int(16), whole(-32768)),
                Arguments.of(new FieldType.Int(32), whole(Integer.MAX_VALUE)),
                Arguments.of(new FieldType.Int(64), whole(Long.MIN_VALUE)),
                Arguments.of(new FieldType.Int(64), whole(5)),
                Arguments.of(NUMERIC, new Value.Decimal(new BigDecimal(DIGITS))),
                Arguments.of(NUMERIC, new Value.Decimal(new BigDecimal("-0.10"))),
                Arguments.of(NUMERIC, new Value.Decimal(new BigDecimal("1E-6000"))),
                Arguments.of(NUMERIC, new Value.Decimal(BigDecimal.ZERO)),
                Arguments.of(NUMERIC, new Value.Other("numeric", "NaN")),
                Arguments.of(new FieldType.Real(64), new Value.Real(0.1)),
                Arguments.of(new FieldType.Real(64), new Value.Real(Double.NaN)),
                Arguments.of(new FieldType.Real(64), new Value.Real(Double.NEGATIVE_INFINITY)),
                Arguments.of(new FieldType.Text(null), text("ö \u0000 𝄞 $x a.b")),
                Arguments.of(new FieldType.Bytes(), new Value.Bytes(new byte[] {0, -1, 7})),
                Arguments.of(new FieldType.Uuid(), new Value.Uuid(new UUID(1L << 60, -5))),
                Arguments.of(new FieldType.Date(), new Value.Date(LocalDate.of(2024, 2, 29))),
                Arguments.of(new FieldType.Date(), new Value.Date(LocalDate.of(-44, 3, 15))),
                Arguments.of(new FieldType.Time(), new Value.Time(LocalTime.of(23, 59))),
                Arguments.of(new FieldType.Time(), new Value.Time(LocalTime.of(1, 2, 3, 4000))),
                Arguments.of(
                        new FieldType.Timestamp(),
                        new Value.Timestamp(LocalDateTime.of(12024, 1, 1, 0, 0, 0, 123456000))),
                Arguments.of(
                        new FieldType.Instant(),
                        new Value.Instant(Instant.parse("1969-12-31T23:59:59.999Z"))),
                Arguments.of(
                        new FieldType.Json(),
                        Value.Json.parse(
                                "{\"b\":[1,2.50,1e300,12345678901234567890.123,null,true],\"a\":{\"x.y\":\"\\u0000\",\"$z\":{}}}")),
                Arguments.of(new FieldType.Json(), Value.Json.parse("\"text\"")),
                Arguments.of(
                        new FieldType.Json(),
                        Value.Json.parse("{\"$oid\":\"65a000000000000000000001\"}")),
                Arguments.of(new FieldType.Json(), Value.Json.parse("{\"$numberInt\":\"5\"}")),
                Arguments.of(
                        new FieldType.Items(new FieldType.Text(null)),
                        new Value.Items(List.of(text("a"), Value.nothing(), text("")))),
                Arguments.of(
                        new FieldType.Items(NUMERIC),
                        new Value.Items(List.of(new Value.Decimal(new BigDecimal("1.5"))))),
                Arguments.of(
                        new FieldType.Other("objectid"),
                        new Value.Other("objectid", "65a000000000000000000001")),
                Arguments.of(new FieldType.Other("inet"), new Value.Other("inet", "::1/64")),
                Arguments.of(new FieldType.Text(null), Value.nothing()));
    }

    /** Every value comes back as itself, by a look-up, a scan and a conditional write. */
    @ParameterizedTest
    @MethodSource("values")
    void aValueComesBackAsItself(FieldType type, Value value) {
        try (Place place = new Place()) {
            Layout layout =
                    place.made(layout("t", field("id", new FieldType.Int(64)), field("v", type)));
            Row row = Row.of(Map.of("id", whole(1), "v", value));
            assertThat(place.apply(store("t", row))).containsExactly(Outcome.applied());
            assertThat(place.seen("t", whole(1)).image()).isEqualTo(Image.whole(row));
            assertThat(place.rows(layout)).containsExactly(row);
            assertThat(
                            place.apply(
                                    store(
                                            "t",
                                            row,
                                            new io.syncline.core.endpoint.Expect.Same(
                                                    Image.whole(row)))))
                    .containsExactly(new Outcome.Applied(Image.whole(row)));
        }
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of(NUMERIC, new Value.Decimal(new BigDecimal(DIGITS + "5"))),
                Arguments.of(
                        new FieldType.Instant(),
                        new Value.Instant(Instant.parse("2024-01-01T00:00:00.000001Z"))),
                Arguments.of(new FieldType.Int(16), whole(40_000)),
                Arguments.of(new FieldType.Real(64), whole(Long.MAX_VALUE)),
                Arguments.of(new FieldType.Text(2), text("abc")),
                Arguments.of(new FieldType.Json(), Value.Json.parse("{\"a\\u0000b\":1}")),
                Arguments.of(new FieldType.Date(), new Value.Other("date", "infinity")));
    }

    /** What cannot be held is refused, and never changed. */
    @ParameterizedTest
    @MethodSource("misfits")
    void whatCannotBeHeldIsRefused(FieldType type, Value value) {
        try (Place place = new Place()) {
            place.made(layout("t", field("id", new FieldType.Int(64)), field("v", type)));
            Row row = Row.of(Map.of("id", whole(1), "v", value));
            assertThat(place.apply(store("t", row)))
                    .first()
                    .matches(
                            outcome ->
                                    outcome instanceof Outcome.Refused refused
                                            && refused.kind() == Outcome.Kind.UNREPRESENTABLE);
            assertThat(place.seen("t", whole(1)).image()).isEqualTo(Image.absent());
        }
    }

    /** Finer times are announced; a setting cuts them, or holds them as text. */
    @Test
    void finerTimesAreAnnouncedUnlessTheyAreAccepted() {
        Instant fine = Instant.parse("2024-01-01T00:00:00.123456Z");
        Layout layout =
                layout(
                        "t",
                        field("id", new FieldType.Int(64)),
                        field("v", new FieldType.Instant()));
        try (Place refusing = new Place();
                Place cutting = new Place(Map.of("fine_times", "cut"));
                Place asText = new Place(Map.of("fine_times", "text"))) {
            assertThat(refusing.endpoint.agree(List.of(layout)))
                    .extracting(Finding::code)
                    .containsExactly(Code.NARROWER_TYPE);
            assertThat(cutting.endpoint.agree(List.of(layout))).isEmpty();
            Field instant = field("v", new FieldType.Instant());
            assertThat(refusing.endpoint.secondDigits("t", instant)).isEqualTo(3);
            assertThat(cutting.endpoint.secondDigits("t", instant)).isEqualTo(3);
            assertThat(asText.endpoint.secondDigits("t", instant)).isEqualTo(6);
            Field wall = field("v", new FieldType.Timestamp());
            assertThat(refusing.endpoint.secondDigits("t", wall)).isEqualTo(6);
            Row row = Row.of(Map.of("id", whole(1), "v", new Value.Instant(fine)));
            cutting.apply(store("t", row));
            assertThat(cutting.document("t", 1).getDate("v"))
                    .isEqualTo(Date.from(Instant.parse("2024-01-01T00:00:00.123Z")));
            asText.endpoint.agree(List.of(layout));
            asText.apply(store("t", row));
            assertThat(asText.document("t", 1).getString("v"))
                    .isEqualTo("2024-01-01T00:00:00.123456Z");
            assertThat(asText.seen("t", whole(1)).image()).isEqualTo(Image.whole(row));
        }
    }

    /** What an application wrote is told in its own types, whatever they are. */
    @Test
    void whatAnApplicationWroteIsToldAsWhatItIs() {
        try (Place place = new Place()) {
            ObjectId id = new ObjectId("65a000000000000000000001");
            place.raw("docs")
                    .insertOne(
                            new Document("_id", id)
                                    .append("i", 1)
                                    .append("l", 1L)
                                    .append("d", 1.0)
                                    .append("e", Decimal128.parse("1.0"))
                                    .append("s", "1")
                                    .append("at", Date.from(Instant.ofEpochMilli(1)))
                                    .append("tags", List.of("a", "b"))
                                    .append("mixed", List.of(1, "b"))
                                    .append(
                                            "part",
                                            new Document("at", new Date(0)).append("n", 2.0))
                                    .append("none", null));
            Layout layout = Objects.requireNonNull(place.endpoint.catalog().find("docs"));
            assertThat(layout.key()).containsExactly("_id");
            assertThat(layout.field("none")).isNull();
            Row row = place.rows(layout).getFirst();
            assertThat(row.get("_id"))
                    .isEqualTo(new Value.Other("objectid", "65a000000000000000000001"));
            assertThat(row.get("i")).isEqualTo(whole(1)).isEqualTo(row.get("l"));
            assertThat(row.get("d")).isEqualTo(new Value.Real(1));
            assertThat(row.get("e")).isEqualTo(new Value.Decimal(BigDecimal.ONE));
            assertThat(row.get("s")).isEqualTo(text("1"));
            assertThat(row.get("at")).isEqualTo(new Value.Instant(Instant.ofEpochMilli(1)));
            assertThat(row.get("tags")).isEqualTo(new Value.Items(List.of(text("a"), text("b"))));
            assertThat(row.get("mixed")).isEqualTo(Value.Json.parse("[1,\"b\"]"));
            assertThat(row.get("part"))
                    .isEqualTo(
                            Value.Json.parse(
                                    "{\"at\":{\"$date\":{\"$numberLong\":\"0\"}},\"n\":2}"));
            assertThat(layout.field("l").type()).isEqualTo(new FieldType.Int(64));
        }
    }

    /** Documents of another MongoDB come over with their types, ids and all. */
    @Test
    void documentsGoFromOneToAnotherUnchanged() {
        try (Place from = new Place();
                Place to = new Place()) {
            Document document =
                    new Document("_id", new ObjectId())
                            .append("n", 7)
                            .append("price", Decimal128.parse("10.25"))
                            .append("at", new Date(1234))
                            .append("part", new Document("who", new ObjectId()).append("x", 1));
            from.raw("docs").insertOne(document);
            Layout layout = Objects.requireNonNull(from.endpoint.catalog().find("docs"));
            to.made(layout);
            Row row = from.rows(layout).getFirst();
            to.apply(
                    io.syncline.core.endpoint.Write.any(
                            io.syncline.core.change.Change.of(
                                    io.syncline.core.change.RowId.of("docs", row.get("_id")),
                                    Image.absent(),
                                    Image.whole(row),
                                    Place.VERSION)));
            assertThat(to.document("docs", document.get("_id"))).isEqualTo(document);
        }
    }
}
