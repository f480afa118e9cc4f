package io.syncline.core.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    private static final int DOCUMENTS = 20_000;

    private final Random random = new Random(4);

    /** A drawn document: its members shuffled and spaced anew at every call with the same seed. */
    private String document(Random what, Random how, int depth) {
        return switch (what.nextInt(depth > 3 ? 5 : 7)) {
            case 0 -> "null";
            case 1 -> what.nextBoolean() ? "true" : "false";
            case 2 -> number(what.nextInt(2000) - 1000, how);
            case 3 -> "\"" + (what.nextBoolean() ? letter(how) : "ä\\n\\\\") + "\"";
            case 4 -> "\"\"";
            case 5 -> list('[', items(what, how, depth, false), ']', how);
            default -> {
                List<String> members = items(what, how, depth, true);
                Collections.shuffle(members, how);
                yield list('{', members, '}', how);
            }
        };
    }

    private List<String> items(Random what, Random how, int depth, boolean named) {
        List<String> items = new ArrayList<>();
        int count = what.nextInt(4);
        for (int i = 0; i < count; i++) {
            String name = named ? "\"k" + i + "\"" + space(how) + ":" : "";
            items.add(space(how) + name + document(what, how, depth + 1) + space(how));
        }
        return items;
    }

    private static String list(char open, List<String> items, char close, Random how) {
        return open + (items.isEmpty() ? space(how) : String.join(",", items)) + close;
    }

    private static String space(Random how) {
        return List.of("", "", " ", "\n\t").get(how.nextInt(4));
    }

    private static String letter(Random how) {
        return how.nextBoolean() ? "A" : "\\u0041";
    }

    private static String number(int number, Random how) {
        return switch (how.nextInt(3)) {
            case 0 -> Integer.toString(number);
            case 1 -> number + ".000";
            default -> number * 10L + "e-1";
        };
    }

    @Test
    void equalDocumentsHaveOneText() {
        for (int seed = 0; seed < DOCUMENTS; seed++) {
            String one = document(new Random(seed), new Random(1), 0);
            String other = document(new Random(seed), new Random(2), 0);
            assertThat(CanonicalJson.of(other)).as(one).isEqualTo(CanonicalJson.of(one));
        }
    }

    @Test
    void canonicalTextIsItsOwnCanonicalText() {
        for (int seed = 0; seed < DOCUMENTS; seed++) {
            String once = CanonicalJson.of(document(new Random(seed), random, 0));
            assertThat(CanonicalJson.of(once)).isEqualTo(once);
        }
    }

    @Test
    void membersAreSortedByNameAndItemsKeepTheirOrder() {
        assertThat(CanonicalJson.of("{\"b\": [2, 1], \"a\": {\"d\": 1, \"c\": 2}, \"b2\": 0}"))
                .isEqualTo("{\"a\":{\"c\":2,\"d\":1},\"b\":[2,1],\"b2\":0}");
        assertThat(CanonicalJson.of("{\"a\":1,\"a\":2}")).isEqualTo("{\"a\":2}");
    }

    @Test
    void whatIsNotJsonIsRefused() {
        for (String text :
                List.of("", "{", "[1,]", "tru", "\"\\u+041\"", "1 2", "{1:2}", "\"\\x\"")) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> CanonicalJson.of(text));
        }
    }

    /**
     * Whatever the text, it is made canonical or refused: nothing else is thrown, nothing hangs.
     */
    @Test
    void hostileTextIsRefusedAndNothingElse() {
        String alphabet = "{}[]\":,\\u0eE+-. \ntrfnabc19";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text =
                    new StringBuilder(
                            random.nextBoolean() ? document(new Random(i), random, 0) : "");
            int edits = 1 + random.nextInt(12);
            for (int edit = 0; edit < edits; edit++) {
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                int at = random.nextInt(text.length() + 1);
                if (at < text.length() && random.nextBoolean()) {
                    text.setCharAt(at, c);
                } else {
                    text.insert(at, c);
                }
            }
            String canonical;
            try {
                canonical = CanonicalJson.of(text.toString());
            } catch (IllegalArgumentException e) {
                continue;
            }
            assertThat(CanonicalJson.of(canonical)).as(text.toString()).isEqualTo(canonical);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.of("[".repeat(1_000_000)));
    }
}
