package io.syncline.testkit.merge;

import static io.syncline.testkit.merge.Meeting.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Approved;
import io.syncline.core.merge.Ask;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Group;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.ObjectMerge;
import io.syncline.core.merge.RowCheck;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.Ruled;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Which;
import io.syncline.testkit.Choices;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A person's word where no rule could say. */
class RuledLawsTest {
    private static final List<String> NAMES = List.of("x", "y");
    private static final Rules REVIEW = Rules.review();

    private static Merged ruled(Meeting meeting, Rules rules, Ruling ruling) {
        return Ruled.merge(
                meeting.merged(rules),
                meeting.base(),
                meeting.ours(),
                meeting.theirs(),
                rules,
                ruling,
                "because");
    }

    private static Ruling byHand(Object... namesAndValues) {
        return new Ruling.ByHand(Meeting.fields(Meeting.of(namesAndValues)));
    }

    private static Set<String> open(Merged merged) {
        Set<String> open = new TreeSet<>();
        merged.conflicts().forEach(each -> open.addAll(REVIEW.fieldsOf(each.path())));
        return open;
    }

    private static @Nullable Value value(Image image, String name) {
        Row row = image.row();
        return row == null ? null : row.get(name);
    }

    private static Meeting any(Choices any) {
        Image ours = Meeting.any(any, NAMES, 3, false);
        Image theirs = Meeting.any(any, NAMES, 3, false);
        return any.chance(10)
                ? Meeting.unknown(ours, theirs)
                : Meeting.of(Meeting.any(any, NAMES, 3, false), ours, theirs);
    }

    /** What was open is as that side has it, nothing is open any more, and the rest is merged. */
    @Test
    void theSideThatIsKeptDecidesWhatWasOpenAndNothingElse() {
        Choices.all(
                any -> {
                    Meeting meeting = any(any);
                    Which which = any.oneOf(List.of(Which.values()));
                    Rules rules = any.chance(20) ? fixed() : REVIEW;
                    Merged plain = meeting.merged(rules);

                    Merged ruled = ruled(meeting, rules, new Ruling.Keep(which));

                    if (plain.clean()) {
                        assertThat(ruled).isEqualTo(plain);
                        return;
                    }
                    Image kept =
                            which == Which.OURS ? meeting.ours().now() : meeting.theirs().now();
                    assertThat(ruled.clean()).isTrue();
                    assertThat(ruled.settled()).isNotEmpty();
                    if (plain.stuck()) {
                        assertThat(ruled.image()).isEqualTo(kept);
                    } else {
                        for (String name : NAMES) {
                            Image from = open(plain).contains(name) ? kept : plain.image();
                            assertThat(value(ruled.image(), name)).isEqualTo(value(from, name));
                        }
                    }
                });
    }

    private static Rules fixed() {
        return REVIEW.with(RowPolicy.review().ofFixedRows());
    }

    /** A crash between deciding and delivering does no harm. */
    @Test
    void whatWasDecidedIsNotDecidedAgain() {
        Choices.all(
                any -> {
                    Meeting meeting = any(any);
                    Merged ruled = ruled(meeting, REVIEW, new Ruling.Keep(Which.THEIRS));
                    boolean given = any.chance(50);

                    Merged next = meeting.after(ruled, REVIEW, given, !given).merged(REVIEW);

                    assertThat(next.clean()).isTrue();
                    assertThat(next.image()).isEqualTo(ruled.image());
                });
    }

    @Test
    void whatIsNotNamedByHandStaysOpen() {
        Meeting meeting =
                Meeting.of(whole("x", 0, "y", 0), whole("x", 1, "y", 1), whole("x", 2, "y", 2));

        Merged one = ruled(meeting, REVIEW, byHand("x", 3));
        Merged none = ruled(meeting, REVIEW, byHand());

        assertThat(one.image().row()).isEqualTo(Meeting.of("x", 3, "y", 0));
        assertThat(open(one)).containsExactly("y");
        assertThat(none).isEqualTo(meeting.merged(REVIEW));
    }

    @Test
    void ofTwoNewRowsAllThatDiffersHasToBeNamed() {
        Meeting meeting = Meeting.of(Image.absent(), whole("x", 1, "y", 1), whole("x", 2, "y", 1));

        assertThat(ruled(meeting, REVIEW, byHand("y", 3)).stuck()).isTrue();
        Merged ruled = ruled(meeting, REVIEW, byHand("x", 3));
        assertThat(ruled.clean()).isTrue();
        assertThat(ruled.image()).isEqualTo(whole("x", 3, "y", 1));
    }

    @Test
    void aRowThatOneSideDeletedCanBeMadeByHand() {
        Meeting meeting = Meeting.of(whole("x", 0, "y", 0), Image.absent(), whole("x", 2, "y", 0));

        Merged ruled = ruled(meeting, REVIEW, byHand("y", 3));

        assertThat(ruled.image()).isEqualTo(whole("x", 2, "y", 3));
    }

    /** Both edits are fine, together they break a rule, and a person may not break it either. */
    @Test
    void valuesByHandHaveToPassTheChecks() {
        RowCheck check =
                new RowCheck() {
                    @Override
                    public String word() {
                        return "in order";
                    }

                    @Override
                    public @Nullable String problem(Row row) {
                        long x = ((Value.Int) Objects.requireNonNull(row.get("x"))).value();
                        long y = ((Value.Int) Objects.requireNonNull(row.get("y"))).value();
                        return x <= y ? null : "x is after y";
                    }
                };
        Rules rules =
                new Rules(RowPolicy.review(), Ask.ASK, Map.of(), List.of(), List.of(check), 0);
        Meeting meeting =
                Meeting.of(whole("x", 1, "y", 9), whole("x", 5, "y", 9), whole("x", 1, "y", 3));
        assertThat(meeting.merged(rules).stuck()).isTrue();

        assertThat(ruled(meeting, rules, byHand("x", 4, "y", 3)).conflicts())
                .extracting(Conflict::because)
                .containsExactly("x is after y");
        assertThat(ruled(meeting, rules, byHand("x", 3, "y", 4)).image())
                .isEqualTo(whole("x", 3, "y", 4));
        assertThat(ruled(meeting, rules, new Ruling.Keep(Which.THEIRS)).image())
                .isEqualTo(whole("x", 1, "y", 3));
    }

    @Test
    void whatARuleProposesIsTakenIfAPersonAgrees() {
        Rules rules = Rules.of(new Approved(new SideWins(Which.THEIRS)));
        Meeting meeting = Meeting.of(whole("x", 0), whole("x", 1), whole("x", 2));

        assertThat(ruled(meeting, rules, Ruling.Proposed.PROPOSED).image())
                .isEqualTo(whole("x", 2));
        assertThat(ruled(meeting, REVIEW, Ruling.Proposed.PROPOSED).clean()).isFalse();
    }

    @Test
    void aGroupIsDecidedInFullOrNotAtAll() {
        Rules rules = REVIEW.with(new Group("xy", NAMES, Ask.ASK));
        Meeting meeting =
                Meeting.of(whole("x", 0, "y", 0), whole("x", 1, "y", 0), whole("x", 0, "y", 2));

        assertThat(ruled(meeting, rules, byHand("x", 3)).clean()).isFalse();
        assertThat(ruled(meeting, rules, byHand("x", 3, "y", 4)).image())
                .isEqualTo(whole("x", 3, "y", 4));
        assertThat(ruled(meeting, rules, new Ruling.Keep(Which.OURS)).image())
                .isEqualTo(whole("x", 1, "y", 0));
    }

    @Test
    void aDocumentMadeByHandStaysADocument() {
        Rules rules = REVIEW.with("doc", new ObjectMerge(Ask.ASK, Map.of()));
        Meeting meeting =
                Meeting.of(
                        whole("doc", Value.Json.parse("{\"a\":1}")),
                        whole("doc", Value.Json.parse("{\"a\":2}")),
                        whole("doc", Value.Json.parse("{\"a\":3}")));
        Value made = Value.Json.parse("{\"a\":4}");

        assertThat(value(ruled(meeting, rules, byHand("doc", made)).image(), "doc"))
                .isEqualTo(made);
        assertThat(
                        value(
                                ruled(meeting, rules, byHand("doc", Value.Json.parse("5"))).image(),
                                "doc"))
                .isEqualTo(Value.Json.parse("5"));
    }
}
