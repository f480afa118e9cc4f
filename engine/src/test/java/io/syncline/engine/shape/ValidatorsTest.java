package io.syncline.engine.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each validator takes and what it does not. */
class ValidatorsTest {
    private static final String ATTRIBUTES =
            "[{\"trait_type\":\"Eyes\",\"value\":\"Blue\"},{\"display_type\":\"number\",\"value\":3},"
                    + "{\"display_type\":\"date\",\"trait_type\":\"born\",\"value\":1546360800}]";

    static Stream<Arguments> table() {
        return Stream.of(
                row("required", true, text("x")),
                row("required", false, text(" ")),
                row("required", false, Value.nothing()),
                row("required", true, new Value.Int(0)),
                row("email", true, text("anna.o'neill+x@mail.example.com")),
                row("email", false, text("anna@example")),
                row("email", false, text("anna@@example.com")),
                row("email", false, text("an na@example.com")),
                row("email", false, text(".anna@example.com")),
                row("email", false, text("a".repeat(65) + "@example.com")),
                row("email", false, text("")),
                row("url", true, text("https://example.com:8080/a?b=c#d")),
                row("url", false, text("ftp://example.com")),
                row("url", false, text("https:///nowhere")),
                row("url", false, text("https://exa mple.com")),
                row("url", false, text("javascript:alert(1)")),
                row("uuid", true, text("123E4567-e89b-12d3-a456-426614174000")),
                row("uuid", true, new Value.Uuid(new UUID(1, 2))),
                row("uuid", false, text("123e4567e89b12d3a456426614174000")),
                row("iso_date", true, text("2026-02-28")),
                row("iso_date", true, text("2026-02-28T12:00:00Z")),
                row("iso_date", true, text("2026-02-28T12:00")),
                row("iso_date", false, text("2026-02-30")),
                row("iso_date", false, text("28.02.2026")),
                row("phone", true, text("+436601234567")),
                row("phone", false, text("+4366")),
                row("phone", false, text("phone")),
                row("regex", true, text("AB-12"), "pattern", "[A-Z]{2}-\\d+"),
                row("regex", false, text("xAB-12"), "pattern", "[A-Z]{2}-\\d+"),
                row("regex", false, text("AB-"), "pattern", "[A-Z]{2}-\\d+"),
                row("range", true, new Value.Int(5), "min", "5", "max", "7"),
                row("range", false, new Value.Int(8), "min", "5", "max", "7"),
                row("range", true, dec("0.1"), "max", "0.1"),
                row("range", false, dec("-0.1"), "min", "0"),
                row("range", false, new Value.Real(Double.NaN), "min", "0"),
                row("range", false, new Value.Other("numeric", "NaN"), "min", "0"),
                row("length", true, text("😀😀"), "max", "2"),
                row("length", false, text("abc"), "max", "2"),
                row("length", false, new Value.Bytes(new byte[1]), "min", "2"),
                row("one_of", true, text("a"), "values", "a"),
                row("one_of", false, text("A"), "values", "a"),
                row("one_of", true, dec("1.50"), "values", "1.5"),
                row("json", true, text("{\"a\":1}")),
                row("json", false, text("{a:1}")),
                row("image_url", true, text("https://example.com/a.png")),
                row("image_url", true, text("ipfs://bafybeigdyrzt5/1.png")),
                row("image_url", false, text("ipfs://")),
                row("image_url", false, text("file:///etc/passwd")),
                row("image_url", false, text("https://example.com/a.png"), "fetch", "true"),
                row("attributes", true, text(ATTRIBUTES)),
                row("attributes", true, Value.Json.parse("[]")),
                row("attributes", false, text("{}")),
                row("attributes", false, text("[{\"trait_type\":\"Eyes\"}]")),
                row("attributes", false, text("[{\"trait_type\":7,\"value\":1}]")),
                row("attributes", false, text("[{\"display_type\":\"number\",\"value\":\"3\"}]")),
                row("attributes", false, text("[{\"display_type\":\"date\",\"value\":1.5}]")),
                row("attributes", false, text("[{\"display_type\":\"star\",\"value\":1}]")),
                row("attributes", false, text("[{\"value\":{}}]")));
    }

    private static Arguments row(String validator, boolean good, Value value, String... args) {
        Map<String, List<String>> given = new TreeMap<>();
        for (int i = 0; i < args.length; i += 2) {
            given.put(args[i], List.of(args[i + 1]));
        }
        return arguments(validator, good, value, new Args(given));
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static Value dec(String number) {
        return new Value.Decimal(new BigDecimal(number));
    }

    private static Validator.Test bind(String name, FieldType type, Args args) {
        Validator validator = Validators.find(name);
        return validator.binding().to(new Given(type, validator.parameters(), args, Samples.TOOLS));
    }

    @ParameterizedTest
    @MethodSource("table")
    void eachTakesWhatTheTableSays(String name, boolean good, Value value, Args args) {
        assertThat(bind(name, new FieldType.Text(null), args).holds(value)).isEqualTo(good);
    }

    @Test
    void theTableNamesEveryValidator() {
        Set<String> named = new TreeSet<>();
        table().forEach(row -> named.add((String) row.get()[0]));
        assertThat(named).isEqualTo(Validators.named().keySet());
    }

    @Test
    void noValidatorFailsOnAnyValue() {
        Validators.named()
                .keySet()
                .forEach(
                        name -> {
                            Validator.Test test =
                                    bind(
                                            name,
                                            new FieldType.Text(null),
                                            Samples.args(name, Kind.TEXT));
                            for (Kind kind : Kind.values()) {
                                SplittableRandom random = new SplittableRandom(9);
                                for (int i = 0; i < 50; i++) {
                                    Value value = Samples.value(kind, random);
                                    assertThat(test.holds(value)).isEqualTo(test.holds(value));
                                }
                            }
                        });
    }

    @Test
    void namesSuggestFormats() {
        FieldType text = new FieldType.Text(null);
        Map<String, String> suggested =
                Map.of(
                        "email", "email",
                        "contactEmail", "email",
                        "email_address", "email",
                        "website", "url",
                        "avatar_url", "url",
                        "phone_number", "phone",
                        "device_uuid", "uuid",
                        "created_at", "iso_date");
        suggested.forEach(
                (field, format) ->
                        assertThat(TextFormats.suggested(field, text)).as(field).isEqualTo(format));
        for (String plain : List.of("name", "emails_sent", "at", "format", "candidate")) {
            assertThat(TextFormats.suggested(plain, text)).as(plain).isNull();
        }
        assertThat(TextFormats.suggested("email", new FieldType.Int(64))).isNull();
        assertThat(TextFormats.suggestsImage("profileImageUrl")).isTrue();
        assertThat(TextFormats.suggestsImage("imagination")).isFalse();
    }

    @Test
    void aHostilePatternTakesNoLongerThanAnyOther() {
        SafePattern pattern = SafePattern.of("(a*)*(a|aa)+(a?){50}b");
        long start = System.nanoTime();
        assertThat(pattern.matches("a".repeat(SafePattern.TEXT_MAX))).isFalse();
        assertThat(pattern.matches("a".repeat(SafePattern.TEXT_MAX - 1) + "b")).isTrue();
        assertThat(pattern.matches("a".repeat(SafePattern.TEXT_MAX + 1))).isFalse();
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }

    @Test
    void aPatternSaysTheSameAsJavasOwn() {
        SplittableRandom random = new SplittableRandom(42);
        String[] parts = {
            "a",
            "b",
            "ab",
            "[ab]",
            "[^a]",
            ".",
            "\\d",
            "\\w",
            "(a|b)",
            "(?:ab|a)",
            "x?",
            "a*",
            "b+",
            "a{2}",
            "b{1,3}",
            "(ab){0,2}",
            "[a-c1-3]",
            "\\.",
            "(|a)",
            "[]a]",
            "[a-]"
        };
        int matched = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder expression = new StringBuilder();
            for (int n = random.nextInt(4); n >= 0; n--) {
                expression.append(parts[random.nextInt(parts.length)]);
                expression.append(random.nextInt(8) == 0 ? "|" : "");
            }
            String other = expression.toString().replace("[]a]", "[\\]a]");
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(6); n > 0; n--) {
                text.append("abx1.]-".charAt(random.nextInt(7)));
            }
            boolean wanted = java.util.regex.Pattern.matches("(?s:" + other + ")", text);
            matched += wanted ? 1 : 0;
            assertThat(SafePattern.of(expression.toString()).matches(text.toString()))
                    .as(expression + " and " + text)
                    .isEqualTo(wanted);
        }
        assertThat(matched).isGreaterThan(100);
    }

    @Test
    void whatCannotBeMatchedInOnePassIsRefused() {
        for (String wrong :
                List.of(
                        "(a)\\1",
                        "(?=a)",
                        "a**",
                        "[a",
                        "(a",
                        "a)",
                        "a{3,1}",
                        "a{1000}",
                        "*a",
                        "((a{100}){100}){100}",
                        "\\p{L}",
                        "[z-a]",
                        "a\\")) {
            assertThatThrownBy(() -> SafePattern.of(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
