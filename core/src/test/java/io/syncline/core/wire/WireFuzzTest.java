package io.syncline.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireFuzzTest {
    private static final int TEXTS = 60_000;
    private static final String ALPHABET = "{}[]\":,\\u0eE+-. \ntrfnav19";

    /**
     * Whatever becomes of a text on its way, it is read or refused, and what is read is written.
     */
    @Test
    void aBrokenTextIsRefusedAndNothingElse() {
        Random random = new Random(9);
        List<String> texts = new ArrayList<>();
        Samples.values().values().forEach(value -> texts.add(Wire.text(value)));
        Samples.changes().values().forEach(change -> texts.add(Wire.text(change)));
        texts.removeIf(text -> text.length() > 2_000);
        int read = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = broken(texts.get(random.nextInt(texts.size())), random);
            try {
                if (text.contains("\"value\"")) {
                    Value value = Wire.value(text);
                    assertThat(Wire.value(Wire.text(value))).isEqualTo(value);
                } else {
                    Change change = Wire.change(text);
                    assertThat(Wire.change(Wire.text(change))).isEqualTo(change);
                }
                read++;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("Not the wire form");
            }
        }
        assertThat(read).isBetween(100, TEXTS - 100);
    }

    private static String broken(String text, Random random) {
        StringBuilder broken = new StringBuilder(text);
        int edits = 1 + random.nextInt(3);
        for (int edit = 0; edit < edits; edit++) {
            int at = random.nextInt(broken.length());
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(3)) {
                case 0 -> broken.setCharAt(at, c);
                case 1 -> broken.insert(at, c);
                default -> broken.deleteCharAt(at);
            }
        }
        return broken.toString();
    }
}
