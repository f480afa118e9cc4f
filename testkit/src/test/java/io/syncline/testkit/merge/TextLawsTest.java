package io.syncline.testkit.merge;

import static io.syncline.testkit.merge.Meeting.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.TextMerge;
import io.syncline.testkit.Choices;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts that both sides edited. */
class TextLawsTest {
    private static final Rules RULES = Rules.of(TextMerge.TEXT);

    private static Merged merged(String base, String ours, String theirs) {
        return Meeting.of(whole("t", base), whole("t", ours), whole("t", theirs)).merged(RULES);
    }

    private static String text(Merged merged) {
        return ((Value.Text) Meeting.value(merged.image().row(), "t")).value();
    }

    /** One line each; lines between two edits keep them apart. */
    private static String lines(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    @Test
    void editsOfDifferentPlacesAreBothTakenWhicheverSideIsWhich() {
        Choices.seeded(
                1,
                2_000,
                any -> {
                    List<String> base = new ArrayList<>();
                    List<String> ours = new ArrayList<>();
                    List<String> theirs = new ArrayList<>();
                    List<String> both = new ArrayList<>();
                    int places = 1 + any.below(12);
                    for (int place = 0; place < places; place++) {
                        // Keeps the next edit apart from this one, and is told apart from others.
                        List.of(base, ours, theirs, both).forEach(t -> t.add("kept " + t.size()));
                        String kept = base.getLast() + " at " + place;
                        List.of(base, ours, theirs, both).forEach(t -> t.set(t.size() - 1, kept));
                        List<String> old = drawn(any, "old " + place);
                        List<String> edited = drawn(any, "new " + place);
                        boolean here = any.chance(50);
                        base.addAll(old);
                        ours.addAll(here ? edited : old);
                        theirs.addAll(here ? old : edited);
                        both.addAll(edited);
                    }
                    Merged merged = merged(lines(base), lines(ours), lines(theirs));
                    Merged swapped = merged(lines(base), lines(theirs), lines(ours));
                    assertThat(text(merged)).isEqualTo(lines(both)).isEqualTo(text(swapped));
                    assertThat(merged.clean()).isTrue();
                });
    }

    private static List<String> drawn(Choices any, String what) {
        List<String> lines = new ArrayList<>();
        for (int i = any.below(3); i > 0; i--) {
            lines.add(what + ", line " + i);
        }
        return lines;
    }

    @Test
    void nothingIsLostOfAnyText() {
        List<String> pieces =
                List.of(
                        "a",
                        " ",
                        "\u2028",
                        "\u0085",
                        "\u2029",
                        "\r\n",
                        "\n",
                        "é",
                        "e\u0301",
                        "\ud83d",
                        "\ud83d\ude00",
                        "\u0000",
                        "x_1");
        Choices.seeded(
                1,
                5_000,
                any -> {
                    String base = drawn(any, pieces, any.below(6));
                    String edited = drawn(any, pieces, any.below(6));
                    Merged one = merged(base, edited, base + "");
                    assertThat(text(one)).isEqualTo(edited);
                    Merged two = merged("stays " + base, "stays " + edited, "stays\tput " + base);
                    if (two.clean()) {
                        assertThat(text(two)).endsWith(edited);
                    }
                });
    }

    private static String drawn(Choices any, List<String> pieces, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(any.oneOf(pieces));
        }
        return text.toString();
    }

    @Test
    void editsOfOnePlaceAreForAPerson() {
        assertThat(merged("a\nb\nc\n", "a\nX\nc\n", "a\nY\nc\n").clean()).isFalse();
        assertThat(merged("a b c", "a x c", "a y c").clean()).isFalse();
        assertThat(merged("", "one", "two").clean()).isFalse();
        assertThat(merged("a\nb\n", "a\n", "a\nB\n").clean()).isFalse();
    }

    @Test
    void theSameEditIsOneAndOthersGoOn() {
        assertThat(text(merged("a\nb\nc\nd\n", "A\nb\nc\nd\n", "A\nb\nc\nD\n")))
                .isEqualTo("A\nb\nc\nD\n");
        assertThat(
                        text(
                                merged(
                                        "call me on Monday please",
                                        "call me on Tuesday please",
                                        "please call me on Monday please")))
                .isEqualTo("please call me on Tuesday please");
    }

    @Test
    void largeTextsAreMergedInGoodTime() {
        List<String> base = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            base.add("line " + i);
        }
        List<String> ours = new ArrayList<>(base);
        List<String> theirs = new ArrayList<>(base);
        for (int i = 0; i < 20_000; i += 100) {
            ours.set(i, "ours " + i);
            theirs.set(i + 50, "theirs " + i);
        }
        Merged merged = merged(lines(base), lines(ours), lines(theirs));
        assertThat(merged.clean()).isTrue();
        assertThat(text(merged)).contains("ours 100\nline 101\n", "theirs 100\nline 151\n");
    }
}
