package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Values of every kind by seed, and functions bound to fields. */
public final class Samples {
    static final ShapeTools TOOLS =
            ShapeTools.plain(() -> 1_767_225_600_000L).with(Secret.of("of the hashes"));

    /** For functions that need arguments. */
    private static final Map<String, Args> NEEDED =
            Map.of(
                    "constant", Args.of("value", "x"),
                    "json_field", Args.of("path", "a"),
                    "regex", Args.of("pattern", "[a-z]+"),
                    "range", Args.of("min", "0"),
                    "one_of", Args.of("values", "a"));

    private Samples() {}

    static Args args(String name, Kind kind) {
        return name.equals("default")
                ? Args.of("value", String.valueOf(Plain.text(value(kind, new SplittableRandom(1)))))
                : NEEDED.getOrDefault(name, Args.none());
    }

    static Function.Bound bind(Function function, FieldType type, Args args) {
        return function.binding().to(new Given(type, function.parameters(), args, TOOLS));
    }

    /** A value of a kind. */
    public static Value value(Kind kind, SplittableRandom random) {
        return switch (kind) {
            case BOOLEAN -> new Value.Bool(random.nextBoolean());
            case INTEGER ->
                    new Value.Int(
                            switch (random.nextInt(4)) {
                                case 0 -> random.nextInt(3) - 1;
                                case 1 -> random.nextLong();
                                default -> random.nextLong(-4_000_000_000L, 4_000_000_000L);
                            });
            case DECIMAL ->
                    new Value.Decimal(
                            new BigDecimal(
                                    new BigInteger(Long.toString(random.nextLong())),
                                    random.nextInt(-2, 7)));
            case REAL ->
                    new Value.Real(
                            random.nextInt(5) == 0
                                    ? Double.longBitsToDouble(random.nextLong())
                                    : random.nextDouble() * 1e6 - 5e5);
            case TEXT -> new Value.Text(text(random));
            case BYTES -> {
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                yield new Value.Bytes(bytes);
            }
            case DATE -> new Value.Date(LocalDate.ofEpochDay(random.nextLong(-800_000, 3_000_000)));
            case TIME -> new Value.Time(LocalTime.ofNanoOfDay(micros(random, 86_400_000_000L)));
            case TIMESTAMP ->
                    new Value.Timestamp(LocalDateTime.ofInstant(instant(random), ZoneOffset.UTC));
            case INSTANT -> new Value.Instant(instant(random));
            case UUID -> new Value.Uuid(new UUID(random.nextLong(), random.nextLong()));
            case JSON ->
                    Value.Json.parse(
                            "{\"a\":[1,true,null,\""
                                    + random.nextInt()
                                    + "\\u00fc\\n\"],\"b\":{}}");
            case ITEMS -> new Value.Items(List.of(new Value.Text(text(random)), Value.nothing()));
            case OTHER -> new Value.Other("interval", "1 day");
        };
    }

    private static long micros(SplittableRandom random, long bound) {
        return random.nextLong(bound) * 1000;
    }

    private static Instant instant(SplittableRandom random) {
        return Instant.ofEpochSecond(
                random.nextLong(-60_000_000_000L, 250_000_000_000L),
                random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000) * 1000L);
    }

    private static String text(SplittableRandom random) {
        String[] odd = {"", " ", "İ", "ß", "é", "\u0000", "😀", "'", "\"", "\\", "true", "12.50"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(odd[random.nextInt(odd.length)]).append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
