package io.syncline.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.wire.Wire;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireFuzzTest {
    private static final List<Value> VALUES =
            List.of(
                    Value.nothing(),
                    new Value.Bool(true),
                    new Value.Int(Long.MIN_VALUE),
                    new Value.Decimal(new BigDecimal("-1234567890.50")),
                    new Value.Real(Double.NaN),
                    new Value.Real(0.1),
                    new Value.Text("Größe \"quoted\" \\ / 😀 \t\u0000\ud83d"),
                    new Value.Bytes(new byte[] {0, 1, -1}),
                    new Value.Date(LocalDate.of(2026, 2, 28)),
                    new Value.Time(LocalTime.MAX),
                    new Value.Timestamp(LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6_000)),
                    new Value.Instant(Instant.EPOCH),
                    new Value.Uuid(new UUID(1, 2)),
                    Value.Json.parse("{\"a\":[1,{\"b\":null}]}"),
                    new Value.Items(List.of(new Value.Int(1), Value.nothing())),
                    new Value.Struct(Map.of("x", new Value.Items(List.of()))),
                    new Value.Other("interval", "1 day"));

    private static List<String> samples() {
        List<String> samples = new ArrayList<>();
        Map<String, Value> fields = new LinkedHashMap<>();
        for (Value value : VALUES) {
            samples.add(Wire.text(value));
            fields.put("f" + fields.size(), value);
        }
        Row row = Row.of(fields);
        Version version = new Version(1, 2, new ReplicaId("r"));
        RowId id = RowId.of("public.t", new Value.Int(1));
        RowId from = RowId.of("public.t", new Value.Int(2));
        samples.add(Wire.text(Change.of(id, Image.absent(), Image.whole(row), version)));
        samples.add(Wire.text(Change.of(id, Image.partial(row), Image.absent(), version)));
        samples.add(Wire.text(new Change(id, from, Image.whole(row), Image.partial(row), version)));
        return samples;
    }

    /**
     * Whatever becomes of a text on its way, it is read or refused, and what is read is written.
     */
    @Test
    void aBrokenTextIsRefusedAndNothingElse() {
        Fuzz.Tally tally =
                Fuzz.text(
                        "wire",
                        samples(),
                        List.of(
                                "{", "}", "[", "]", "\"", ":", ",", "\\u", "1e9999", "-", "null",
                                "9"),
                        WireFuzzTest::reads);

        assertThat(tally.taken()).isBetween(tally.inputs() / 1_000, tally.inputs() * 99 / 100);
    }

    private static boolean reads(String text) {
        try {
            if (text.contains("\"value\"")) {
                Value value = Wire.value(text);
                assertThat(Wire.value(Wire.text(value))).isEqualTo(value);
            } else {
                Change change = Wire.change(text);
                assertThat(Wire.change(Wire.text(change))).isEqualTo(change);
            }
            return true;
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("Not the wire form");
            return false;
        }
    }
}
