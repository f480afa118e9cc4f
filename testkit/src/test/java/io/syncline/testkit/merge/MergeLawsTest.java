package io.syncline.testkit.merge;

import static io.syncline.testkit.merge.Meeting.A;
import static io.syncline.testkit.merge.Meeting.B;
import static io.syncline.testkit.merge.Meeting.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.merge.Ask;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Extreme;
import io.syncline.core.merge.FirstOf;
import io.syncline.core.merge.LatestWins;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.core.merge.MostComplete;
import io.syncline.core.merge.Ranking;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.RowPolicy.OnDelete;
import io.syncline.core.merge.RowPolicy.OnInsert;
import io.syncline.core.merge.Rule;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Sum;
import io.syncline.core.merge.Union;
import io.syncline.core.merge.Which;
import io.syncline.testkit.Choices;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds of every merge of small rows: all of them are tried. */
class MergeLawsTest {
    private static final List<String> NAMES = List.of("x", "y");

    private static final List<Rule> RULES =
            List.of(
                    Ask.ASK,
                    new SideWins(Which.OURS),
                    LatestWins.LATEST,
                    new Extreme(true),
                    new Extreme(false),
                    Sum.SUM,
                    MostComplete.MOST_COMPLETE,
                    new Ranking("priority_based", List.of(B, A)),
                    new FirstOf("first", List.of(MostComplete.MOST_COMPLETE, new Extreme(true))),
                    Union.ofValues());

    private static final List<RowPolicy> POLICIES =
            List.of(
                    RowPolicy.review(),
                    new RowPolicy(OnDelete.UPDATE_WINS, OnInsert.UNION, false),
                    new RowPolicy(OnDelete.DELETE_WINS, OnInsert.OURS, false),
                    new RowPolicy(OnDelete.LATEST, OnInsert.LATEST, false),
                    RowPolicy.review().ofFixedRows());

    private static Rules rules(Choices any) {
        return Rules.of(any.oneOf(RULES)).with(any.oneOf(POLICIES));
    }

    @Test
    void aSideThatDidNotChangeGivesWay() {
        Choices.all(
                any -> {
                    Image base = any(any, NAMES, 3, false);
                    Image changed = any(any, NAMES, 3, false);
                    Rules rules = Rules.of(any.oneOf(RULES));
                    Merged ours = Meeting.of(base, changed, base).merged(rules);
                    Merged theirs = Meeting.of(base, base, changed).merged(rules);
                    assertThat(ours.clean() && theirs.clean()).isTrue();
                    assertThat(ours.settled()).isEmpty();
                    assertThat(ours.image()).isEqualTo(changed).isEqualTo(theirs.image());
                    assertThat(ours.origins().values()).allMatch(Origin.OURS::equals);
                    assertThat(ours.origins().isEmpty()).isEqualTo(base.equals(changed));
                });
    }

    @Test
    void theSameChangeIsNoConflictUnlessItAddsUp() {
        Choices.all(
                any -> {
                    Image base = any(any, NAMES, 3, false);
                    Image both = any(any, NAMES, 3, false);
                    Rule rule = any.oneOf(RULES);
                    Merged merged = Meeting.of(base, both, both).merged(Rules.of(rule));
                    assertThat(merged.clean()).isTrue();
                    if (rule != Sum.SUM) {
                        assertThat(merged.image()).isEqualTo(both);
                        assertThat(merged.settled()).isEmpty();
                    }
                });
    }

    @Test
    void mergingTheOtherWayRoundIsTheSameWhereTheRuleIs() {
        Choices.all(
                any -> {
                    Meeting meeting =
                            Meeting.of(
                                    any(any, NAMES, 3, false),
                                    any(any, NAMES, 3, true),
                                    5,
                                    any(any, NAMES, 3, true),
                                    any.chance(50) ? 4 : 6);
                    Rules rules = rules(any);
                    Merged merged = meeting.merged(rules);
                    Merged swapped = meeting.swapped().merged(turned(rules));
                    assertThat(swapped.image()).isEqualTo(merged.image());
                    assertThat(swapped.conflicts()).hasSameSizeAs(merged.conflicts());
                    assertThat(swapped.settled()).hasSameSizeAs(merged.settled());
                });
    }

    /** The rules that say of the sides changed over what these say. */
    private static Rules turned(Rules rules) {
        RowPolicy rows = rules.rows();
        OnInsert insert = rows.onInsert() == OnInsert.OURS ? OnInsert.THEIRS : rows.onInsert();
        Rule rule =
                rules.standard() instanceof SideWins
                        ? new SideWins(Which.THEIRS)
                        : rules.standard();
        return Rules.of(rule).with(new RowPolicy(rows.onDelete(), insert, rows.fixed()));
    }

    @Test
    void mergingAgainChangesNothingWhateverHasBeenDelivered() {
        Choices.all(
                any -> {
                    Meeting meeting =
                            Meeting.of(
                                    any(any, NAMES, 3, false),
                                    any(any, NAMES, 3, false),
                                    5,
                                    any(any, NAMES, 3, false),
                                    any.chance(50) ? 4 : 6);
                    Rules rules = rules(any);
                    Merged merged = meeting.merged(rules);
                    Meeting next = meeting.after(merged, rules, any.chance(50), any.chance(50));
                    Merged again = next.merged(rules);
                    assertThat(again.image()).isEqualTo(merged.image());
                    if (merged.stuck()) {
                        assertThat(again).isEqualTo(merged);
                    } else {
                        assertThat(again.origins()).isEmpty();
                        assertThat(again.settled()).isEmpty();
                        assertThat(again.conflicts().stream().map(Conflict::path).toList())
                                .isEqualTo(
                                        merged.conflicts().stream().map(Conflict::path).toList());
                    }
                });
    }

    @Test
    void mergingAgainChangesNothingWithoutAnAncestorEither() {
        Choices.all(
                any -> {
                    Meeting meeting =
                            Meeting.unknown(any(any, NAMES, 3, true), any(any, NAMES, 3, true))
                                    .timed(5, any.chance(50) ? 4 : 6);
                    Rules rules = rules(any);
                    Merged merged = meeting.merged(rules);
                    Meeting next = meeting.after(merged, rules, any.chance(50), any.chance(50));
                    Merged again = next.merged(rules);
                    assertThat(again.image()).isEqualTo(merged.image());
                    assertThat(again.conflicts()).hasSameSizeAs(merged.conflicts());
                    assertThat(merged.stuck() || again.settled().isEmpty()).isTrue();
                });
    }

    @Test
    void aFieldThatASideDoesNotKnowIsNeitherNullNorRemoved() {
        Choices.all(
                any -> {
                    Row base = Meeting.row(any, NAMES, 3, false);
                    Row ours = Meeting.row(any, NAMES, 3, true);
                    Row theirs = Meeting.row(any, NAMES, 3, true);
                    Rules rules = Rules.of(any.oneOf(RULES));
                    Row merged =
                            Meeting.of(
                                            Image.whole(base),
                                            Image.partial(ours),
                                            Image.partial(theirs))
                                    .timed(2, 1)
                                    .merged(rules)
                                    .image()
                                    .row();
                    for (String name : NAMES) {
                        if (ours.get(name) == null && theirs.get(name) == null) {
                            assertThat(Meeting.value(merged, name)).isEqualTo(base.get(name));
                        } else if (ours.get(name) == null) {
                            assertThat(Meeting.value(merged, name)).isEqualTo(theirs.get(name));
                        }
                    }
                });
    }

    @Test
    void aFieldInConflictIsAsAgreedAndNothingElseWaits() {
        Choices.all(
                any -> {
                    Row base = Meeting.row(any, NAMES, 3, false);
                    Row ours = Meeting.row(any, NAMES, 3, false);
                    Row theirs = Meeting.row(any, NAMES, 3, false);
                    Merged merged =
                            Meeting.of(Image.whole(base), Image.whole(ours), Image.whole(theirs))
                                    .merged(Rules.review());
                    List<String> waits = merged.conflicts().stream().map(Conflict::path).toList();
                    for (String name : NAMES) {
                        boolean mine = !Meeting.value(ours, name).equals(base.get(name));
                        boolean yours = !Meeting.value(theirs, name).equals(base.get(name));
                        boolean differ = !Meeting.value(ours, name).equals(theirs.get(name));
                        assertThat(waits.contains(name)).isEqualTo(mine && yours && differ);
                        assertThat(Meeting.value(merged.image().row(), name))
                                .isEqualTo(
                                        waits.contains(name)
                                                ? base.get(name)
                                                : mine ? ours.get(name) : theirs.get(name));
                    }
                });
    }

    @Test
    void whereNobodyKnowsWhatWasAgreedNothingIsTakenForDeleted() {
        Choices.all(
                any -> {
                    Image ours = any(any, NAMES, 3, false);
                    Image theirs = any(any, NAMES, 3, false);
                    RowPolicy policy = any.oneOf(POLICIES);
                    Rules rules = Rules.of(new SideWins(Which.OURS)).with(policy);
                    Merged merged = Meeting.unknown(ours, theirs).merged(rules);
                    if (policy.fixed() && !ours.isAbsent() && !theirs.isAbsent()) {
                        assertThat(merged.clean()).isEqualTo(ours.equals(theirs));
                    } else if (ours.isAbsent() == theirs.isAbsent()) {
                        assertThat(merged.clean()).isTrue();
                        assertThat(merged.image()).isEqualTo(ours);
                    } else if (policy.fixed()) {
                        assertThat(merged.image()).isEqualTo(ours.isAbsent() ? theirs : ours);
                    } else {
                        assertThat(merged.stuck()).isTrue();
                        assertThat(merged.origins()).isEqualTo(Map.of());
                    }
                });
    }
}
