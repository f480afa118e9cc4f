package io.syncline.testkit.merge;

import static io.syncline.testkit.merge.Meeting.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Ask;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Clash;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Extreme;
import io.syncline.core.merge.Group;
import io.syncline.core.merge.LatestWins;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.ObjectMerge;
import io.syncline.core.merge.RowCheck;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.Rule;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Side;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Sum;
import io.syncline.core.merge.Surely;
import io.syncline.core.merge.Times;
import io.syncline.core.merge.Verdict;
import io.syncline.core.merge.Which;
import io.syncline.testkit.Choices;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Groups of fields, checks, and how sure a rule has to be. */
class GroupLawsTest {
    private static final List<String> ADDRESS = List.of("street", "town");
    private static final List<String> NAMES = List.of("street", "town", "note");

    private static Rules grouped(Rule rule) {
        return Rules.of(new Extreme(true)).with(new Group("address", ADDRESS, rule));
    }

    /** Takes no group apart, but says what it likes. */
    private enum Torn implements Rule {
        TORN;

        @Override
        public Verdict decide(Clash clash) {
            return Verdict.take(new Value.Text("half of it"), "why not");
        }

        @Override
        public String word() {
            return "torn";
        }
    }

    @Test
    void aGroupIsNeverTorn() {
        Choices.all(
                any -> {
                    Row base = Meeting.row(any, ADDRESS, 3, false);
                    Row ours = Meeting.row(any, ADDRESS, 3, false);
                    Row theirs = Meeting.row(any, ADDRESS, 3, false);
                    Row seen = any.chance(50) ? base : Meeting.row(any, ADDRESS, 3, false);
                    Set<String> owed = any.chance(50) ? Set.of("street") : Set.of();
                    Meeting meeting =
                            Owed.of(
                                    Image.whole(base),
                                    Image.whole(ours),
                                    Image.whole(seen),
                                    owed,
                                    Image.whole(theirs),
                                    Image.whole(base),
                                    Set.of());
                    Rule rule = any.oneOf(List.of(Ask.ASK, new SideWins(Which.THEIRS), Torn.TORN));
                    Row merged = meeting.merged(grouped(rule)).image().row();
                    if (merged != null && merged.header().size() > 0) {
                        assertThat(List.of(base, ours, theirs)).contains(merged);
                    }
                });
    }

    @Test
    void aGroupThatOneSideHoldsInPartIsNotPutTogetherFromTwo() {
        Meeting meeting =
                Meeting.unknown(
                        whole("street", "a", "town", "b"),
                        Image.partial(Meeting.of("street", "c")));
        Merged merged = meeting.merged(grouped(new SideWins(Which.OURS)));
        assertThat(merged.conflicts()).extracting(Conflict::path).containsExactly("address");
        assertThat(grouped(Ask.ASK).fieldsOf("address")).isEqualTo(ADDRESS);
    }

    @Test
    void theLatestOfAGroupIsThatOfItsLatestField() {
        Image base = whole("street", "a", "town", "b", "note", "n");
        Meeting plain =
                Meeting.of(
                        base,
                        whole("street", "x", "town", "b", "note", "o"),
                        whole("street", "a", "town", "y", "note", "n"));
        Side ours = timed(plain.ours(), Map.of("street", at(1), "note", at(9)), at(9));
        Side theirs = timed(plain.theirs(), Map.of("town", at(5)), at(5));
        Merged merged = new Meeting(Base.of(base), ours, theirs).merged(grouped(LatestWins.LATEST));
        assertThat(merged.image()).isEqualTo(whole("street", "a", "town", "y", "note", "o"));
    }

    private static Side timed(Side side, Map<String, Version> fields, Version row) {
        return new Side(side.replica(), side.now(), side.seen(), new Times(row, fields));
    }

    private static Version at(long millis) {
        return new Version(millis, 0, Meeting.A);
    }

    @Test
    void aGroupMayStillBeDecidedFieldByFieldIfItsRuleSaysSo() {
        Rules rules = grouped(new ObjectMerge(Ask.ASK, Map.of()));
        Meeting meeting =
                Meeting.of(
                        whole("street", "a", "town", "b", "note", 1),
                        whole("street", "x", "town", "b", "note", 1),
                        whole("street", "a", "town", "y", "note", 2));
        assertThat(meeting.merged(rules).image())
                .isEqualTo(whole("street", "x", "town", "y", "note", 2));
    }

    @Test
    void aRuleThatIsNotSureEnoughLeavesItToAPersonAndProposes() {
        for (double least : List.of(0.0, 0.5, 0.7, 0.71, 1.0)) {
            Rules rules =
                    new Rules(
                            RowPolicy.review(),
                            new Surely(new SideWins(Which.OURS), 0.7),
                            Map.of(),
                            List.of(),
                            List.of(),
                            least);
            Merged merged = Meeting.of(whole("n", 0), whole("n", 1), whole("n", 2)).merged(rules);
            assertThat(merged.clean()).isEqualTo(least <= 0.7);
            if (!merged.clean()) {
                assertThat(merged.conflicts().getFirst().proposal()).isEqualTo(new Value.Int(1));
            }
        }
    }

    /** Fails always. */
    private enum Never implements RowCheck {
        NEVER;

        @Override
        public String word() {
            return "never";
        }

        @Override
        public @Nullable String problem(Row row) {
            return "it is so";
        }
    }

    @Test
    void checksLookAtRowsThatNeitherSideShowsAndAtNoOther() {
        Choices.all(
                any -> {
                    Row base = Meeting.row(any, ADDRESS, 3, false);
                    Row ours = Meeting.row(any, ADDRESS, 3, false);
                    Row theirs = Meeting.row(any, ADDRESS, 3, false);
                    Rules rules =
                            new Rules(
                                    RowPolicy.review(),
                                    Sum.SUM,
                                    Map.of(),
                                    List.of(),
                                    List.of(Never.NEVER),
                                    0);
                    Meeting meeting =
                            Meeting.of(Image.whole(base), Image.whole(ours), Image.whole(theirs));
                    Row unchecked = meeting.merged(Rules.of(Sum.SUM)).image().row();
                    Merged merged = meeting.merged(rules);
                    boolean shown = ours.equals(unchecked) || theirs.equals(unchecked);
                    boolean oneChanged = base.equals(ours) || base.equals(theirs);
                    assertThat(merged.stuck()).isEqualTo(!shown && !oneChanged);
                });
    }

    @Test
    void aColumnWithAPointInItsNameIsNoPath() {
        Rules rules =
                Rules.review().with("a\\.b", new SideWins(Which.OURS)).with(RowPolicy.review());
        Meeting meeting =
                Meeting.of(
                        whole("a.b", 0, "a", 0), whole("a.b", 1, "a", 1), whole("a.b", 2, "a", 2));
        Merged merged = meeting.merged(rules);
        assertThat(merged.image()).isEqualTo(whole("a.b", 1, "a", 0));
        assertThat(merged.conflicts()).extracting(Conflict::path).containsExactly("a");
        String path = meeting.merged(Rules.review()).conflicts().getFirst().path();
        assertThat(rules.fieldsOf(path)).containsExactly("a.b");
    }

    @Test
    void rulesOfPartsAddUpInWhateverOrderTheyAreSaid() {
        Rules rules =
                Rules.review()
                        .with("o.a", new SideWins(Which.OURS))
                        .with("o.b.c", new SideWins(Which.THEIRS))
                        .with("o.b.d", new Extreme(true));
        Value base = Value.Json.parse("{\"a\":0,\"b\":{\"c\":0,\"d\":0}}");
        Value ours = Value.Json.parse("{\"a\":1,\"b\":{\"c\":1,\"d\":7}}");
        Value theirs = Value.Json.parse("{\"a\":2,\"b\":{\"c\":2,\"d\":3}}");
        assertThat(
                        Meeting.of(whole("o", base), whole("o", ours), whole("o", theirs))
                                .merged(rules)
                                .image())
                .isEqualTo(whole("o", Value.Json.parse("{\"a\":1,\"b\":{\"c\":2,\"d\":7}}")));
    }
}
