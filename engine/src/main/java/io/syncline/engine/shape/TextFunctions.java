package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.text.Normalizer;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of texts, and those that make texts. Pure. */
final class TextFunctions {
    static final String REGION = "region";
    private static final String LENGTH = "length";
    private static final String VALUE = "value";
    private static final FieldType TEXT = new FieldType.Text(null);
    private static final FieldType PHONE = new FieldType.Text(16);

    private TextFunctions() {}

    static List<Function> all() {
        return List.of(
                text("lowercase", "In lower case", text -> text.toLowerCase(Locale.ROOT), true),
                text("uppercase", "In upper case", text -> text.toUpperCase(Locale.ROOT), true),
                text("trim", "Without white space at both ends", String::strip, false),
                text(
                        "collapse_spaces",
                        "Without white space at both ends, and with one space where there was more"
                                + " within",
                        text -> text.strip().replaceAll("\\s+", " "),
                        false),
                text(
                        "normalize_unicode",
                        "In Unicode's form NFC, so that equal looks are equal texts",
                        text -> Normalizer.normalize(text, Normalizer.Form.NFC),
                        true),
                Function.of(
                        "normalize_phone",
                        "A phone number as E.164; one without a country code is of the region",
                        Set.of(Kind.TEXT),
                        TextFunctions::phone,
                        Parameter.text(REGION, "ZZ")),
                Function.of(
                        "truncate",
                        "The first characters",
                        Set.of(Kind.TEXT),
                        TextFunctions::truncate,
                        Parameter.whole(LENGTH, 1, 10_000_000, 255)),
                Function.of(
                        "to_text",
                        "The plain text: numbers without an exponent, times as ISO 8601",
                        Kind.SCALARS,
                        TextFunctions::toText),
                Function.of(
                        "hex",
                        "Bytes as hexadecimal digits",
                        Set.of(Kind.BYTES),
                        _ ->
                                Function.Bound.bothWays(
                                        TEXT, TextFunctions::hex, TextFunctions::unhex)),
                Function.of(
                        "base64",
                        "Bytes as base 64",
                        Set.of(Kind.BYTES),
                        _ ->
                                Function.Bound.bothWays(
                                        TEXT, TextFunctions::base64, TextFunctions::unbase64)),
                new Function(
                        "default",
                        "The value given here where there is NULL",
                        List.of(Parameter.neededText(VALUE)),
                        EnumSet.complementOf(EnumSet.of(Kind.BYTES, Kind.ITEMS, Kind.OTHER)),
                        true,
                        TextFunctions::initial),
                new Function(
                        "constant",
                        "The same text for every row",
                        List.of(Parameter.neededText(VALUE)),
                        Kind.ALL,
                        true,
                        given -> {
                            Value value = new Value.Text(given.text(VALUE));
                            return Function.Bound.oneWay(TEXT, _ -> value);
                        }));
    }

    /** A function from text to text; whether its result can be longer. */
    private static Function text(
            String name, String summary, UnaryOperator<String> change, boolean longer) {
        return Function.of(
                name,
                summary,
                Set.of(Kind.TEXT),
                given ->
                        Function.Bound.oneWay(
                                longer ? TEXT : given.type(),
                                value ->
                                        value instanceof Value.Text(String text)
                                                ? new Value.Text(change.apply(text))
                                                : null));
    }

    private static Function.Bound phone(Given given) {
        String region = given.text(REGION).toUpperCase(Locale.ROOT);
        if (!region.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("a region has two letters, such as AT");
        }
        return Function.Bound.oneWay(
                PHONE,
                value -> {
                    String number =
                            value instanceof Value.Text(String text)
                                    ? given.tools().phones().e164(text, region)
                                    : null;
                    return number == null ? null : new Value.Text(number);
                });
    }

    private static Function.Bound truncate(Given given) {
        int length = given.whole(LENGTH);
        return Function.Bound.oneWay(
                new FieldType.Text(length),
                value ->
                        value instanceof Value.Text(String text)
                                ? new Value.Text(first(text, length))
                                : null);
    }

    /** The first code points of a text. */
    static String first(String text, int count) {
        return text.codePointCount(0, text.length()) <= count
                ? text
                : text.substring(0, text.offsetByCodePoints(0, count));
    }

    private static Function.Bound toText(Given given) {
        Integer bound =
                switch (given.type()) {
                    case FieldType.Text(Integer length) -> length;
                    case FieldType.Decimal(Integer digits, Integer _) ->
                            digits == null ? null : (Integer) (digits + 3);
                    case FieldType.Real _ -> null;
                    default -> (Integer) 40;
                };
        return Function.Bound.bothWays(
                new FieldType.Text(bound), TextFunctions::plain, TimeFunctions.back(given.type()));
    }

    static @Nullable Value plain(Value value) {
        String text = Plain.text(value);
        return text == null ? null : new Value.Text(text);
    }

    private static @Nullable Value hex(Value value) {
        return value instanceof Value.Bytes(byte[] bytes)
                ? new Value.Text(HexFormat.of().formatHex(bytes))
                : null;
    }

    private static @Nullable Value unhex(Value value) {
        try {
            return value instanceof Value.Text(String text)
                    ? new Value.Bytes(HexFormat.of().parseHex(text))
                    : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable Value base64(Value value) {
        return value instanceof Value.Bytes(byte[] bytes)
                ? new Value.Text(Base64.getEncoder().encodeToString(bytes))
                : null;
    }

    static @Nullable Value unbase64(Value value) {
        try {
            return value instanceof Value.Text(String text)
                    ? new Value.Bytes(Base64.getDecoder().decode(text))
                    : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static Function.Bound initial(Given given) {
        Value initial = Plain.value(given.text(VALUE), given.type());
        if (initial == null) {
            throw new IllegalArgumentException("the value does not fit the field's type");
        }
        return Function.Bound.oneWay(
                given.type(), value -> value instanceof Value.Null ? initial : value);
    }
}
