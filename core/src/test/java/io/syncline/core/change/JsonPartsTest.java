package io.syncline.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Value.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonPartsTest {
    private static final int DOCUMENTS = 20_000;

    private static final List<String> TEXTS =
            List.of(
                    "",
                    "a",
                    "\"",
                    "\\",
                    "\\\"",
                    "{\"a\":1}",
                    "],[",
                    "a,b:c}",
                    "\u0000\u001f\n",
                    "\u2028",
                    "\ud83d\ude00",
                    "\ud83d",
                    "\\u0041");

    private final Random random = new Random(7);

    private Json document(int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> Json.parse("null");
            case 1 -> Json.parse(random.nextBoolean() ? "true" : "false");
            case 2 -> Json.parse(random.nextInt(2000) - 1000 + "." + random.nextInt(100));
            case 3 -> Json.parse("1e" + (random.nextInt(800) - 400));
            case 4 -> Json.text(text());
            case 5 -> {
                List<Json> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(document(depth + 1));
                }
                yield Json.array(items);
            }
            default -> {
                Map<String, Json> members = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    members.put(text(), document(depth + 1));
                }
                yield Json.object(members);
            }
        };
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    @Test
    void whatIsPutTogetherIsCanonical() {
        for (int i = 0; i < DOCUMENTS; i++) {
            Json document = document(0);
            assertThat(Json.parse(document.canonical())).isEqualTo(document);
        }
    }

    @Test
    void whatIsTakenApartAndPutTogetherIsTheSame() {
        for (int i = 0; i < DOCUMENTS; i++) {
            again(document(0));
        }
    }

    private static void again(Json document) {
        Map<String, Json> members = document.members();
        List<Json> items = document.items();
        Value scalar = document.scalar();
        if (members != null) {
            assertThat(items == null && scalar == null).isTrue();
            assertThat(Json.object(members)).isEqualTo(document);
            members.values().forEach(JsonPartsTest::again);
        } else if (items != null) {
            assertThat(scalar).isNull();
            assertThat(Json.array(items)).isEqualTo(document);
            items.forEach(JsonPartsTest::again);
        } else if (scalar instanceof Value.Text(String text)) {
            assertThat(Json.text(text)).isEqualTo(document);
        } else {
            assertThat(scalar).isNotNull();
        }
    }

    @Test
    void partsAreWhatTheyWere() {
        Json document = Json.parse("{\"b\":[1, {\"x\":\"}\"}, []],\"a\":\",\",\"c\":{}}");
        assertThat(document.members())
                .isEqualTo(
                        Map.of(
                                "a", Json.text(","),
                                "b", Json.parse("[1,{\"x\":\"}\"},[]]"),
                                "c", Json.parse("{}")));
        assertThat(Json.parse("[1,{\"x\":\"}\"},[]]").items())
                .containsExactly(Json.parse("1"), Json.parse("{\"x\":\"}\"}"), Json.parse("[]"));
        assertThat(Json.parse("[]").items()).isEmpty();
    }

    @Test
    void numbersAreExactUnlessNoMemoryHoldsThem() {
        assertThat(Json.parse("12").scalar()).isEqualTo(new Value.Int(12));
        assertThat(Json.parse("1.50").scalar()).isEqualTo(new Value.Decimal(new BigDecimal("1.5")));
        assertThat(Json.parse("1e400").scalar())
                .isEqualTo(new Value.Decimal(new BigDecimal("1e400")));
        assertThat(Json.parse("123456789012345678901").scalar())
                .isEqualTo(new Value.Decimal(new BigDecimal("123456789012345678901")));
        for (String huge : List.of("1e2147483647", "-1e-2147483647", "7e999999999")) {
            assertThat(Json.parse(huge).scalar()).isNull();
        }
    }
}
