package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.field;
import static io.syncline.connector.mysql.Place.layout;
import static io.syncline.connector.mysql.Place.store;
import static io.syncline.connector.mysql.Place.text;
import static io.syncline.connector.mysql.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MySqlTypesTest {
    private record Case(FieldType type, List<Value> fit, List<Value> unfit) {}

    private static Value decimal(String number) {
        return new Value.Decimal(new BigDecimal(number));
    }

    private static final byte[] ALL_BYTES = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            ALL_BYTES[i] = (byte) i;
        }
    }

    private static final List<Case> CASES =
            List.of(
                    new Case(
                            new FieldType.Bool(),
                            List.of(new Value.Bool(true), new Value.Bool(false)),
                            List.of(text("true"))),
                    new Case(
                            new FieldType.Int(16),
                            List.of(whole(Short.MIN_VALUE), whole(Short.MAX_VALUE), whole(0)),
                            List.of(whole(32768), whole(-32769))),
                    new Case(
                            new FieldType.Int(32),
                            List.of(whole(Integer.MIN_VALUE), whole(Integer.MAX_VALUE)),
                            List.of(whole(1L << 31))),
                    new Case(
                            new FieldType.Int(64),
                            List.of(whole(Long.MIN_VALUE), whole(Long.MAX_VALUE)),
                            List.of(decimal("9223372036854775808"))),
                    new Case(
                            new FieldType.Decimal(10, 2),
                            List.of(decimal("99999999.99"), decimal("-99999999.99"), decimal("0")),
                            List.of(decimal("0.001"), decimal("100000000"))),
                    new Case(
                            new FieldType.Decimal(65, 0),
                            List.of(decimal("9".repeat(65)), decimal("-" + "9".repeat(65))),
                            List.of(decimal("1" + "0".repeat(65)))),
                    new Case(
                            new FieldType.Decimal(null, null),
                            List.of(
                                    decimal("9".repeat(27) + "." + "9".repeat(38)),
                                    decimal("-0." + "0".repeat(37) + "1")),
                            List.of(
                                    decimal("0." + "0".repeat(38) + "1"),
                                    new Value.Other("numeric", "NaN"))),
                    new Case(
                            new FieldType.Real(64),
                            List.of(
                                    new Value.Real(Double.MAX_VALUE),
                                    new Value.Real(Double.MIN_VALUE),
                                    new Value.Real(-0.1),
                                    new Value.Real(1e22)),
                            List.of(
                                    new Value.Real(Double.NaN),
                                    new Value.Real(Double.NEGATIVE_INFINITY))),
                    new Case(
                            new FieldType.Real(32),
                            List.of(
                                    new Value.Real(Float.MAX_VALUE),
                                    new Value.Real(Float.MIN_VALUE),
                                    new Value.Real(0.1f)),
                            List.of(new Value.Real(Double.POSITIVE_INFINITY))),
                    new Case(
                            new FieldType.Text(null),
                            List.of(
                                    text(""),
                                    text("  both ends  "),
                                    text("quote ' \" \\ ` ? % _ \0 \n \t"),
                                    text("ñ 漢 \uD83D\uDE00 e\u0301"),
                                    text("x".repeat(100_000))),
                            List.of(text("half \uD83D"))),
                    new Case(
                            new FieldType.Text(5),
                            List.of(text("12345"), text("\uD83D\uDE00".repeat(5)), text("a    ")),
                            List.of(text("123456"))),
                    new Case(
                            new FieldType.Bytes(),
                            List.of(new Value.Bytes(new byte[0]), new Value.Bytes(ALL_BYTES)),
                            List.of(text("x"))),
                    new Case(
                            new FieldType.Date(),
                            List.of(
                                    new Value.Date(LocalDate.of(1, 1, 1)),
                                    new Value.Date(LocalDate.of(1582, 10, 10)),
                                    new Value.Date(LocalDate.of(9999, 12, 31))),
                            List.of(
                                    new Value.Date(LocalDate.of(0, 12, 31)),
                                    new Value.Date(LocalDate.of(10_000, 1, 1)),
                                    new Value.Other("date", "infinity"))),
                    new Case(
                            new FieldType.Time(),
                            List.of(
                                    new Value.Time(LocalTime.MIN),
                                    new Value.Time(LocalTime.of(23, 59, 59, 999_999_000))),
                            List.of(
                                    new Value.Time(LocalTime.of(1, 1, 1, 1)),
                                    new Value.Other("time", "24:00:00"))),
                    new Case(
                            new FieldType.Timestamp(),
                            List.of(
                                    new Value.Timestamp(LocalDateTime.of(1, 1, 1, 0, 0)),
                                    new Value.Timestamp(
                                            LocalDateTime.of(
                                                    9999, 12, 31, 23, 59, 59, 999_999_000))),
                            List.of(
                                    new Value.Timestamp(LocalDateTime.of(-4712, 1, 1, 0, 0)),
                                    new Value.Timestamp(LocalDateTime.of(2020, 1, 1, 0, 0, 0, 1)))),
                    new Case(
                            new FieldType.Instant(),
                            List.of(
                                    new Value.Instant(Instant.parse("0001-01-01T00:00:00Z")),
                                    new Value.Instant(Instant.parse("2025-10-26T00:30:00.000001Z")),
                                    new Value.Instant(
                                            Instant.parse("9999-12-31T23:59:59.999999Z"))),
                            List.of(
                                    new Value.Instant(Instant.parse("+10000-01-01T00:00:00Z")),
                                    new Value.Other("timestamptz", "-infinity"))),
                    new Case(
                            new FieldType.Uuid(),
                            List.of(
                                    new Value.Uuid(new UUID(0, 0)),
                                    new Value.Uuid(new UUID(-1, -1)),
                                    new Value.Uuid(
                                            UUID.fromString(
                                                    "018f3c5e-0000-7abc-8def-0123456789ab"))),
                            List.of(text("not one"))),
                    new Case(
                            new FieldType.Json(),
                            List.of(
                                    Value.Json.parse(
                                            "{\"b\":[1,2.50,1e300],\"a\":\"\\u0000 ' \\\\\"}"),
                                    Value.Json.parse("null"),
                                    Value.Json.parse("[".repeat(31) + "]".repeat(31))),
                            List.of(Value.Json.parse("[".repeat(32) + "]".repeat(32)))),
                    new Case(
                            new FieldType.Items(new FieldType.Text(null)),
                            List.of(
                                    new Value.Items(List.of()),
                                    new Value.Items(
                                            List.of(
                                                    text("a\"\\\n\u0001"),
                                                    Value.nothing(),
                                                    text(""))),
                                    new Value.Items(
                                            List.of(
                                                    new Value.Items(List.of(text("x"))),
                                                    new Value.Items(List.of(text("y")))))),
                            List.of(new Value.Items(List.of(whole(1))))),
                    new Case(
                            new FieldType.Items(new FieldType.Decimal(null, null)),
                            List.of(new Value.Items(List.of(decimal("1.10"), decimal("1e50")))),
                            List.of(new Value.Items(List.of(new Value.Other("numeric", "NaN"))))),
                    new Case(
                            new FieldType.Items(new FieldType.Instant()),
                            List.of(new Value.Items(List.of(new Value.Instant(Instant.EPOCH)))),
                            List.of(text("{}"))),
                    new Case(
                            new FieldType.Other("interval"),
                            List.of(new Value.Other("interval", "1 mon -2 days")),
                            List.of(new Value.Other("inet", "::1"))));

    @Test
    void everyExtremeComesBackByScanAndByKey() throws Exception {
        try (Place place = new Place()) {
            for (int i = 0; i < CASES.size(); i++) {
                Case each = CASES.get(i);
                Layout layout = table(place, i, each.type());
                List<Row> rows = rows(each.fit(), 1);
                rows.add(row(0, Value.nothing()));
                assertThat(apply(place, layout, rows)).allMatch(Outcome.applied()::equals);

                assertThat(place.rows(layout))
                        .as("%s", each.type())
                        .containsExactlyInAnyOrderElementsOf(rows);
                for (Row row : rows) {
                    assertThat(place.seen(layout.collection(), row.get("id")).image())
                            .as("%s", each.type())
                            .isEqualTo(Image.whole(row));
                }
            }
        }
    }

    @Test
    void whatAColumnCannotHoldIsRefusedAndNothingChanges() throws Exception {
        try (Place place = new Place()) {
            for (int i = 0; i < CASES.size(); i++) {
                Case each = CASES.get(i);
                Layout layout = table(place, i, each.type());
                List<Row> before = new ArrayList<>();
                for (int j = 0; j < each.unfit().size(); j++) {
                    before.add(row(j, each.fit().getFirst()));
                }
                apply(place, layout, before);

                assertThat(apply(place, layout, rows(each.unfit(), 0)))
                        .as("%s", each.type())
                        .allMatch(
                                outcome ->
                                        outcome instanceof Outcome.Refused refused
                                                && refused.kind() == Outcome.Kind.UNREPRESENTABLE);
                assertThat(place.rows(layout)).containsExactlyInAnyOrderElementsOf(before);
            }
        }
    }

    @Test
    void aRowAboveThePacketLimitIsRefusedAndTheOthersAreNot() throws Exception {
        try (Place place = new Place()) {
            Layout layout = table(place, 0, new FieldType.Bytes());
            int limit = Integer.parseInt(place.one("SELECT @@max_allowed_packet"));
            List<Row> rows =
                    List.of(
                            row(1, new Value.Bytes(new byte[] {1})),
                            row(2, new Value.Bytes(new byte[limit])),
                            row(3, new Value.Bytes(bytes(limit - 4096))));

            assertThat(apply(place, layout, rows).get(1)).isInstanceOf(Outcome.Refused.class);
            assertThat(place.rows(layout)).containsExactlyInAnyOrder(rows.get(0), rows.get(2));
        }
    }

    @Test
    void tablesOfOthersKeepTheirNarrowerTypesWithoutLoss() throws Exception {
        try (Place place = new Place()) {
            place.sql(
                    "CREATE TABLE own (id int PRIMARY KEY, f float, c char(5), t timestamp NULL,"
                            + " u int unsigned, b binary(2))");
            Layout layout =
                    layout(
                            "own",
                            field("id", new FieldType.Int(32)),
                            field("f", new FieldType.Real(64)),
                            field("c", new FieldType.Text(5)),
                            field("t", new FieldType.Instant()),
                            field("u", new FieldType.Int(64)),
                            field("b", new FieldType.Bytes()));
            place.endpoint.agree(List.of(layout));
            Row fit =
                    Row.of(
                            new java.util.LinkedHashMap<>(
                                    java.util.Map.of(
                                            "id",
                                            whole(1),
                                            "f",
                                            new Value.Real(0.1f),
                                            "c",
                                            text("abc"),
                                            "t",
                                            new Value.Instant(
                                                    Instant.parse("2038-01-19T03:14:07Z")),
                                            "u",
                                            whole(4294967295L),
                                            "b",
                                            new Value.Bytes(new byte[] {0, 1}))));

            assertThat(place.apply(store("own", fit))).containsExactly(Outcome.applied());
            assertThat(place.rows(layout)).containsExactly(fit);
            for (Row bad :
                    List.of(
                            Row.of("f", new Value.Real(0.1)),
                            Row.of("c", text("a ")),
                            Row.of("t", new Value.Instant(Instant.parse("2039-01-01T00:00:00Z"))),
                            Row.of("t", new Value.Instant(Instant.parse("2030-01-01T00:00:00.5Z"))),
                            Row.of("u", whole(-1)),
                            Row.of("b", new Value.Bytes(new byte[] {1})))) {
                Write write = Place.change("own", Row.of("id", whole(1)).overlaid(bad));
                assertThat(place.apply(write).getFirst())
                        .as("%s", bad)
                        .isInstanceOf(Outcome.Refused.class);
            }
            assertThat(place.rows(layout)).containsExactly(fit);
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    private static Layout table(Place place, int number, FieldType type) {
        return place.made(
                layout("t" + number, field("id", new FieldType.Int(32)), field("v", type)));
    }

    private static Row row(long id, Value value) {
        return Row.of("id", whole(id)).overlaid(Row.of("v", value));
    }

    private static List<Row> rows(List<Value> values, int first) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            rows.add(row(first + i, values.get(i)));
        }
        return rows;
    }

    private static List<Outcome> apply(Place place, Layout layout, List<Row> rows) {
        return place.apply(
                rows.stream().map(row -> store(layout.collection(), row)).toArray(Write[]::new));
    }
}
