package io.syncline.engine.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
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

/** What each function makes of good, odd and bad values, and that inverses lead back. */
class FunctionsTest {
    private static final FieldType TEXT = new FieldType.Text(null);
    private static final FieldType INT = new FieldType.Int(64);
    private static final FieldType DEC = new FieldType.Decimal(20, 6);
    private static final FieldType REAL = new FieldType.Real(64);
    private static final FieldType BOOL = new FieldType.Bool();
    private static final FieldType DATE = new FieldType.Date();
    private static final FieldType WALL = new FieldType.Timestamp();
    private static final FieldType INSTANT = new FieldType.Instant();
    private static final FieldType JSON = new FieldType.Json();
    private static final FieldType BYTES = new FieldType.Bytes();
    private static final Value DAY = new Value.Date(LocalDate.of(2026, 2, 28));
    private static final Value MINUTE =
            new Value.Timestamp(LocalDateTime.of(2026, 2, 28, 13, 5, 0));
    private static final Value POINT = new Value.Instant(Instant.parse("2026-02-28T23:30:00.5Z"));
    private static final Value ENDLESS = new Value.Other("timestamptz", "infinity");

    /** Function, type, value, arguments, what comes out; null for what it does not take. */
    static Stream<Arguments> table() {
        return Stream.of(
                row("format_date", DATE, DAY, "2026-02-28"),
                row("format_date", INSTANT, POINT, "2026-02-28"),
                row(
                        "format_date",
                        INSTANT,
                        POINT,
                        "01.03.26 00:30",
                        "pattern",
                        "dd.MM.yy HH:mm",
                        "zone",
                        "Europe/Vienna"),
                row("format_date", WALL, MINUTE, "Feb 2026", "pattern", "MMM yyyy"),
                row("format_date", INSTANT, ENDLESS, null),
                row("unix_to_iso", INT, num(0), "1970-01-01T00:00:00Z"),
                row("unix_to_iso", INT, num(-1), "1969-12-31T23:59:59.999Z", "unit", "ms"),
                row("unix_to_iso", DEC, dec("1.5"), "1970-01-01T00:00:01.500Z"),
                row("unix_to_iso", INT, num(Long.MAX_VALUE), null),
                row("unix_to_iso", DEC, dec("0.0000000001"), null),
                row("iso_timestamp", INSTANT, POINT, "2026-02-28T23:30:00.500Z"),
                row(
                        "iso_timestamp",
                        INSTANT,
                        POINT,
                        "2026-03-01T00:30:00.5+01:00",
                        "zone",
                        "Europe/Vienna"),
                row("iso_timestamp", WALL, MINUTE, "2026-02-28T13:05:00"),
                row("iso_timestamp", DATE, DAY, "2026-02-28"),
                row("iso_timestamp", INSTANT, ENDLESS, null),
                row("unix_timestamp", INSTANT, POINT, num(1772321400)),
                row("unix_timestamp", INSTANT, POINT, num(1772321400500L), "unit", "ms"),
                row(
                        "unix_timestamp",
                        DATE,
                        new Value.Date(LocalDate.of(1969, 12, 31)),
                        num(-86400)),
                row("unix_timestamp", INSTANT, ENDLESS, null),
                row(
                        "current_timestamp",
                        TEXT,
                        Value.nothing(),
                        new Value.Instant(Instant.parse("2026-01-01T00:00:00Z"))),
                row("decimal_format", DEC, dec("1E+3"), "1000"),
                row("decimal_format", DEC, dec("0.10"), "0.1"),
                row("decimal_format", DEC, dec("2.345"), "2.34", "scale", "2"),
                row(
                        "decimal_format",
                        DEC,
                        dec("2.345"),
                        "2.35",
                        "scale",
                        "2",
                        "rounding",
                        "half_up"),
                row("decimal_format", DEC, dec("2.345"), null, "scale", "2", "rounding", "exact"),
                row("decimal_format", INT, num(7), "7.00", "scale", "2"),
                row("decimal_format", REAL, new Value.Real(1e21), "1000000000000000000000"),
                row("decimal_format", REAL, new Value.Real(Double.NaN), null),
                row("decimal_format", DEC, new Value.Other("numeric", "NaN"), null),
                row("round", DEC, dec("-2.5"), dec("-2")),
                row("round", DEC, dec("9.99"), dec("10"), "scale", "1"),
                row("wei_conversion", DEC, dec("1.5"), dec("1500000000000000000")),
                row("wei_conversion", DEC, dec("0.000000000000000001"), dec("1")),
                row("wei_conversion", DEC, dec("0.0000000000000000001"), null),
                row("wei_conversion", DEC, dec("1.23456789"), dec("123456789"), "decimals", "8"),
                row("wei_conversion", DEC, dec("1.123456789"), null, "decimals", "8"),
                row(
                        "wei_conversion",
                        TEXT,
                        text(
                                "115792089237316195423570985008687907853269984665640564039457.584007913129639935"),
                        dec(
                                "115792089237316195423570985008687907853269984665640564039457584007913129639935")),
                row("wei_conversion", TEXT, text("1e99999999"), null),
                row("wei_conversion", TEXT, text("much"), null),
                row("wei_conversion", INT, num(-3), dec("-3000000000000000000")),
                row("wei_to_token", DEC, dec("1500000000000000000"), dec("1.5")),
                row("to_decimal", TEXT, text(" 1.50 "), dec("1.5")),
                row("to_decimal", REAL, new Value.Real(0.1), dec("0.1")),
                row("to_decimal", TEXT, text("0x10"), null),
                row("to_integer", BOOL, new Value.Bool(true), num(1)),
                row("to_integer", DEC, dec("12.0"), num(12)),
                row("to_integer", DEC, dec("12.5"), null),
                row("to_integer", TEXT, text("9223372036854775808"), null),
                row("to_boolean", TEXT, text(" Yes "), new Value.Bool(true)),
                row("to_boolean", INT, num(0), new Value.Bool(false)),
                row("to_boolean", INT, num(2), null),
                row("to_boolean", TEXT, text("maybe"), null),
                row("lowercase", TEXT, text("ÄBC İ"), text("äbc i̇")),
                row("uppercase", TEXT, text("straße"), text("STRASSE")),
                row("trim", TEXT, text("\t a b \u2003"), text("a b")),
                row("collapse_spaces", TEXT, text("  a \n\t b "), text("a b")),
                row("normalize_unicode", TEXT, text("e\u0301"), text("\u00e9")),
                row("normalize_phone", TEXT, text("+43 (660) 123-45-67"), text("+436601234567")),
                row("normalize_phone", TEXT, text("call me"), null),
                row("truncate", TEXT, text("a😀bc"), text("a😀"), "length", "2"),
                row("truncate", TEXT, text("a"), text("a"), "length", "2"),
                row("to_text", BOOL, new Value.Bool(false), text("false")),
                row("to_text", INSTANT, ENDLESS, null),
                row("hex", BYTES, new Value.Bytes(new byte[] {0, (byte) 255}), text("00ff")),
                row("base64", BYTES, new Value.Bytes(new byte[] {1, 2}), text("AQI=")),
                row("default", INT, Value.nothing(), num(7), "value", "7"),
                row("default", INT, num(3), num(3), "value", "7"),
                row("constant", INT, Value.nothing(), text("c"), "value", "c"),
                row(
                        "json_serialize",
                        JSON,
                        Value.Json.parse("{\"b\": 1, \"a\": [ ]}"),
                        text("{\"a\":[],\"b\":1}")),
                row("json_serialize", TEXT, text("a\"\u0001"), text("\"a\\\"\\u0001\"")),
                row(
                        "json_serialize",
                        new FieldType.Items(TEXT),
                        new Value.Items(List.of(text("x"), Value.nothing())),
                        text("[\"x\",null]")),
                row("json_serialize", REAL, new Value.Real(Double.POSITIVE_INFINITY), null),
                row("json_parse", TEXT, text("[1, 2]"), Value.Json.parse("[1,2]")),
                row("json_parse", TEXT, text("[1, "), null),
                row(
                        "json_field",
                        JSON,
                        Value.Json.parse("{\"user\":{\"id\":7}}"),
                        num(7),
                        "path",
                        "user.id",
                        "type",
                        "integer"),
                row(
                        "json_field",
                        JSON,
                        Value.Json.parse("{\"user\":{\"id\":7.5}}"),
                        null,
                        "path",
                        "user.id",
                        "type",
                        "integer"),
                row(
                        "json_field",
                        JSON,
                        Value.Json.parse("{\"user\":[]}"),
                        Value.nothing(),
                        "path",
                        "user.id"),
                row(
                        "json_field",
                        JSON,
                        Value.Json.parse("{\"a\":{\"b\":\"ü\\n\"}}"),
                        Value.Json.parse("{\"b\":\"ü\\n\"}"),
                        "path",
                        "a",
                        "type",
                        "json"),
                row(
                        "json_field",
                        JSON,
                        Value.Json.parse("{\"at\":\"2026-01-01T00:00:00Z\"}"),
                        new Value.Instant(Instant.parse("2026-01-01T00:00:00Z")),
                        "path",
                        "at",
                        "type",
                        "instant"),
                row(
                        "json_field",
                        JSON,
                        Value.Json.parse("{\"at\":\"soon\"}"),
                        null,
                        "path",
                        "at",
                        "type",
                        "instant"));
    }

    private static Arguments row(
            String function, FieldType type, Value value, Object expected, String... args) {
        java.util.TreeMap<String, List<String>> given = new java.util.TreeMap<>();
        for (int i = 0; i < args.length; i += 2) {
            given.put(args[i], List.of(args[i + 1]));
        }
        Object wanted = expected instanceof String string ? text(string) : expected;
        return arguments(function, type, value, new Args(given), wanted);
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static Value num(long number) {
        return new Value.Int(number);
    }

    private static Value dec(String number) {
        return new Value.Decimal(new BigDecimal(number));
    }

    @ParameterizedTest
    @MethodSource("table")
    void eachMakesOfAValueWhatTheTableSays(
            String name, FieldType type, Value value, Args args, Value expected) {
        Function function = Functions.find(name);
        assertThat(function.takes()).contains(Kind.of(type));
        Function.Bound bound = Samples.bind(function, type, args);
        Value made = bound.forward().of(value);
        assertThat(made).isEqualTo(expected);
        if (made != null && bound.inverse() != null) {
            assertThat(bound.inverse().of(made)).isEqualTo(value);
        }
    }

    @Test
    void theTableNamesEveryFunction() {
        Set<String> named = new TreeSet<>();
        table().forEach(row -> named.add((String) row.get()[0]));
        assertThat(named).isEqualTo(Functions.named().keySet());
    }

    @Test
    void whatHasAnInverseLeadsBackFromWhateverItMakes() {
        Set<String> tried = new HashSet<>();
        Functions.named()
                .forEach(
                        (name, function) -> {
                            for (Kind kind : function.takes()) {
                                for (Args args : variants(function, kind)) {
                                    if (leadsBack(function, kind, args)) {
                                        tried.add(name + " " + kind);
                                    }
                                }
                            }
                        });
        assertThat(tried).hasSizeGreaterThan(25);
    }

    /** The arguments it needs, and each word of its words instead of the first. */
    private static List<Args> variants(Function function, Kind kind) {
        List<Args> variants = new ArrayList<>(List.of(Samples.args(function.name(), kind)));
        for (Parameter parameter : function.parameters()) {
            if (parameter.kind() == Parameter.Kind.WORD && !function.name().equals("json_field")) {
                parameter.words().forEach(word -> variants.add(Args.of(parameter.name(), word)));
            }
        }
        return variants;
    }

    private static boolean leadsBack(Function function, Kind kind, Args args) {
        Function.Bound bound = Samples.bind(function, kind.sample(), args);
        SplittableRandom random =
                new SplittableRandom(function.name().hashCode() * 31L + kind.ordinal());
        int made = 0;
        for (int i = 0; i < 300; i++) {
            Value value = Samples.value(kind, random);
            Value turned = bound.forward().of(value);
            if (bound.inverse() != null && turned != null) {
                made++;
                assertThat(bound.inverse().of(turned))
                        .as(
                                "%s of %s with %s: %s becomes %s",
                                function.name(), kind, args, value, turned)
                        .isEqualTo(value);
            }
        }
        return made > 0;
    }

    @Test
    void aFunctionMakesOfAnyValueWhatItPromisesOrNothing() {
        Functions.named()
                .forEach(
                        (name, function) -> {
                            for (Kind kind : function.takes()) {
                                Function.Bound bound =
                                        Samples.bind(
                                                function, kind.sample(), Samples.args(name, kind));
                                for (Kind other : Kind.values()) {
                                    SplittableRandom random = new SplittableRandom(7);
                                    for (int i = 0; i < 20; i++) {
                                        bound.forward().of(Samples.value(other, random));
                                    }
                                }
                                Value made =
                                        bound.forward()
                                                .of(Samples.value(kind, new SplittableRandom(3)));
                                assertThat(made == null || fits(made, bound.type()))
                                        .as(
                                                "%s of %s makes %s for %s",
                                                name, kind, made, bound.type())
                                        .isTrue();
                            }
                        });
    }

    private static boolean fits(Value value, FieldType type) {
        return switch (value) {
            case Value.Null _ -> true;
            case Value.Items _ -> type instanceof FieldType.Items;
            case Value.Bool _ -> type instanceof FieldType.Bool;
            case Value.Int _ -> type instanceof FieldType.Int;
            case Value.Decimal _ -> type instanceof FieldType.Decimal;
            case Value.Real _ -> type instanceof FieldType.Real;
            case Value.Text _ -> type instanceof FieldType.Text;
            case Value.Bytes _ -> type instanceof FieldType.Bytes;
            case Value.Date _ -> type instanceof FieldType.Date;
            case Value.Time _ -> type instanceof FieldType.Time;
            case Value.Timestamp _ -> type instanceof FieldType.Timestamp;
            case Value.Instant _ -> type instanceof FieldType.Instant;
            case Value.Uuid _ -> type instanceof FieldType.Uuid;
            case Value.Json _ -> type instanceof FieldType.Json;
            case Value.Struct _, Value.Other _ -> false;
        };
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        for (var wrong :
                Map.of(
                                "format_date", Args.of("pattern", "HH"),
                                "iso_timestamp", Args.of("zone", "Mars/Base"),
                                "unix_to_iso", Args.of("unit", "days"),
                                "decimal_format", Args.of("scale", "-1"),
                                "normalize_phone", Args.of("region", "Austria"),
                                "truncate", Args.of("length", "many"),
                                "json_field", Args.of("path", "a..b"),
                                "lowercase", Args.of("locale", "tr"),
                                "constant", Args.none())
                        .entrySet()) {
            Function function = Functions.find(wrong.getKey());
            Kind kind =
                    function.takes().contains(Kind.DATE)
                            ? Kind.DATE
                            : function.takes().iterator().next();
            List<ShapeProblem> problems = new ArrayList<>();
            NamedRule rule = new NamedRule("f", function.name(), wrong.getValue(), false, "/here");
            assertThat(new Binder("t", Samples.TOOLS, problems).bind(function, rule, kind.sample()))
                    .as(wrong.getKey())
                    .isNull();
            assertThat(problems).as(wrong.getKey()).isNotEmpty();
        }
    }
}
