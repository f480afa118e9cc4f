package io.syncline.testkit.twoway;

import static io.syncline.testkit.twoway.ReviewStage.OURS;
import static io.syncline.testkit.twoway.ReviewStage.THEIRS;
import static io.syncline.testkit.twoway.ReviewStage.byHand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.merge.Ask;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Group;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.ReviewId;
import io.syncline.engine.pair.Sought;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Condition;
import io.syncline.engine.review.FourEyes;
import io.syncline.engine.review.ReviewListener;
import io.syncline.engine.review.ReviewPolicy;
import io.syncline.engine.review.ReviewTerms;
import io.syncline.engine.review.Reviews;
import io.syncline.engine.review.Shown;
import io.syncline.engine.review.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What people see of what waits, and what they do about it together. */
class ReviewCareTest {
    private static final ReviewPolicy PLAIN = ReviewPolicy.plain(_ -> Rules.review());

    private static ReviewStage conflict() {
        return new ReviewStage(Rules.review())
                .edited(Map.of("a", "one", "b", "free"), Map.of("a", "other"));
    }

    private static ReviewPolicy two() {
        return new ReviewPolicy(
                _ -> Rules.review(),
                new ReviewTerms(FourEyes.ALL, null, null, null, null),
                (_, _) -> false);
    }

    private static Shown only(Reviews reviews) {
        List<Shown> all = reviews.list(Sought.ANY, null, 10);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static Shown.Field field(Shown shown, String name) {
        return shown.fields().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aConflictIsShownSideBySideWithWhoAndWhen() {
        ReviewStage it = conflict();

        Shown shown = only(it.reviews(PLAIN));

        Shown.Field field = field(shown, "a");
        assertThat(field.conflicted()).isTrue();
        assertThat(field.base()).isEqualTo(new Value.Text("old"));
        assertThat(field.ours()).isEqualTo(new Value.Text("one"));
        assertThat(field.theirs()).isEqualTo(new Value.Text("other"));
        assertThat(Objects.requireNonNull(field.oursChanged()).replica().name()).isEqualTo("OURS");
        assertThat(Objects.requireNonNull(field.theirsChanged()).replica().name())
                .isEqualTo("THEIRS");
        assertThat(field(shown, "b").conflicted()).isFalse();
        assertThat(field(shown, "b").equal()).isTrue();
        assertThat(shown.questions())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.kind()).isEqualTo(Conflict.Kind.CONCURRENT_UPDATE);
                            assertThat(each.fields()).containsExactly("a");
                            assertThat(each.rule()).isEqualTo("manual_review");
                            assertThat(each.because()).isNotBlank();
                        });
        assertThat(it.reviews(PLAIN).count(Sought.ANY)).isEqualTo(1);
        assertThat(it.reviews(PLAIN).show(shown.id(), false)).isEqualTo(shown);
    }

    @Test
    void ofAMaskedFieldOnlyWhetherItDiffersIsShown() {
        ReviewStage it = conflict();
        Reviews reviews =
                it.reviews(
                        new ReviewPolicy(
                                _ -> Rules.review(),
                                ReviewTerms.NONE,
                                (_, name) -> name.equals("a")));

        Shown shown = only(reviews);

        assertThat(shown.toString()).doesNotContain("one", "other", "old").contains("free");
        assertThat(field(shown, "a").equal()).isFalse();
        assertThat(field(shown, "a").masked()).isTrue();
        Shown revealed = Objects.requireNonNull(reviews.show(shown.id(), true));
        assertThat(field(revealed, "a").ours()).isEqualTo(new Value.Text("one"));
    }

    @Test
    void whatWaitsTooLongIsEscalated() {
        ReviewStage it = conflict();
        Reviews soon =
                it.reviews(
                        new ReviewPolicy(
                                _ -> Rules.review(),
                                new ReviewTerms(
                                        FourEyes.NONE, Duration.ofHours(1), null, null, null),
                                (_, _) -> false));
        assertThat(only(soon).state()).isEqualTo(Shown.State.PENDING);

        it.stage.time.pass(Duration.ofHours(2));

        assertThat(only(soon).state()).isEqualTo(Shown.State.ESCALATED);
        assertThat(only(it.reviews(PLAIN)).state()).isEqualTo(Shown.State.PENDING);
        assertThat(it.reviews(PLAIN).assign(only(soon).id(), "Anna", "", "Ben", 1L))
                .isInstanceOf(Answer.Kept.class);
        assertThat(only(it.reviews(PLAIN)).state()).isEqualTo(Shown.State.ESCALATED);
        assertThat(only(it.reviews(PLAIN)).care().assignedTo()).isEqualTo("Ben");
    }

    @Test
    void whatIsSkippedStaysOpenAndIsNoted() {
        ReviewStage it = conflict();
        Reviews reviews = it.reviews(PLAIN);
        Shown shown = only(reviews);

        assertThat(reviews.skip(shown.id(), shown.tag(), "Anna", "not mine"))
                .isInstanceOf(Answer.Kept.class);

        assertThat(only(reviews)).isEqualTo(shown);
        Episode noted = it.latest();
        assertThat(noted.deed()).isEqualTo(Deed.of(Deed.Kind.SKIPPED, "not mine"));
        assertThat(noted.by()).isEqualTo("Anna");
        assertThat(noted.after()).isEqualTo(noted.before());
    }

    @Test
    void whereTwoDecideAnotherPersonHasToWantTheSame() {
        ReviewStage it = conflict();
        Reviews reviews = it.reviews(two());
        Shown shown = only(reviews);
        ReviewId id = shown.id();

        assertThat(reviews.resolve(id, shown.tag(), "Anna", "newer", OURS))
                .isInstanceOf(Answer.Kept.class);
        assertThat(only(reviews).state()).isEqualTo(Shown.State.PROPOSED);
        assertThat(only(reviews).tag()).isEqualTo(shown.tag());
        assertThat(reviews.resolve(id, shown.tag(), "Anna", "sure", OURS))
                .isInstanceOf(Answer.Refused.class);
        it.settled();
        assertThat(it.stage.at(Which.THEIRS, 1, "a")).isEqualTo("other");

        assertThat(reviews.resolve(id, shown.tag(), "Ben", "yes", OURS))
                .isInstanceOf(Answer.Done.class);

        assertThat(it.latest().by()).isEqualTo("Anna");
        assertThat(Objects.requireNonNull(it.latest().deed()).confirmedBy()).isEqualTo("Ben");
        it.settled();
        assertThat(it.stage.at(Which.THEIRS, 1, "a")).isEqualTo("one");
    }

    @Test
    void anotherDecisionIsAnotherProposal() {
        ReviewStage it = conflict();
        Reviews reviews = it.reviews(two());
        Shown shown = only(reviews);
        reviews.resolve(shown.id(), shown.tag(), "Anna", "", OURS);

        assertThat(reviews.resolve(shown.id(), shown.tag(), "Ben", "", THEIRS))
                .isInstanceOf(Answer.Kept.class);
        assertThat(reviews.resolve(shown.id(), shown.tag(), "Ben", "", THEIRS))
                .isInstanceOf(Answer.Refused.class);
        assertThat(reviews.resolve(shown.id(), shown.tag(), "Anna", "", THEIRS))
                .isInstanceOf(Answer.Done.class);
        assertThat(it.latest().by()).isEqualTo("Ben");
    }

    /** What was proposed for other sides than these is nobody's word any more. */
    @Test
    void aProposalIsVoidOnceTheRowIsEdited() {
        ReviewStage it = conflict();
        Reviews reviews = it.reviews(two());
        Shown shown = only(reviews);
        reviews.resolve(shown.id(), shown.tag(), "Anna", "", OURS);

        it.stage.user(Which.THEIRS).puts(1, Map.of("a", "newer")).commits();
        it.settled();

        Shown now = only(reviews);
        assertThat(now.care().proposal()).isNull();
        assertThat(now.tag()).isNotEqualTo(shown.tag());
        assertThat(now.id()).isEqualTo(shown.id());
        assertThat(reviews.resolve(now.id(), shown.tag(), "Ben", "", OURS))
                .isInstanceOf(Answer.Stale.class);
        assertThat(reviews.resolve(now.id(), now.tag(), "Ben", "", OURS))
                .isInstanceOf(Answer.Kept.class);
    }

    @Test
    void likeConflictsAreDecidedAlikeAndCounted() {
        ReviewStage it = conflict();
        it.stage.user(Which.OURS).puts(2, Map.of("a", "x")).commits();
        it.stage.user(Which.OURS).puts(3, Map.of("a", "x", "b", "x")).commits();
        it.stage.user(Which.OURS).puts(4, Map.of("a", "x")).commits();
        it.settled();
        for (long key : new long[] {2, 4}) {
            it.stage.user(Which.OURS).puts(key, Map.of("a", "one")).commits();
            it.stage.user(Which.THEIRS).puts(key, Map.of("a", "other" + key)).commits();
        }
        it.stage.user(Which.OURS).puts(3, Map.of("a", "1", "b", "1")).commits();
        it.stage.user(Which.THEIRS).puts(3, Map.of("a", "2", "b", "2")).commits();
        it.settled();
        Reviews reviews = it.reviews(PLAIN);
        Shown one =
                reviews.list(Sought.ANY, null, 10).stream()
                        .filter(each -> each.row().equals(TwoWayStage.id(1)))
                        .findFirst()
                        .orElseThrow();
        Condition where = new Condition(Which.THEIRS, "a", new Value.Text("other4"));

        assertThat(reviews.countAlike(one.id(), null)).isEqualTo(3);
        assertThat(reviews.countAlike(one.id(), where)).isEqualTo(1);
        assertThat(reviews.resolveAlike(one.id(), one.tag(), "Anna", "all", OURS, where))
                .isEqualTo(new Tally(1, 0, 0, 0, 0));
        assertThat(reviews.resolveAlike(one.id(), "other", "Anna", "all", OURS, null))
                .isEqualTo(new Tally(0, 0, 1, 0, 0));
        assertThat(reviews.resolveAlike(one.id(), one.tag(), "Anna", "all", OURS, null))
                .isEqualTo(new Tally(2, 0, 0, 0, 0));

        it.settled();
        assertThat(reviews.list(Sought.ANY, null, 10))
                .extracting(Shown::row)
                .containsExactly(TwoWayStage.id(3));
        assertThat(it.stage.at(Which.THEIRS, 4, "a")).isEqualTo("one");
    }

    @Test
    void aGroupIsDecidedAsAWhole() {
        Rules rules = Rules.review().with(new Group("ab", List.of("a", "b"), Ask.ASK));
        ReviewStage it = new ReviewStage(rules).edited(Map.of("a", "1"), Map.of("b", "2"));
        assertThat(it.ask(it.resolve(byHand(Map.of("a", "3"))))).isInstanceOf(Answer.Refused.class);
        assertThat(it.ask(it.resolve(byHand(Map.of("a", "3", "b", "4")))))
                .isInstanceOf(Answer.Done.class);
        it.settled();
        assertThat(it.stage.at(Which.THEIRS, 1, "b")).isEqualTo("4");
    }

    @Test
    void nobodyDecidesWhereNothingRuns() {
        ReviewStage it = conflict();
        Reviews reviews = it.reviews(PLAIN);
        Shown shown = only(reviews);
        it.process.close();

        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> reviews.resolve(shown.id(), shown.tag(), "Anna", "", OURS))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.WRONG_STATE));
        assertThat(reviews.resolve(ReviewId.of(TwoWayStage.id(9), 1), "", "Anna", "", OURS))
                .isInstanceOf(Answer.Gone.class);
        assertThat(reviews.count(Sought.ANY)).isEqualTo(1);
    }

    @Test
    void whoListensHearsWhatIsFoundEditedAgainAndSettled() {
        List<String> heard = new ArrayList<>();
        ReviewListener listener =
                new ReviewListener() {
                    @Override
                    public void detected(RowId id, Review review) {
                        heard.add("detected");
                    }

                    @Override
                    public void resolved(RowId id, Review review, String by) {
                        heard.add("resolved by " + by);
                    }

                    @Override
                    public void escalated(RowId id, Review review) {
                        heard.add("escalated");
                    }

                    @Override
                    public void reopened(RowId id, Review review) {
                        heard.add("reopened");
                    }
                };
        ReviewStage it =
                new ReviewStage(Rules.review(), listener)
                        .edited(Map.of("a", "one", "b", "free"), Map.of("a", "other"));
        assertThat(heard).containsExactly("detected");
        it.stage.user(Which.THEIRS).puts(1, Map.of("b", "no matter")).commits();
        it.settled();
        assertThat(heard).containsExactly("detected");

        it.edited(Map.of("a", "two"), Map.of());
        it.ask(it.resolve(OURS));
        it.settled().edited(Map.of("a", "x"), Map.of("a", "y"));
        it.edited(Map.of("a", "y"), Map.of());

        assertThat(heard)
                .containsExactly(
                        "detected",
                        "reopened",
                        "resolved by Anna",
                        "detected",
                        "resolved by system");
    }
}
