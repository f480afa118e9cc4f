package io.syncline.connector.mysql;

import static io.syncline.connector.mysql.Place.text;
import static io.syncline.connector.mysql.Place.whole;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;

/** A type with its extremes: values that come back as they are, and values that are refused. */
record TypeCase(FieldType type, List<Value> fit, List<Value> unfit) {
    private static Value decimal(String number) {
        return new Value.Decimal(new BigDecimal(number));
    }

    private static final byte[] ALL_BYTES = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            ALL_BYTES[i] = (byte) i;
        }
    }

    static final List<TypeCase> ALL =
            List.of(
                    new TypeCase(
                            new FieldType.Bool(),
                            List.of(new Value.Bool(true), new Value.Bool(false)),
                            List.of(text("true"))),
                    new TypeCase(
                            new FieldType.Int(16),
                            List.of(whole(Short.MIN_VALUE), whole(Short.MAX_VALUE), whole(0)),
                            List.of(whole(32768), whole(-32769))),
                    new TypeCase(
                            new FieldType.Int(32),
                            List.of(whole(Integer.MIN_VALUE), whole(Integer.MAX_VALUE)),
                            List.of(whole(1L << 31))),
                    new TypeCase(
                            new FieldType.Int(64),
                            List.of(whole(Long.MIN_VALUE), whole(Long.MAX_VALUE)),
                            List.of(decimal("9223372036854775808"))),
                    new TypeCase(
                            new FieldType.Decimal(10, 2),
                            List.of(decimal("99999999.99"), decimal("-99999999.99"), decimal("0")),
                            List.of(decimal("0.001"), decimal("100000000"))),
                    new TypeCase(
                            new FieldType.Decimal(65, 0),
                            List.of(decimal("9".repeat(65)), decimal("-" + "9".repeat(65))),
                            List.of(decimal("1" + "0".repeat(65)))),
                    new TypeCase(
                            new FieldType.Decimal(null, null),
                            List.of(
                                    decimal("9".repeat(27) + "." + "9".repeat(38)),
                                    decimal("-0." + "0".repeat(37) + "1")),
                            List.of(
                                    decimal("0." + "0".repeat(38) + "1"),
                                    new Value.Other("numeric", "NaN"))),
                    new TypeCase(
                            new FieldType.Real(64),
                            List.of(
                                    new Value.Real(Double.MAX_VALUE),
                                    new Value.Real(Double.MIN_VALUE),
                                    new Value.Real(-0.1),
                                    new Value.Real(1e22)),
                            List.of(
                                    new Value.Real(Double.NaN),
                                    new Value.Real(Double.NEGATIVE_INFINITY))),
                    new TypeCase(
                            new FieldType.Real(32),
                            List.of(
                                    new Value.Real(Float.MAX_VALUE),
                                    new Value.Real(Float.MIN_VALUE),
                                    new Value.Real(0.1f)),
                            List.of(new Value.Real(Double.POSITIVE_INFINITY))),
                    new TypeCase(
                            new FieldType.Text(null),
                            List.of(
                                    text(""),
                                    text("  both ends  "),
                                    text("quote ' \" \\ ` ? % _ \0 \n \t"),
                                    text("ñ 漢 \uD83D\uDE00 e\u0301"),
                                    text("x".repeat(100_000))),
                            List.of(text("half \uD83D"))),
                    new TypeCase(
                            new FieldType.Text(5),
                            List.of(text("12345"), text("\uD83D\uDE00".repeat(5)), text("a    ")),
                            List.of(text("123456"))),
                    new TypeCase(
                            new FieldType.Bytes(),
                            List.of(new Value.Bytes(new byte[0]), new Value.Bytes(ALL_BYTES)),
                            List.of(text("x"))),
                    new TypeCase(
                            new FieldType.Date(),
                            List.of(
                                    new Value.Date(LocalDate.of(1, 1, 1)),
                                    new Value.Date(LocalDate.of(1582, 10, 10)),
                                    new Value.Date(LocalDate.of(9999, 12, 31))),
                            List.of(
                                    new Value.Date(LocalDate.of(0, 12, 31)),
                                    new Value.Date(LocalDate.of(10_000, 1, 1)),
                                    new Value.Other("date", "infinity"))),
                    new TypeCase(
                            new FieldType.Time(),
                            List.of(
                                    new Value.Time(LocalTime.MIN),
                                    new Value.Time(LocalTime.of(23, 59, 59, 999_999_000))),
                            List.of(
                                    new Value.Time(LocalTime.of(1, 1, 1, 1)),
                                    new Value.Other("time", "24:00:00"))),
                    new TypeCase(
                            new FieldType.Timestamp(),
                            List.of(
                                    new Value.Timestamp(LocalDateTime.of(1, 1, 1, 0, 0)),
                                    new Value.Timestamp(
                                            LocalDateTime.of(
                                                    9999, 12, 31, 23, 59, 59, 999_999_000))),
                            List.of(
                                    new Value.Timestamp(LocalDateTime.of(-4712, 1, 1, 0, 0)),
                                    new Value.Timestamp(LocalDateTime.of(2020, 1, 1, 0, 0, 0, 1)))),
                    new TypeCase(
                            new FieldType.Instant(),
                            List.of(
                                    new Value.Instant(Instant.parse("0001-01-01T00:00:00Z")),
                                    new Value.Instant(Instant.parse("2025-10-26T00:30:00.000001Z")),
                                    new Value.Instant(
                                            Instant.parse("9999-12-31T23:59:59.999999Z"))),
                            List.of(
                                    new Value.Instant(Instant.parse("+10000-01-01T00:00:00Z")),
                                    new Value.Other("timestamptz", "-infinity"))),
                    new TypeCase(
                            new FieldType.Uuid(),
                            List.of(
                                    new Value.Uuid(new UUID(0, 0)),
                                    new Value.Uuid(new UUID(-1, -1)),
                                    new Value.Uuid(
                                            UUID.fromString(
                                                    "018f3c5e-0000-7abc-8def-0123456789ab"))),
                            List.of(text("not one"))),
                    new TypeCase(
                            new FieldType.Json(),
                            List.of(
                                    Value.Json.parse(
                                            "{\"b\":[1,2.50,1e300],\"a\":\"\\u0000 ' \\\\\"}"),
                                    Value.Json.parse("null"),
                                    Value.Json.parse("[".repeat(31) + "]".repeat(31))),
                            List.of(Value.Json.parse("[".repeat(32) + "]".repeat(32)))),
                    new TypeCase(
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
                    new TypeCase(
                            new FieldType.Items(new FieldType.Decimal(null, null)),
                            List.of(new Value.Items(List.of(decimal("1.10"), decimal("1e50")))),
                            List.of(new Value.Items(List.of(new Value.Other("numeric", "NaN"))))),
                    new TypeCase(
                            new FieldType.Items(new FieldType.Instant()),
                            List.of(new Value.Items(List.of(new Value.Instant(Instant.EPOCH)))),
                            List.of(text("{}"))),
                    new TypeCase(
                            new FieldType.Other("interval"),
                            List.of(new Value.Other("interval", "1 mon -2 days")),
                            List.of(new Value.Other("inet", "::1"))));
}
