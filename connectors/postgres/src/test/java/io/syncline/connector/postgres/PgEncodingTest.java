package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is written in binary is read back as the same value. */
class PgEncodingTest {
    private static final Map<Integer, Function<SplittableRandom, Value>> BY_TYPE =
            new LinkedHashMap<>();

    static {
        BY_TYPE.put(16, random -> new Value.Bool(random.nextBoolean()));
        BY_TYPE.put(21, random -> new Value.Int((short) random.nextInt()));
        BY_TYPE.put(23, random -> new Value.Int(random.nextInt()));
        BY_TYPE.put(20, random -> new Value.Int(random.nextLong()));
        BY_TYPE.put(701, random -> new Value.Real(Double.longBitsToDouble(random.nextLong())));
        BY_TYPE.put(25, random -> new Value.Text("ü€😀 " + random.nextLong()));
        BY_TYPE.put(17, random -> new Value.Bytes(new byte[] {(byte) random.nextInt(), 0}));
        BY_TYPE.put(
                1082,
                random ->
                        new Value.Date(
                                LocalDate.ofEpochDay(random.nextInt(-1_000_000, 9_000_000))));
        BY_TYPE.put(
                1114,
                random -> new Value.Timestamp(LocalDateTime.ofInstant(at(random), ZoneOffset.UTC)));
        BY_TYPE.put(1184, random -> new Value.Instant(at(random)));
        BY_TYPE.put(2950, random -> new Value.Uuid(new UUID(random.nextLong(), random.nextLong())));
        BY_TYPE.put(3802, random -> Value.Json.parse("{\"a\":[" + random.nextInt() + ",\"ü\"]}"));
        BY_TYPE.put(1700, PgEncodingTest::number);
    }

    private static Instant at(SplittableRandom random) {
        return Instant.ofEpochSecond(
                random.nextLong(-190_000_000_000L, 8_000_000_000_000L),
                random.nextInt(1_000_000) * 1000L);
    }

    private static Value number(SplittableRandom random) {
        BigInteger digits = new BigInteger(Long.toString(random.nextLong()));
        return new Value.Decimal(
                random.nextInt(10) == 0
                        ? new BigDecimal(random.nextInt(3) - 1)
                        : new BigDecimal(digits.pow(random.nextInt(1, 4)), random.nextInt(-9, 40)));
    }

    @Test
    void whatIsWrittenInBinaryIsReadBackAsTheSameValue() {
        SplittableRandom random = new SplittableRandom(18);
        BY_TYPE.forEach(
                (oid, values) -> {
                    PgColumn column = column(oid, -1);
                    assertThat(PgEncoding.writes(column)).isTrue();
                    for (int i = 0; i < 500; i++) {
                        Value value = values.apply(random);
                        byte[] bytes = Objects.requireNonNull(PgEncoding.bytes(value, column));
                        assertThat(PgBinary.decode(column.type(), bytes, 0, bytes.length))
                                .isEqualTo(value);
                    }
                });
    }

    @Test
    void whatTheColumnWouldChangeOrRefuseIsLeftToText() {
        assertThat(PgEncoding.bytes(new Value.Int(40_000), column(21, -1))).isNull();
        assertThat(PgEncoding.bytes(new Value.Int(1L << 40), column(23, -1))).isNull();
        assertThat(PgEncoding.bytes(new Value.Text("abcd"), column(1043, 4 + 3))).isNull();
        assertThat(PgEncoding.bytes(new Value.Text("a\u0000"), column(25, -1))).isNull();
        assertThat(PgEncoding.bytes(new Value.Text("\ud83d"), column(25, -1))).isNull();
        assertThat(PgEncoding.bytes(new Value.Text("1"), column(23, -1))).isNull();
        assertThat(
                        PgEncoding.bytes(
                                new Value.Instant(Instant.ofEpochSecond(0, 1)), column(1184, -1)))
                .isNull();
        assertThat(PgEncoding.bytes(new Value.Instant(Instant.MAX), column(1184, -1))).isNull();
        assertThat(PgEncoding.bytes(new Value.Other("timestamptz", "infinity"), column(1184, -1)))
                .isNull();
        assertThat(PgEncoding.writes(column(1700, 655_366))).as("numeric(10,2)").isFalse();
        for (int strange : List.of(19, 1042, 1186, 869)) {
            assertThat(PgEncoding.writes(column(strange, -1))).isFalse();
        }
    }

    private static PgColumn column(int oid, int typmod) {
        return new PgColumn(
                "c", Objects.requireNonNull(PostgresTypes.builtIn(oid)), typmod, false, true);
    }
}
