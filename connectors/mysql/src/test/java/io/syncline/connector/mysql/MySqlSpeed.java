package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.field;
import static io.syncline.connector.mysql.Place.layout;
import static io.syncline.connector.mysql.Place.store;
import static io.syncline.connector.mysql.Place.text;
import static io.syncline.connector.mysql.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** How fast rows are written; by name only: {@code -Dtest=MySqlSpeed}. */
class MySqlSpeed {
    private static final int ROWS = 200_000;
    private static final int BATCH = 10_000;
    private static final Header HEADER = Header.of("id", "name", "price", "at", "note");
    private static final Header PART = Header.of("id", "note");

    @Test
    void rowsEachSecond() throws Exception {
        for (boolean unique : new boolean[] {false, true}) {
            try (Place place = new Place()) {
                Layout layout =
                        layout(
                                "fast",
                                field("id", new FieldType.Int(64)),
                                field("name", new FieldType.Text(60)),
                                field("price", new FieldType.Decimal(12, 2)),
                                field("at", new FieldType.Instant()),
                                field("note", new FieldType.Text(null)));
                place.made(layout);
                if (unique) {
                    place.sql("ALTER TABLE fast ADD UNIQUE INDEX one (name)");
                    place.endpoint.agree(List.of(layout));
                }
                place.endpoint.claim("speed", 1);
                String table = unique ? " (a unique index beside the key)" : "";
                measure(place, "inserts" + table, i -> store("fast", row(i, "first")));
                measure(place, "the same again" + table, i -> store("fast", row(i, "first")));
                measure(place, "whole updates" + table, i -> store("fast", row(i, "second")));
                measure(
                        place,
                        "partial updates" + table,
                        i ->
                                Place.change(
                                        "fast",
                                        Row.of(PART, List.of(whole(i), text("third " + i)))));
                assertThat(place.one("SELECT count(*) FROM fast WHERE note LIKE 'third%'"))
                        .isEqualTo(String.valueOf(ROWS));
                measure(place, "deletes" + table, i -> Place.delete("fast", whole(i)));
                assertThat(place.one("SELECT count(*) FROM fast")).isEqualTo("0");
            }
        }
    }

    private static Row row(int i, String note) {
        return Row.of(
                HEADER,
                List.of(
                        whole(i),
                        text("customer number " + i),
                        new Value.Decimal(BigDecimal.valueOf(i * 7L, 2)),
                        new Value.Instant(Instant.ofEpochSecond(1_700_000_000L + i)),
                        text(note + " remark about the customer with the number " + i)));
    }

    private static void measure(Place place, String what, IntFunction<Write> each) {
        long nanos = 0;
        for (int from = 0; from < ROWS; from += BATCH) {
            List<Write> writes = new ArrayList<>(BATCH);
            for (int i = from; i < from + BATCH; i++) {
                writes.add(each.apply(i));
            }
            long start = System.nanoTime();
            place.endpoint.apply(
                    writes, new Fence("speed", 0, 1, new Position(String.valueOf(from))));
            nanos += System.nanoTime() - start;
        }
        System.out.printf("%,d rows/s: %s%n", (long) (ROWS * 1e9 / nanos), what);
    }
}
