package io.syncline.core.wire;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One of everything, with its extremes. The golden files hold these: add, never change. */
final class Samples {
    private Samples() {}

    static Map<String, Value> values() {
        Map<String, Value> all = new LinkedHashMap<>();
        all.put("null", Value.nothing());
        all.put("true", new Value.Bool(true));
        all.put("false", new Value.Bool(false));
        all.put("int zero", new Value.Int(0));
        all.put("int largest plain", new Value.Int((1L << 53) - 1));
        all.put("int smallest not plain", new Value.Int(1L << 53));
        all.put("int most", new Value.Int(Long.MAX_VALUE));
        all.put("int least", new Value.Int(Long.MIN_VALUE));
        all.put("decimal zero", new Value.Decimal(BigDecimal.ZERO));
        all.put("decimal", new Value.Decimal(new BigDecimal("-1234567890.50")));
        all.put("decimal large", Value.Decimal.of(BigInteger.TEN.pow(60)));
        all.put("decimal tiny", new Value.Decimal(new BigDecimal("1E-16383")));
        all.put("real zero", new Value.Real(-0.0));
        all.put("real", new Value.Real(0.1));
        all.put("real most", new Value.Real(Double.MAX_VALUE));
        all.put("real least", new Value.Real(Double.MIN_VALUE));
        all.put("real NaN", new Value.Real(Double.NaN));
        all.put("real infinity", new Value.Real(Double.POSITIVE_INFINITY));
        all.put("real minus infinity", new Value.Real(Double.NEGATIVE_INFINITY));
        all.put("text empty", new Value.Text(""));
        all.put("text", new Value.Text("Größe \"quoted\" \\ / 😀 \t\n\r\u007f\u2028"));
        all.put("text with NUL", new Value.Text("a\u0000b"));
        all.put("text with half a pair", new Value.Text("ä\ud83d-\ude00"));
        all.put("bytes empty", new Value.Bytes(new byte[0]));
        all.put("bytes", new Value.Bytes(new byte[] {0, 1, -1, -128, 127}));
        all.put("date", new Value.Date(LocalDate.of(2026, 2, 28)));
        all.put("date most", new Value.Date(LocalDate.MAX));
        all.put("date least", new Value.Date(LocalDate.MIN));
        all.put("time midnight", new Value.Time(LocalTime.MIDNIGHT));
        all.put("time most", new Value.Time(LocalTime.MAX));
        all.put("timestamp", new Value.Timestamp(LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6_000)));
        all.put("timestamp most", new Value.Timestamp(LocalDateTime.MAX));
        all.put("timestamp least", new Value.Timestamp(LocalDateTime.MIN));
        all.put("instant", new Value.Instant(Instant.EPOCH));
        all.put("instant most", new Value.Instant(Instant.MAX));
        all.put("instant least", new Value.Instant(Instant.MIN));
        all.put("uuid", new Value.Uuid(new UUID(Long.MIN_VALUE, -1)));
        all.put("json", Value.Json.parse("{\"b\": [1.50, null], \"a\": \"\\u00e4\"}"));
        all.put("items empty", new Value.Items(List.of()));
        all.put(
                "items",
                new Value.Items(
                        List.of(
                                new Value.Items(List.of(Value.nothing(), new Value.Int(1))),
                                new Value.Bytes(new byte[] {7}))));
        all.put("struct empty", new Value.Struct(Map.of()));
        all.put(
                "struct",
                new Value.Struct(
                        Map.of(
                                "", Value.nothing(),
                                "decimal", new Value.Text("1.5"),
                                "inner", new Value.Struct(Map.of("x", new Value.Bool(true))))));
        all.put("other", new Value.Other("timestamptz", "infinity"));
        all.put("other empty", new Value.Other("", ""));
        return all;
    }

    static Row row() {
        return Row.of(values());
    }

    static Map<String, Change> changes() {
        Version version = new Version(1_700_000_000_000L, 65_535, new ReplicaId("shop"));
        RowId id = new RowId("public.users", List.copyOf(values().values()));
        RowId other = RowId.of("public.users", new Value.Int(2), new Value.Text("b"));
        Image whole = Image.whole(row());
        Image partial = Image.partial(Row.of("name", new Value.Text("Anna")));
        Map<String, Change> all = new LinkedHashMap<>();
        all.put("insert", Change.of(other, Image.absent(), whole, version));
        all.put("update", Change.of(other, partial, partial, version));
        all.put("delete", Change.of(other, Image.whole(Row.of(Map.of())), Image.absent(), version));
        all.put("blind delete", Change.of(id, Image.absent(), Image.absent(), version));
        all.put("key change", new Change(id, other, partial, whole, version));
        all.put(
                "first version",
                Change.of(
                        other,
                        Image.absent(),
                        partial,
                        new Version(Long.MAX_VALUE, 0, new ReplicaId("ä"))));
        return all;
    }
}
