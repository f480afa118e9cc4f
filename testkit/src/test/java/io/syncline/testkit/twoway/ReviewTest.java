package io.syncline.testkit.twoway;

import static io.syncline.core.merge.Conflict.Kind.UNIQUE;
import static io.syncline.testkit.twoway.ReviewStage.OURS;
import static io.syncline.testkit.twoway.ReviewStage.THEIRS;
import static io.syncline.testkit.twoway.ReviewStage.byHand;
import static io.syncline.testkit.twoway.TwoWayStage.CRASH;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Review;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Errand;
import io.syncline.engine.review.Preview;
import io.syncline.engine.review.Wish;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A person decides what waits, through the real loop. */
class ReviewTest {
    private static ReviewStage conflict() {
        return new ReviewStage(Rules.review())
                .edited(Map.of("a", "one", "b", "free"), Map.of("a", "other"));
    }

    private static void both(ReviewStage it, String field, Object value) {
        assertThat(it.stage.at(Which.OURS, 1, field)).isEqualTo(value);
        assertThat(it.stage.at(Which.THEIRS, 1, field)).isEqualTo(value);
    }

    @Test
    void theSideThatAPersonKeepsIsThereAtBothEnds() {
        for (Which kept : Which.values()) {
            ReviewStage it = conflict();

            Answer answer = it.ask(it.resolve(kept == Which.OURS ? OURS : THEIRS));

            Episode episode = it.latest();
            assertThat(answer).isInstanceOf(Answer.Done.class);
            assertThat(episode.round()).isEqualTo(((Answer.Done) answer).round());
            assertThat(episode.by()).isEqualTo("Anna");
            assertThat(episode.deed()).isEqualTo(Deed.of(Deed.Kind.RESOLVED, "as agreed"));
            assertThat(episode.settled())
                    .singleElement()
                    .satisfies(
                            each -> {
                                assertThat(each.ours()).isEqualTo(new Value.Text("one"));
                                assertThat(each.theirs()).isEqualTo(new Value.Text("other"));
                                assertThat(each.rule()).isEqualTo("resolution");
                            });
            it.settled();
            both(it, "a", kept == Which.OURS ? "one" : "other");
            both(it, "b", "free");
            assertThat(it.stage.review(1)).isNull();
        }
    }

    @Test
    void valuesMadeByHandAreThereAtBothEnds() {
        ReviewStage it = conflict();

        assertThat(it.ask(it.resolve(byHand(Map.of("a", "both"))))).isInstanceOf(Answer.Done.class);

        it.settled();
        both(it, "a", "both");
    }

    /** Stale review: a person decides on sides that are not there any more. */
    @Test
    void aDecisionOfWhatWasEditedSinceIsStale() {
        ReviewStage it = conflict();
        Wish late = it.resolve(OURS);
        it.stage.user(Which.THEIRS).puts(1, Map.of("a", "newer")).commits();

        Answer answer = it.ask(late);

        assertThat(answer).isInstanceOf(Answer.Stale.class);
        Answer.Stale stale = (Answer.Stale) answer;
        assertThat(Objects.requireNonNull(stale.theirs().row()).get("a"))
                .isEqualTo(new Value.Text("newer"));
        assertThat(stale.review()).isNotNull();
        it.settled();
        assertThat(it.stage.at(Which.THEIRS, 1, "a")).isEqualTo("newer");
        assertThat(it.stage.at(Which.OURS, 1, "a")).isEqualTo("one");
        assertThat(it.ask(it.resolve(OURS))).isInstanceOf(Answer.Done.class);
    }

    /** Stale review: an edit comes between the look and the write. */
    @Test
    void anEditThatADecisionDidNotSeeIsNotOverwritten() {
        ReviewStage it = conflict();
        it.stage
                .calls(Which.THEIRS)
                .before(
                        "apply",
                        () -> it.stage.user(Which.THEIRS).puts(1, Map.of("a", "late")).commits());

        assertThat(it.ask(it.resolve(OURS))).isInstanceOf(Answer.Done.class);

        it.settled();
        assertThat(it.stage.at(Which.THEIRS, 1, "a")).isEqualTo("late");
        assertThat(it.stage.at(Which.OURS, 1, "a")).isEqualTo("one");
        assertThat(it.review().conflicts()).hasSize(1);
    }

    @Test
    void aSecondDecisionIsStale() {
        ReviewStage it = conflict();
        Wish first = it.resolve(OURS);
        Wish second = it.resolve(THEIRS);
        it.ask(first);

        Answer answer = it.ask(second);

        assertThat(answer).isInstanceOf(Answer.Stale.class);
        assertThat(((Answer.Stale) answer).review()).isNull();
        it.settled();
        both(it, "a", "one");
    }

    @Test
    void whatTwoAskAtOnceOneGets() {
        ReviewStage it = conflict();
        Errand one = Errand.of(TwoWayStage.id(1), it.resolve(OURS));
        Errand other = Errand.of(TwoWayStage.id(1), it.resolve(THEIRS));
        it.process.ask(one);

        it.answered(other);

        assertThat(one.answer()).isInstanceOf(Answer.Done.class);
        assertThat(other.answer()).isInstanceOf(Answer.Stale.class);
    }

    /** Decided and not delivered: the next process delivers it. */
    @Test
    void aDecisionSurvivesACrashBeforeItsDelivery() {
        for (Which which : Which.values()) {
            ReviewStage it = conflict();
            it.process.ask(Errand.of(TwoWayStage.id(1), it.resolve(byHand(Map.of("a", "both")))));
            it.stage.calls(which).before("commit", CRASH);

            it.stage.settleOverACrash(it.process);

            both(it, "a", "both");
            assertThat(it.stage.review(1)).isNull();
        }
    }

    /** Durable before the answer: who is the owner no more has decided nothing, and says so. */
    @Test
    void anEarlierOwnersDecisionIsNotAnsweredAsDone() {
        ReviewStage it = conflict();
        TwoWayProcess later = it.stage.process();
        later.step();
        Errand errand = Errand.of(TwoWayStage.id(1), it.resolve(OURS));
        it.process.ask(errand);

        it.stage.until(it.process, it.process::ended);

        assertThat(errand.answer()).isInstanceOf(Answer.Unknown.class);
        it.stage.settle(later);
        assertThat(it.stage.review(1)).isNotNull();
        assertThat(it.stage.history(1)).noneMatch(each -> each.deed() != null);
    }

    @Test
    void aLoopThatIsClosedAnswersThatItDoesNotKnow() {
        ReviewStage it = conflict();
        Errand errand = Errand.of(TwoWayStage.id(1), it.resolve(OURS));
        it.process.ask(errand);

        it.process.close();

        assertThat(errand.answer()).isInstanceOf(Answer.Unknown.class);
        it.stage.settle(it.stage.process());
        assertThat(it.stage.review(1)).isNotNull();
    }

    @Test
    void oneOfTwoConflictsIsDecidedAndTheOtherWaitsOn() {
        ReviewStage it =
                new ReviewStage(Rules.review())
                        .edited(Map.of("a", "1", "b", "1"), Map.of("a", "2", "b", "2"));
        String id = it.review().id().text();

        Answer answer = it.ask(it.resolve(byHand(Map.of("a", "3"))));

        assertThat(((Answer.Done) answer).left()).extracting(Conflict::path).containsExactly("b");
        it.settled();
        both(it, "a", "3");
        assertThat(it.stage.at(Which.OURS, 1, "b")).isEqualTo("1");
        assertThat(it.review().id().text()).isEqualTo(id);
        assertThat(it.ask(it.resolve(THEIRS))).isInstanceOf(Answer.Done.class);
        it.settled();
        both(it, "b", "2");
        assertThat(it.stage.review(1)).isNull();
    }

    @Test
    void valuesThatCannotBeAreRefused() {
        ReviewStage it = conflict();
        long episodes = it.stage.history(1).size();

        assertThat(it.ask(it.resolve(byHand(Map.of("b", "x"))))).isInstanceOf(Answer.Refused.class);
        assertThat(it.ask(it.resolve(byHand(Map.of())))).isInstanceOf(Answer.Refused.class);
        Wish number = it.resolve(new Ruling.ByHand(Map.of("a", new Value.Int(1))));
        assertThat(it.ask(number)).isInstanceOf(Answer.Refused.class);
        assertThat(it.stage.history(1)).hasSize((int) episodes);
        assertThat(it.review().conflicts()).hasSize(1);
    }

    @Test
    void aDeleteThatMeetsAnEditGoesAsThePersonSays() {
        for (boolean stays : new boolean[] {true, false}) {
            ReviewStage it = new ReviewStage(Rules.review().with(RowPolicy.review()));
            it.stage.user(Which.OURS).deletes(1).commits();
            it.stage.user(Which.THEIRS).puts(1, Map.of("a", "edited")).commits();
            it.settled();

            assertThat(it.ask(it.resolve(stays ? THEIRS : OURS))).isInstanceOf(Answer.Done.class);

            it.settled();
            assertThat(it.stage.row(Which.OURS, 1) != null).isEqualTo(stays);
            assertThat(it.stage.row(Which.THEIRS, 1) != null).isEqualTo(stays);
            assertThat(it.stage.review(1)).isNull();
        }
    }

    @Test
    void aPreviewTellsWhatEachEndWouldBeGivenAndDoesNothing() {
        ReviewStage it = conflict();
        Wish wish = it.resolve(byHand(Map.of("a", "both")));

        Answer answer = it.answered(Errand.preview(TwoWayStage.id(1), wish));

        Preview preview = ((Answer.Previewed) answer).preview();
        assertThat(preview.ours().changes())
                .containsExactly(
                        new Preview.FieldStep("a", new Value.Text("one"), new Value.Text("both")));
        assertThat(preview.theirs().changes())
                .containsExactly(
                        new Preview.FieldStep(
                                "a", new Value.Text("other"), new Value.Text("both")));
        it.settled();
        assertThat(it.stage.at(Which.OURS, 1, "a")).isEqualTo("one");
        assertThat(it.ask(wish)).isInstanceOf(Answer.Done.class);
    }

    /** What an end refuses is agreed, and waits all the same. */
    private static TwoWayStage refused() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.process();
        process.step();
        stage.user(Which.THEIRS).puts(2, Map.of("u", "taken")).commits();
        stage.settle(process);
        stage.user(Which.OURS).puts(1, Map.of("a", "new")).commits();
        stage.settle(process);
        return stage;
    }

    @Test
    void whatAnEndRefusesIsMadeAnotherOrTakenBack() {
        for (boolean another : new boolean[] {true, false}) {
            TwoWayStage stage = refused();
            TwoWayProcess process = stage.process();
            process.step();
            stage.user(Which.OURS).deletes(2).commits();
            stage.user(Which.OURS).puts(1, Map.of("u", "taken")).commits();
            stage.user(Which.THEIRS).puts(2, Map.of("b", "kept")).commits();
            stage.until(process, () -> stage.review(1) != null);
            stage.steps(process, 50);
            Review review = Objects.requireNonNull(stage.review(1));
            assertThat(review.conflicts()).extracting(Conflict::kind).containsExactly(UNIQUE);
            Ruling ruling = another ? byHand(Map.of("u", "other")) : THEIRS;
            Wish same = resolution(review, byHand(Map.of("u", "taken")));
            Wish wish = resolution(review, ruling);

            assertThat(asked(stage, process, same)).isInstanceOf(Answer.Refused.class);
            assertThat(asked(stage, process, wish)).isInstanceOf(Answer.Done.class);

            stage.steps(process, 100);
            for (Which which : Which.values()) {
                assertThat(stage.at(which, 1, "u")).isEqualTo(another ? "other" : null);
                assertThat(stage.at(which, 1, "a")).isEqualTo("new");
            }
            assertThat(stage.review(1)).isNull();
        }
    }

    private static Wish resolution(Review review, Ruling ruling) {
        return new Wish.Resolve("Anna", "", review.id(), review.tag(), ruling, false);
    }

    private static Answer asked(TwoWayStage stage, TwoWayProcess process, Wish wish) {
        Errand errand = Errand.of(TwoWayStage.id(1), wish);
        process.ask(errand);
        stage.until(process, () -> errand.answer() != null);
        return Objects.requireNonNull(errand.answer());
    }
}
