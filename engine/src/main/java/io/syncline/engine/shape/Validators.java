package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All validators by name. Pure, but for the one that fetches images. */
public final class Validators {
    static final String REQUIRED = "required";
    static final String IMAGE_URL = "image_url";
    static final String ATTRIBUTES = "attributes";
    private static final String MIN = "min";
    private static final String MAX = "max";
    private static final String FETCH = "fetch";
    private static final Set<Kind> TEXTS = Set.of(Kind.TEXT);
    private static final SafePattern HEX_ID =
            SafePattern.of("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Map<String, Validator> ALL = all();

    private Validators() {}

    private static Map<String, Validator> all() {
        Map<String, Validator> named = new TreeMap<>();
        List.of(
                        new Validator(
                                REQUIRED,
                                "Neither NULL nor a text of spaces",
                                List.of(),
                                Kind.ALL,
                                true,
                                Code.FIELD_REQUIRED,
                                _ -> Validators::there),
                        text("email", "An address of RFC 5321 with a domain", TextFormats::email),
                        text("url", "An http or https address with a host", TextFormats::url),
                        of("uuid", "A UUID", Set.of(Kind.TEXT, Kind.UUID), Validators::uuid),
                        text("iso_date", "A day or time of ISO 8601", TextFormats::isoDate),
                        of(
                                "phone",
                                "A valid phone number; one without a country code is of the region",
                                TEXTS,
                                Validators::phone,
                                Parameter.text(TextFunctions.REGION, "ZZ")),
                        of(
                                "regex",
                                "The whole text is like the pattern",
                                TEXTS,
                                Validators::regex,
                                Parameter.neededText("pattern")),
                        of(
                                "range",
                                "A number from min to max",
                                Kind.NUMBERS,
                                Validators::range,
                                Parameter.number(MIN),
                                Parameter.number(MAX)),
                        of(
                                "length",
                                "Characters or bytes from min to max",
                                Set.of(Kind.TEXT, Kind.BYTES),
                                Validators::length,
                                Parameter.whole(MIN, 0, Integer.MAX_VALUE, 0),
                                Parameter.whole(MAX, 0, Integer.MAX_VALUE, Integer.MAX_VALUE)),
                        of(
                                "one_of",
                                "One of these values",
                                Kind.SCALARS,
                                Validators::oneOf,
                                Parameter.neededList("values")),
                        of(
                                "json",
                                "A JSON document",
                                Set.of(Kind.TEXT, Kind.JSON),
                                _ -> value -> document(value) != null),
                        new Validator(
                                IMAGE_URL,
                                "An http, https, ipfs or ar address; with `fetch`, of an image that"
                                        + " is there",
                                List.of(Parameter.word(FETCH, "false", "true")),
                                TEXTS,
                                false,
                                Code.BAD_IMAGE_URL,
                                Validators::image),
                        new Validator(
                                ATTRIBUTES,
                                "A list of NFT attributes, each with a value that fits its"
                                        + " display_type",
                                List.of(),
                                Set.of(Kind.TEXT, Kind.JSON),
                                false,
                                Code.BAD_ATTRIBUTES,
                                _ -> value -> Attributes.good(document(value))))
                .forEach(each -> named.put(each.name(), each));
        return Collections.unmodifiableMap(named);
    }

    private static Validator of(
            String name,
            String summary,
            Set<Kind> takes,
            Validator.Binding binding,
            Parameter... parameters) {
        return new Validator(
                name, summary, List.of(parameters), takes, false, Code.BAD_FORMAT, binding);
    }

    private static Validator text(String name, String summary, Predicate<String> good) {
        return of(
                name,
                summary,
                TEXTS,
                _ -> value -> value instanceof Value.Text(String text) && good.test(text));
    }

    /** The validator of a name, or null. */
    public static @Nullable Validator find(String name) {
        return ALL.get(name);
    }

    /** All of them by name. */
    public static Map<String, Validator> named() {
        return ALL;
    }

    private static boolean there(Value value) {
        return !(value instanceof Value.Null)
                && !(value instanceof Value.Text(String text) && text.isBlank());
    }

    private static Validator.Test image(Given given) {
        boolean fetch = given.text(FETCH).equals("true");
        return value ->
                value instanceof Value.Text(String text)
                        && TextFormats.imageAddress(text)
                        && (!fetch
                                || !text.toLowerCase(Locale.ROOT).startsWith("http")
                                || given.tools().images().problem(text) == null);
    }

    private static Validator.Test uuid(Given given) {
        return value ->
                value instanceof Value.Uuid
                        || value instanceof Value.Text(String text) && HEX_ID.matches(text);
    }

    private static Validator.Test phone(Given given) {
        String region = given.text(TextFunctions.REGION).toUpperCase(Locale.ROOT);
        if (!region.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("a region has two letters, such as AT");
        }
        return value ->
                value instanceof Value.Text(String text)
                        && given.tools().phones().e164(text, region) != null;
    }

    private static Validator.Test regex(Given given) {
        SafePattern pattern = SafePattern.of(given.text("pattern"));
        return value -> value instanceof Value.Text(String text) && pattern.matches(text);
    }

    private static Validator.Test range(Given given) {
        BigDecimal min = given.numberOrNull(MIN);
        BigDecimal max = given.numberOrNull(MAX);
        if (min == null && max == null || min != null && max != null && min.compareTo(max) > 0) {
            throw new IllegalArgumentException("a range needs min, max, or min up to max");
        }
        return value -> {
            BigDecimal number = Plain.number(value);
            return number != null
                    && (min == null || number.compareTo(min) >= 0)
                    && (max == null || number.compareTo(max) <= 0);
        };
    }

    private static Validator.Test length(Given given) {
        int min = given.whole(MIN);
        int max = given.whole(MAX);
        if (min > max) {
            throw new IllegalArgumentException("min is above max");
        }
        return value -> {
            int length =
                    switch (value) {
                        case Value.Text(String text) -> text.codePointCount(0, text.length());
                        case Value.Bytes(byte[] bytes) -> bytes.length;
                        default -> -1;
                    };
            return length >= min && length <= max;
        };
    }

    private static Validator.Test oneOf(Given given) {
        Set<String> allowed = Set.copyOf(given.list("values"));
        return value -> {
            String text = Plain.text(value);
            return text != null && allowed.contains(text);
        };
    }

    private static Value.@Nullable Json document(Value value) {
        return switch (value) {
            case Value.Json json -> json;
            case Value.Text(String text) ->
                    Plain.value(text, new FieldType.Json()) instanceof Value.Json json
                            ? json
                            : null;
            default -> null;
        };
    }
}
