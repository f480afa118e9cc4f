package io.syncline.testkit.merge;

import static io.syncline.testkit.merge.Meeting.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Concat;
import io.syncline.core.merge.Extreme;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.core.merge.ObjectMerge;
import io.syncline.core.merge.Rule;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Sum;
import io.syncline.core.merge.TextMerge;
import io.syncline.core.merge.Union;
import io.syncline.core.merge.Which;
import io.syncline.testkit.Choices;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sides that show something else than the base: they store it otherwise, or are owed it. */
class LiftLawsTest {
    private static final Rules SUM = Rules.of(Sum.SUM);

    private static Image n(Object value) {
        return whole("n", value);
    }

    private static Value json(String text) {
        return Value.Json.parse(text);
    }

    @Test
    void aSumNeverCountsTheAgreedPartTwice() {
        Choices.all(
                any -> {
                    int base = any.below(3);
                    int a = base + any.below(3);
                    int b = base + any.below(3);
                    Merged merged = Meeting.of(n(base), n(a), n(b)).merged(SUM);
                    int sum = a + b - base;
                    assertThat(merged.image()).isEqualTo(n(sum));
                    // A was given it, or not; B was not, and moved on.
                    int more = any.below(3);
                    boolean given = any.chance(50);
                    Meeting next = Owed.of(n(sum), n(given ? sum : a), n(a), n(b + more), n(b));
                    boolean asGiven = b + more == sum;
                    assertThat(next.merged(SUM).image()).isEqualTo(n(asGiven ? sum : sum + more));
                });
    }

    @Test
    void theStatedSumOfTheSchedule() {
        assertThat(Meeting.of(n(10), n(12), n(13)).merged(SUM).image()).isEqualTo(n(15));
        Set<String> owed = Set.of("n");
        Meeting stale = Owed.of(n(15), n(15), n(12), Set.of(), n(14), n(13), owed);
        assertThat(stale.merged(SUM).image()).isEqualTo(n(16));
    }

    @Test
    void aSideThatSurelyWasNotGivenTheSumAndShowsItHasAddedAsMuchItself() {
        Meeting made = Owed.of(n(15), n(15), n(12), Set.of("n"), n(15), n(15), Set.of());
        assertThat(made.merged(SUM).image()).isEqualTo(n(18));
        assertThat(made.merged(Rules.of(new Extreme(true))).image()).isEqualTo(n(15));
    }

    @Test
    void aSumInADocumentIsLiftedToo() {
        Rules rules = Rules.of(new ObjectMerge(Sum.SUM, Map.of()));
        Meeting stale =
                Owed.of(
                        n(json("{\"n\":15,\"m\":1}")),
                        n(json("{\"n\":12,\"m\":1}")),
                        n(json("{\"n\":12,\"m\":1}")),
                        n(json("{\"n\":14,\"m\":1}")),
                        n(json("{\"n\":13,\"m\":1}")));
        assertThat(stale.merged(rules).image()).isEqualTo(n(json("{\"n\":16,\"m\":1}")));
        Meeting plain =
                Owed.of(n(json("15")), n(json("15")), n(json("12")), n(json("14")), n(json("13")));
        assertThat(plain.merged(SUM).image()).isEqualTo(n(json("16")));
    }

    @Test
    void aSumInAListOfObjectsIsLiftedToo() {
        Rules rules = Rules.of(new Union("sku", false, Sum.SUM));
        Image agreed = n(json("[{\"sku\":\"a\",\"n\":15}]"));
        Image before = n(json("[{\"sku\":\"a\",\"n\":13}]"));
        Image after = n(json("[{\"sku\":\"a\",\"n\":14}]"));
        assertThat(Owed.of(agreed, agreed, agreed, after, before).merged(rules).image())
                .isEqualTo(n(json("[{\"sku\":\"a\",\"n\":16}]")));
    }

    @Test
    void twoEqualStepsInAListOfObjectsAreTwo() {
        Rules rules = Rules.of(new Union("sku", false, Sum.SUM));
        Image base = n(json("[{\"sku\":\"a\",\"n\":1}]"));
        Image both = n(json("[{\"sku\":\"a\",\"n\":2}]"));
        assertThat(Meeting.of(base, both, both).merged(rules).image())
                .isEqualTo(n(json("[{\"sku\":\"a\",\"n\":3}]")));
    }

    @Test
    void aValueTakenBackAfterItWasAgreedStaysTakenBack() {
        Meeting meeting = Owed.of(n(1), n(0), n(1), Set.of(), n(1), n(0), Set.of("n"));
        Merged merged = meeting.merged(Rules.review());
        assertThat(merged.image()).isEqualTo(n(0));
        assertThat(merged.origins()).isEqualTo(Map.of("n", Origin.OURS));
    }

    @Test
    void whatASideStoresOtherwiseIsNoEdit() {
        Image exact = whole("n", 1234, "m", 1);
        Image rounded = whole("n", 1230, "m", 1);
        assertThat(Owed.of(exact, exact, exact, rounded, rounded).merged(SUM).image())
                .isEqualTo(exact);
        assertThat(
                        Owed.of(exact, exact, exact, whole("n", 1230, "m", 2), rounded)
                                .merged(Rules.review())
                                .image())
                .isEqualTo(whole("n", 1234, "m", 2));
        assertThat(Owed.of(exact, exact, exact, n(1240), rounded).merged(Rules.review()).image())
                .isEqualTo(whole("n", 1240, "m", 1));
    }

    @Test
    void anEditOfAFieldThatIsOwedMeetsWhatIsOwed() {
        Meeting meeting = Owed.of(n(2), n(1), n(0), Set.of("n"), n(2), n(2), Set.of());
        Merged merged = meeting.merged(Rules.review());
        assertThat(merged.conflicts()).hasSize(1);
        assertThat(merged.conflicts().getFirst().base()).isEqualTo(new Value.Int(0));
        Rules theirs = Rules.of(new SideWins(Which.THEIRS));
        assertThat(meeting.merged(theirs).image()).isEqualTo(n(2));
        assertThat(meeting.merged(theirs).settled()).hasSize(1);
        assertThat(meeting.swapped().merged(Rules.of(new Extreme(true))).image()).isEqualTo(n(2));
        Merged again = meeting.after(merged, Rules.review(), false, false).merged(Rules.review());
        assertThat(again.conflicts()).hasSize(1);
    }

    @Test
    void aFieldThatASideHasOnlyJustGotDoesNotEmptyTheOther() {
        Image base = whole("n", 5, "m", 1);
        Meeting meeting =
                Owed.of(base, base, base, whole("n", Value.nothing(), "m", 1), whole("m", 1));
        assertThat(meeting.merged(Rules.review()).image()).isEqualTo(base);
    }

    @Test
    void rulesThatLookAtWhatWasChangedCarryItOver() {
        carries(new Concat("/"), "one/two", "one", "ones", "ones/two");
        carries(TextMerge.TEXT, "a b c X", "a b c", "A b c", "A b c X");
        carries(Union.ofValues(), List.of(1, 2), List.of(1), List.of(1, 3), List.of(1, 2, 3));
        carries(Union.ofValues(), List.of(1, 2), List.of(1), List.of(), List.of(2));
    }

    private static void carries(Rule rule, Object base, Object seen, Object now, Object expected) {
        Meeting meeting =
                Owed.of(n(base), n(now), n(seen), Set.of("n"), n(base), n(base), Set.of());
        Merged merged = meeting.merged(Rules.of(rule));
        assertThat(merged.image()).isEqualTo(n(expected));
        assertThat(merged.conflicts()).isEmpty();
    }

    @Test
    void aTextEditedWhereItIsOwedAnEditOfTheSamePlaceIsForAPerson() {
        Meeting meeting =
                Owed.of(
                        n("a B c"),
                        n("a X c"),
                        n("a b c"),
                        Set.of("n"),
                        n("a B c"),
                        n("a B c"),
                        Set.of());
        assertThat(meeting.merged(Rules.of(TextMerge.TEXT)).conflicts()).hasSize(1);
    }
}
