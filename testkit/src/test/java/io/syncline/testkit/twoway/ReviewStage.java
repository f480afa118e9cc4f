package io.syncline.testkit.twoway;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Review;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Errand;
import io.syncline.engine.review.History;
import io.syncline.engine.review.ReviewListener;
import io.syncline.engine.review.ReviewPolicy;
import io.syncline.engine.review.Reviews;
import io.syncline.engine.review.Rollback;
import io.syncline.engine.review.Wish;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A two-way world of one row, and people who decide what waits of it. */
final class ReviewStage {
    static final Ruling OURS = new Ruling.Keep(Which.OURS);
    static final Ruling THEIRS = new Ruling.Keep(Which.THEIRS);

    final TwoWayStage stage;
    final TwoWayProcess process;

    /** A row that both ends have, with {@code old} in each text. */
    ReviewStage(Rules rules) {
        this(rules, ReviewListener.NOBODY);
    }

    /** The same with somebody who hears of what waits. */
    ReviewStage(Rules rules, ReviewListener listener) {
        this.stage = new TwoWayStage(rules);
        this.process = stage.process(listener);
        process.step();
        stage.user(Which.OURS).puts(1, Map.of("a", "old", "b", "old", "n", 1)).commits();
        settled();
    }

    /** Both ends' users change the row before the loop looks again. */
    ReviewStage edited(Map<String, ?> ours, Map<String, ?> theirs) {
        stage.user(Which.OURS).puts(1, ours).commits();
        stage.user(Which.THEIRS).puts(1, theirs).commits();
        return settled();
    }

    /** Lets the loop go on until it has nothing to do. */
    ReviewStage settled() {
        stage.settle(process);
        return this;
    }

    Review review() {
        return Objects.requireNonNull(stage.review(1));
    }

    /** What Anna wants of what is shown now. */
    Wish.Resolve resolve(Ruling ruling) {
        return resolve("Anna", ruling, false);
    }

    Wish.Resolve resolve(String by, Ruling ruling, boolean confirmed) {
        return new Wish.Resolve(by, "as agreed", review().id(), review().tag(), ruling, confirmed);
    }

    static Ruling byHand(Map<String, String> texts) {
        Map<String, Value> values = new TreeMap<>();
        texts.forEach((name, text) -> values.put(name, new Value.Text(text)));
        return new Ruling.ByHand(values);
    }

    /** Asks, and waits for the answer. */
    Answer ask(Wish wish) {
        return answered(Errand.of(TwoWayStage.id(1), wish));
    }

    Answer answered(Errand errand) {
        process.ask(errand);
        stage.until(process, () -> errand.answer() != null);
        return Objects.requireNonNull(errand.answer());
    }

    /** The row's latest episode. */
    Episode latest() {
        return stage.history(1).getFirst();
    }

    /** The conflicts, as people see them who have to keep to a policy. */
    Reviews reviews(ReviewPolicy policy) {
        return new Reviews(TwoWayStage.FLOW, stage.pairs(), policy, this::took, stage.time);
    }

    /** The history, as people see it. */
    History history() {
        ReviewPolicy plain = ReviewPolicy.plain(_ -> Rules.review());
        return new History(TwoWayStage.FLOW, stage.pairs(), plain, this::took, stage.time);
    }

    /** The way back from a span of time, as people see it. */
    Rollback rollback() {
        return new Rollback(TwoWayStage.FLOW, stage.pairs(), this::took, stage.time);
    }

    private boolean took(Errand errand) {
        boolean open = process.ask(errand);
        if (open) {
            stage.until(process, () -> errand.answer() != null);
        }
        return open;
    }
}
