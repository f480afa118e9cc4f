package io.syncline.testkit.twoway;

import static io.syncline.core.merge.Which.OURS;
import static io.syncline.core.merge.Which.THEIRS;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.UniqueHolders.Held;
import io.syncline.core.endpoint.UniqueHolders.Holder;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Review;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Errand;
import io.syncline.engine.review.Wish;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Two rows that were made at both ends with one unique value: each refuses the other. */
class InEachOthersWayTest {
    private static final int LONG = 2_000;
    private static final int FEW = 10;

    private final TwoWayStage stage = new TwoWayStage(Rules.review());
    private final TwoWayProcess process = stage.process();

    /** Both wait, and were tried so often that the next try is far. */
    private void bothWait() {
        process.step();
        stage.user(OURS).puts(1, Map.of("u", "same", "a", "x")).commits();
        stage.user(THEIRS).puts(2, Map.of("u", "same", "a", "y")).commits();
        stage.steps(process, LONG);
        assertThat(stage.review(1)).isNotNull();
        assertThat(stage.review(2)).isNotNull();
    }

    private long tries() {
        return stage.calls(OURS).count("apply") + stage.calls(THEIRS).count("apply");
    }

    private boolean equal() {
        return stage.row(OURS, 1) != null
                && stage.row(OURS, 2) != null
                && stage.row(THEIRS, 1) != null
                && stage.row(THEIRS, 2) != null;
    }

    @Test
    void eachEndNamesTheRowInTheWay() {
        bothWait();
        Row row = Row.of(Map.of("id", new Value.Int(1), "u", new Value.Text("same")));
        assertThat(stage.replica(THEIRS).held(TwoWayStage.id(1), row))
                .isEqualTo(
                        new Held(List.of(new Holder(List.of("u"), TwoWayStage.id(2))), List.of()));
        assertThat(stage.replica(OURS).held(TwoWayStage.id(1), row)).isEqualTo(Held.NOTHING);
        assertThat(stage.replica(OURS).held(TwoWayStage.id(2), row).holders())
                .extracting(Holder::fields)
                .containsExactlyInAnyOrder(List.of("u"), List.of("id"));
        Row silent = Row.of(Map.of("id", new Value.Int(3)));
        assertThat(stage.replica(OURS).held(TwoWayStage.id(3), silent).unasked())
                .containsExactly("u");
    }

    @Test
    void whoHasLookedLetsARowBeTriedAsSoonAsTheOtherChanges() {
        bothWait();
        process.isInTheWay(TwoWayStage.id(2), TwoWayStage.id(1));
        process.isInTheWay(TwoWayStage.id(1), TwoWayStage.id(2));
        stage.user(THEIRS).puts(2, Map.of("u", "other")).commits();
        stage.steps(process, FEW * 10);
        assertThat(equal()).isTrue();
        for (Which which : Which.values()) {
            assertThat(stage.at(which, 1, "u")).isEqualTo("same");
            assertThat(stage.at(which, 2, "u")).isEqualTo("other");
        }
    }

    @Test
    void ofWhatNobodyHasLookedAtTheNextTryComesInItsTime() {
        bothWait();
        stage.user(THEIRS).puts(2, Map.of("u", "other")).commits();
        stage.steps(process, FEW * 10);
        assertThat(equal()).isFalse();
        stage.steps(process, LONG * 4);
        assertThat(equal()).isTrue();
    }

    /** A person does not wait for the row's next turn, which is far. */
    @Test
    void aDecisionAboutARowThatRestsIsTakenAtOnce() {
        bothWait();
        Review review = Objects.requireNonNull(stage.review(1));
        Wish wish =
                new Wish.Resolve(
                        "Anna", "", review.id(), review.tag(), new Ruling.Keep(THEIRS), false);
        Errand errand = Errand.of(TwoWayStage.id(1), wish);
        process.ask(errand);
        stage.steps(process, FEW);
        assertThat(errand.answer()).isInstanceOf(Answer.Done.class);
    }

    /** Also once they are told again and again, as by a person who looks every second. */
    @Test
    void rowsThatBlockEachOtherDoNotWakeEachOther() {
        bothWait();
        long before = tries();
        for (int i = 0; i < 100; i++) {
            process.isInTheWay(TwoWayStage.id(2), TwoWayStage.id(1));
            process.isInTheWay(TwoWayStage.id(1), TwoWayStage.id(2));
            stage.steps(process, FEW);
        }
        assertThat(tries() - before).isLessThan(FEW);
        // One changes, and is in the way all the same: one more try, and then they rest.
        stage.user(THEIRS).puts(2, Map.of("a", "z")).commits();
        long then = tries();
        stage.steps(process, LONG);
        assertThat(tries() - then).isLessThan(4 * FEW);
    }
}
