package io.syncline.engine.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Secret;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each mask leaves of values. */
class MasksTest {
    private static final FieldType TEXT = new FieldType.Text(null);
    private static final FieldType INT = new FieldType.Int(64);

    static Stream<Arguments> table() {
        return Stream.of(
                row("redact", TEXT, text("secret"), text("***")),
                row("redact", TEXT, text("secret"), text("gone"), "with", "gone"),
                row("redact", INT, new Value.Int(7), Value.nothing()),
                row("null", TEXT, text("secret"), Value.nothing()),
                row("partial", TEXT, text("4111111111111111"), text("************1111")),
                row("partial", TEXT, text("12345"), text("***45")),
                row("partial", TEXT, text("1"), text("*")),
                row("partial", TEXT, text(""), text("")),
                row("partial", TEXT, text("a😀b😀"), text("**b😀")),
                row("partial", TEXT, text("abcdef"), text("******"), "keep", "0"),
                row("email", TEXT, text("anna@example.com"), text("a***@example.com")),
                row("email", TEXT, text("a@example.com"), text("***@example.com")),
                row("email", TEXT, text("no address"), text("***")),
                row("email", TEXT, text("a@b@c"), text("***")),
                row("email", TEXT, text("@example.com"), text("***")),
                row("phone", TEXT, text("+43 660 1234567"), text("+** *** *****67")),
                row("phone", TEXT, text("call 12 Anna"), text("**** ** ****")),
                row("number", INT, new Value.Int(47), new Value.Int(40)),
                row("number", INT, new Value.Int(-1), new Value.Int(-10)),
                row("number", INT, new Value.Int(Long.MIN_VALUE), Value.nothing()),
                row(
                        "number",
                        new FieldType.Decimal(9, 2),
                        dec("12.34"),
                        dec("12.3"),
                        "step",
                        "0.1"),
                row(
                        "number",
                        new FieldType.Decimal(9, 2),
                        new Value.Other("numeric", "NaN"),
                        Value.nothing()),
                row("date", new FieldType.Date(), day(2026, 5, 17), day(2026, 5, 1)),
                row("date", new FieldType.Date(), day(2026, 5, 17), day(2026, 1, 1), "to", "year"),
                row(
                        "date",
                        new FieldType.Instant(),
                        point("2026-05-17T13:59:00Z"),
                        point("2026-05-17T13:00:00Z"),
                        "to",
                        "hour"),
                row(
                        "date",
                        new FieldType.Instant(),
                        new Value.Other("timestamptz", "infinity"),
                        Value.nothing()),
                // By another tool: printf 42 | openssl dgst -sha256 -hmac 'of the hashes'
                row("hash", INT, new Value.Int(42), text(HASH_OF_42)),
                row("hash", TEXT, text("42"), text(HASH_OF_42.substring(0, 16)), "length", "16"));
    }

    private static final String HASH_OF_42 =
            "553710a0398885ce6439dac14aa42123099219106d1eef93b9302b7c6567d32e";

    private static Arguments row(
            String mask, FieldType type, Value value, Value expected, String... args) {
        return arguments(
                mask,
                type,
                value,
                args.length == 0 ? Args.none() : Args.of(args[0], args[1]),
                expected);
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static Value dec(String number) {
        return new Value.Decimal(new BigDecimal(number));
    }

    private static Value day(int year, int month, int day) {
        return new Value.Date(LocalDate.of(year, month, day));
    }

    private static Value point(String text) {
        return new Value.Instant(Instant.parse(text));
    }

    @ParameterizedTest
    @MethodSource("table")
    void eachLeavesOfAValueWhatTheTableSays(
            String name, FieldType type, Value value, Args args, Value expected) {
        assertThat(Samples.bind(Masks.find(name), type, args).forward().of(value))
                .isEqualTo(expected);
    }

    @Test
    void theTableNamesEveryMask() {
        Set<String> named = new TreeSet<>();
        table().forEach(row -> named.add((String) row.get()[0]));
        assertThat(named).isEqualTo(Masks.named().keySet());
    }

    @Test
    void noMaskHasAnInverseAndNoneFailsOnAnyValue() {
        Masks.named()
                .forEach(
                        (name, mask) -> {
                            for (Kind kind : mask.takes()) {
                                Function.Bound bound =
                                        Samples.bind(mask, kind.sample(), Args.none());
                                assertThat(bound.inverse()).as(name).isNull();
                                for (Kind other : Kind.values()) {
                                    SplittableRandom random = new SplittableRandom(5);
                                    for (int i = 0; i < 20; i++) {
                                        assertThat(bound.forward().of(Samples.value(other, random)))
                                                .as(name)
                                                .isNotNull();
                                    }
                                }
                            }
                        });
    }

    @Test
    void noTextMaskShowsMoreThanHalfOfAnyText() {
        SplittableRandom random = new SplittableRandom(11);
        for (String name : List.of("redact", "partial", "hash", "phone")) {
            Function.Bound bound = Samples.bind(Masks.find(name), TEXT, Args.none());
            for (int i = 0; i < 200; i++) {
                StringBuilder secret = new StringBuilder();
                for (int length = random.nextInt(1, 12); length > 0; length--) {
                    secret.append((char) ('A' + random.nextInt(26)));
                }
                String half = secret.substring(0, secret.length() / 2 + 1);
                assertThat(bound.forward().of(text(secret.toString())).toString())
                        .as(name)
                        .doesNotContain(half.length() < 2 ? "=" + half + "]" : half);
            }
        }
    }

    @Test
    void equalValuesHaveEqualHashesWhateverTheirTypeAndAnotherSecretHasOthers() {
        Map<FieldType, Value> fortyTwo =
                Map.of(
                        INT,
                        new Value.Int(42),
                        TEXT,
                        text("42"),
                        new FieldType.Decimal(9, 2),
                        dec("42.00"),
                        new FieldType.Real(64),
                        new Value.Real(42));
        fortyTwo.forEach(
                (type, value) ->
                        assertThat(
                                        Samples.bind(Masks.find("hash"), type, Args.none())
                                                .forward()
                                                .of(value))
                                .as(type.toString())
                                .isEqualTo(text(HASH_OF_42)));
        Function hash = Masks.find("hash");
        Given other =
                new Given(
                        TEXT,
                        hash.parameters(),
                        Args.none(),
                        ShapeTools.plain(() -> 0).with(Secret.of("another")));
        assertThat(hash.binding().to(other).forward().of(text("42")))
                .isNotEqualTo(text(HASH_OF_42));
    }
}
