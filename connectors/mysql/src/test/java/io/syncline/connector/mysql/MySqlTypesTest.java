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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MySqlTypesTest {
    @Test
    void everyExtremeComesBackByScanAndByKey() throws Exception {
        try (Place place = new Place()) {
            for (int i = 0; i < TypeCase.ALL.size(); i++) {
                TypeCase each = TypeCase.ALL.get(i);
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
            for (int i = 0; i < TypeCase.ALL.size(); i++) {
                TypeCase each = TypeCase.ALL.get(i);
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
