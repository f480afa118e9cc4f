package io.syncline.testkit.twoway;

import static io.syncline.testkit.twoway.ReviewStage.OURS;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.RowId;
import io.syncline.core.merge.Approved;
import io.syncline.core.merge.Extreme;
import io.syncline.core.merge.RuleSpec;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.Sought;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.FourEyes;
import io.syncline.engine.review.ReviewListener;
import io.syncline.engine.review.ReviewPolicy;
import io.syncline.engine.review.ReviewTerms;
import io.syncline.engine.review.ReviewTimer;
import io.syncline.engine.review.Reviews;
import io.syncline.engine.review.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a configuration says of how people review: by two, by whom, until when. */
class ReviewTermsTest {
    private static final Ruling SOURCE = new Ruling.ByStrategy(RuleSpec.of("source_wins"));
    private static final Duration HOUR = Duration.ofHours(1);
    private final List<String> heard = new ArrayList<>();

    private final ReviewListener listener =
            new ReviewListener() {
                @Override
                public void detected(RowId id, Review review) {}

                @Override
                public void resolved(RowId id, Review review, String by) {
                    heard.add("resolved by " + by);
                }

                @Override
                public void reopened(RowId id, Review review) {}

                @Override
                public void escalated(RowId id, Review review) {
                    heard.add("escalated to " + review.care().assignedTo());
                }
            };

    private ReviewStage conflict(Rules rules) {
        return new ReviewStage(rules, listener)
                .edited(Map.of("a", "one", "n", 5), Map.of("a", "other", "n", 7));
    }

    private static ReviewTerms two(FourEyes eyes) {
        return new ReviewTerms(eyes, null, null, null, null);
    }

    private static Reviews reviews(ReviewStage it, Rules rules, ReviewTerms terms) {
        return it.reviews(new ReviewPolicy(_ -> rules, terms, (_, _) -> false));
    }

    private static Shown only(Reviews reviews) {
        return reviews.list(Sought.ANY, null, 10).getFirst();
    }

    private static Answer resolve(Reviews reviews, String by, Ruling ruling) {
        Shown shown = only(reviews);
        return reviews.resolve(shown.id(), shown.tag(), by, "so", ruling);
    }

    @Test
    void anotherStrategyDecidesOnceAndTheHistoryKeepsWhichItStoodFor() {
        ReviewStage it = conflict(Rules.review());

        Answer answer = it.ask(it.resolve(SOURCE));
        it.settled();

        assertThat(answer).isInstanceOf(Answer.Done.class);
        assertThat(it.stage.at(Which.THEIRS, 1, "a")).isEqualTo("one");
        assertThat(it.latest().settled())
                .allSatisfy(
                        each ->
                                assertThat(each.because())
                                        .startsWith("as agreed: source_wins instead of")
                                        .contains("manual_review"));
        it.edited(Map.of("a", "again"), Map.of("a", "anew"));
        assertThat(it.stage.review(1)).isNotNull();
    }

    @Test
    void anotherStrategyDecidesARowThatOneEndHasDeleted() {
        ReviewStage it = new ReviewStage(Rules.review());
        it.stage.user(Which.OURS).puts(1, Map.of("a", "one")).commits();
        it.stage.user(Which.THEIRS).deletes(1).commits();
        it.settled();

        assertThat(it.ask(it.resolve(SOURCE))).isInstanceOf(Answer.Done.class);

        it.settled();
        assertThat(it.stage.at(Which.THEIRS, 1, "a")).isEqualTo("one");
    }

    @Test
    void aStrategyThatCannotSayDecidesNothing() {
        ReviewStage it = conflict(Rules.review());
        Ruling lowest = new Ruling.ByStrategy(RuleSpec.of("sum"));
        it.edited(Map.of("n", 5), Map.of("n", 5));

        assertThat(it.ask(it.resolve(lowest))).isInstanceOf(Answer.Refused.class);

        assertThat(it.stage.review(1)).isNotNull();
    }

    @Test
    void twoDecideAboutAFieldAndOneAboutAnother() {
        Rules rules = Rules.review();
        ReviewStage it = conflict(rules);
        Reviews reviews = reviews(it, rules, two(new FourEyes(false, Set.of("item.n"), Set.of())));

        assertThat(resolve(reviews, "Anna", ReviewStage.byHand(Map.of("a", "mine"))))
                .isInstanceOf(Answer.Done.class);
        it.settled();
        assertThat(resolve(reviews, "Anna", OURS)).isInstanceOf(Answer.Kept.class);
        assertThat(resolve(reviews, "Anna", OURS)).isInstanceOf(Answer.Refused.class);
        it.settled();
        assertThat(it.stage.at(Which.THEIRS, 1, "n")).isEqualTo(7L);
        assertThat(resolve(reviews, "Ben", OURS)).isInstanceOf(Answer.Done.class);
        it.settled();
        assertThat(it.stage.at(Which.THEIRS, 1, "n")).isEqualTo(5L);
        assertThat(Objects.requireNonNull(it.latest().deed()).confirmedBy()).isEqualTo("Ben");
    }

    @Test
    void twoAgreeToWhatARuleThatAsksForApprovalProposes() {
        Rules rules = Rules.review().with("n", new Approved(new Extreme(true)));
        ReviewStage it = new ReviewStage(rules, listener).edited(Map.of("n", 5), Map.of("n", 7));
        String word = it.review().conflicts().getFirst().rule();
        Reviews reviews = reviews(it, rules, two(new FourEyes(false, Set.of(), Set.of(word))));

        assertThat(resolve(reviews, "Anna", Ruling.Proposed.PROPOSED))
                .isInstanceOf(Answer.Kept.class);
        assertThat(resolve(reviews, "Ben", Ruling.Proposed.PROPOSED))
                .isInstanceOf(Answer.Done.class);

        it.settled();
        assertThat(it.stage.at(Which.OURS, 1, "n")).isEqualTo(7L);
    }

    @Test
    void aRowAsSuchCountsAsAllOfItsFields() {
        Rules rules = Rules.review();
        ReviewStage it = new ReviewStage(rules, listener);
        it.stage.user(Which.OURS).puts(1, Map.of("a", "one")).commits();
        it.stage.user(Which.THEIRS).deletes(1).commits();
        it.settled();

        Reviews reviews = reviews(it, rules, two(new FourEyes(false, Set.of("n"), Set.of())));

        assertThat(resolve(reviews, "Anna", OURS)).isInstanceOf(Answer.Kept.class);
    }

    private static ReviewTimer timer(ReviewStage it, ReviewTerms terms) {
        return new ReviewTimer(
                TwoWayStage.FLOW, it.stage.pairs(), terms, it.process::ask, it.stage.time);
    }

    private static void passes(ReviewStage it, ReviewTimer timer, Duration time) {
        it.stage.time.pass(time);
        for (int i = 0; i < 3; i++) {
            timer.look();
            it.settled();
            it.stage.time.pass(Duration.ofSeconds(6));
        }
    }

    private static ReviewTerms within(@Nullable String strategy, @Nullable String escalateTo) {
        return new ReviewTerms(
                FourEyes.NONE,
                HOUR,
                strategy == null ? null : RuleSpec.of(strategy),
                escalateTo,
                null);
    }

    @Test
    void whatHasWaitedTooLongIsToldOnceAndGivenToSomebodyElse() {
        ReviewStage it = conflict(Rules.review());
        ReviewTerms terms = within(null, "role:admin");
        ReviewTimer timer = timer(it, terms);

        passes(it, timer, Duration.ofMinutes(50));
        assertThat(heard).isEmpty();
        passes(it, timer, HOUR);
        passes(it, timer, HOUR);
        passes(it, timer(it, terms), HOUR);

        assertThat(heard).containsExactly("escalated to role:admin");
        assertThat(it.latest().by()).isEqualTo(Episode.SYSTEM);
        assertThat(only(reviews(it, Rules.review(), terms)).state())
                .isEqualTo(Shown.State.ESCALATED);
    }

    @Test
    void whatHasWaitedTooLongIsSettledByAStrategy() {
        ReviewStage it = conflict(Rules.review());

        passes(it, timer(it, within("destination_wins", null)), HOUR);

        assertThat(heard).containsExactly("resolved by " + Episode.SYSTEM);
        assertThat(it.stage.at(Which.OURS, 1, "a")).isEqualTo("other");
        assertThat(it.stage.at(Which.OURS, 1, "n")).isEqualTo(7L);
    }

    @Test
    void whatNeitherThatStrategyCanSayIsTold() {
        ReviewStage it = new ReviewStage(Rules.review(), listener);
        it.edited(Map.of("a", "one"), Map.of("a", "other"));

        passes(it, timer(it, within("sum", null)), HOUR);

        assertThat(heard).containsExactly("escalated to null");
        assertThat(it.stage.review(1)).isNotNull();
        assertThat(Objects.requireNonNull(it.latest().deed()).reason()).contains("too long: ");
    }

    @Test
    void aTimeOfItsOwnHoldsForWhatWasAssignedUntilThen() {
        ReviewStage it = conflict(Rules.review());
        ReviewTerms terms = new ReviewTerms(FourEyes.NONE, null, null, null, null);
        Reviews reviews = reviews(it, Rules.review(), terms);
        long due = it.stage.time.wallMillis() + Duration.ofMinutes(30).toMillis();
        reviews.assign(only(reviews).id(), "Anna", "", "Ben", due);
        ReviewTimer timer = timer(it, terms);

        passes(it, timer, Duration.ofMinutes(20));
        assertThat(heard).isEmpty();
        passes(it, timer, Duration.ofMinutes(20));
        assertThat(heard).containsExactly("escalated to Ben");

        reviews.assign(only(reviews).id(), "Anna", "", "Ben", due + 2 * HOUR.toMillis());
        assertThat(only(reviews).state()).isEqualTo(Shown.State.PENDING);
        passes(it, timer, HOUR.multipliedBy(3));
        assertThat(heard).hasSize(2);
    }

    @Test
    void whoeverIsNamedForAllIsShownWhereNobodyElseIs() {
        ReviewStage it = conflict(Rules.review());
        ReviewTerms terms = new ReviewTerms(FourEyes.NONE, HOUR, null, null, "Mira");
        Reviews reviews = reviews(it, Rules.review(), terms);
        Sought hers = new Sought(null, null, null, null, null, "Mira", true);

        Care care = only(reviews).care();

        assertThat(care.assignedTo()).isEqualTo("Mira");
        assertThat(care.dueMillis()).isEqualTo(only(reviews).sinceMillis() + HOUR.toMillis());
        assertThat(reviews.count(hers)).isEqualTo(1);
        reviews.assign(only(reviews).id(), "Anna", "", "Ben", null);
        assertThat(reviews.count(hers)).isZero();
    }
}
