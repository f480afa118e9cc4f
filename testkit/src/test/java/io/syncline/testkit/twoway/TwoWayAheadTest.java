package io.syncline.testkit.twoway;

import static io.syncline.core.merge.Which.OURS;
import static io.syncline.core.merge.Which.THEIRS;
import static io.syncline.testkit.twoway.TwoWayStage.CRASH;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Sum;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Rows of a round that are looked at before the round ahead of it has decided anything, and debts
 * that a round's settlement does not name.
 */
class TwoWayAheadTest {
    private static final Rules COUNTS = Rules.review().with("n", Sum.SUM);

    private static TwoWayStage stage(Rules rules, int rowsMax) {
        return new TwoWayStage(rules, rowsMax, UnaryOperator.identity(), false);
    }

    /** Two owners for a moment: the earlier one has looked at a row before the later one began. */
    @Test
    void anEarlierOwnerDecidesNothing() {
        TwoWayStage stage = stage(Rules.review(), 1);
        TwoWayProcess one = stage.begun(1, Map.of("a", "old"));
        stage.user(OURS).puts(1, Map.of("a", "early")).puts(2, Map.of("a", "next")).commits();
        TwoWayProcess two = stage.process();
        Runnable late =
                () -> {
                    stage.user(OURS).puts(1, Map.of("a", "late")).commits();
                    stage.settle(two);
                };
        // The look at the second row, which comes before the first one's decision.
        stage.calls(THEIRS).before("current", () -> stage.calls(THEIRS).before("current", late));
        stage.until(one, () -> stage.at(THEIRS, 1, "a").equals("late"));
        int episodes = stage.history(1).size();

        stage.until(one, one::ended);
        stage.settle(two);

        assertThat(stage.history(1)).hasSize(episodes);
        assertThat(stage.at(OURS, 1, "a")).isEqualTo("late");
    }

    @Test
    void theNextRowsAreLookedAtBeforeTheFirstAreWritten() {
        TwoWayStage stage = stage(Rules.review(), 1);
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        AtomicBoolean ahead = new AtomicBoolean();
        stage.user(OURS).puts(1, Map.of("a", "one")).puts(2, Map.of("a", "two")).commits();
        stage.calls(THEIRS)
                .before(
                        "current",
                        () ->
                                stage.calls(THEIRS)
                                        .before(
                                                "current",
                                                () ->
                                                        ahead.set(
                                                                stage.at(THEIRS, 1, "a")
                                                                        .equals("old"))));

        stage.settle(process);

        assertThat(ahead).isTrue();
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("one");
        assertThat(stage.at(THEIRS, 2, "a")).isEqualTo("two");
    }

    /** It would be merged with what was agreed before the first of them. */
    @Test
    void aRowIsDealtWithByOneRoundAtATime() {
        TwoWayStage stage = stage(COUNTS, 10);
        TwoWayProcess process = stage.begun(1, Map.of("n", 10));
        stage.user(OURS).puts(1, Map.of("n", 12)).commits();
        stage.calls(THEIRS)
                .before("current", () -> stage.user(OURS).puts(1, Map.of("n", 13)).commits());

        stage.settle(process);

        assertThat(stage.at(OURS, 1, "n")).isEqualTo(13L);
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(13L);
    }

    /** What was looked at ahead has changed by the time it is written. */
    @Test
    void aRowThatIsEditedAfterItWasLookedAtAheadIsLookedAtAgain() {
        TwoWayStage stage = stage(COUNTS, 1);
        TwoWayProcess process = stage.begun(1, Map.of("n", 1));
        stage.user(OURS).puts(2, Map.of("n", 10)).commits();
        stage.settle(process);
        stage.user(OURS).puts(1, Map.of("n", 2)).puts(2, Map.of("n", 12)).commits();
        stage.calls(THEIRS)
                .before("begin", () -> stage.user(THEIRS).puts(2, Map.of("n", 15)).commits());

        stage.settle(process);

        assertThat(stage.at(OURS, 2, "n")).isEqualTo(17L);
        assertThat(stage.at(THEIRS, 2, "n")).isEqualTo(17L);
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(2L);
    }

    /** The settlement of other rows must not count for those that a crash has left. */
    @Test
    void whatACrashHasLeftOwingIsOwedUntilItIsGiven() {
        TwoWayStage stage = stage(Rules.review(), 1);
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        stage.user(OURS).puts(2, Map.of("a", "old")).puts(3, Map.of("a", "old")).commits();
        stage.settle(process);
        Map<String, String> changed = Map.of("a", "new");
        stage.user(OURS).puts(2, changed).puts(3, changed).puts(1, changed).commits();
        Interruptions calls = stage.calls(THEIRS);
        Runnable last = () -> calls.before("begin", CRASH);
        calls.before("begin", () -> calls.before("begin", last));
        stage.crashes(process);
        assertThat(stage.at(THEIRS, 3, "a")).isEqualTo("new");
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("old");

        // So that the others come first.
        stage.user(THEIRS).puts(1, Map.of("b", "too")).commits();
        stage.settle(stage.process());

        assertThat(stage.at(OURS, 1, "a")).isEqualTo("new");
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("new");
    }

    /** The round is settled, and what it could not write is not paid by that. */
    @Test
    void whatARoundCouldNotWriteIsOwedThoughItIsSettled() {
        TwoWayStage stage = stage(COUNTS, 10);
        TwoWayProcess process = stage.begun(1, Map.of("n", 10));
        stage.user(OURS).puts(1, Map.of("n", 12)).commits();
        stage.calls(THEIRS)
                .before("apply", () -> stage.user(THEIRS).puts(1, Map.of("n", 14)).commits());

        stage.settle(process);

        assertThat(stage.at(OURS, 1, "n")).isEqualTo(16L);
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(16L);
    }

    /** A receipt tells of the latest round's writes alone. */
    @Test
    void aRoundIsSettledBeforeTheNextOneWrites() {
        TwoWayStage stage = stage(COUNTS, 1);
        TwoWayProcess process = stage.begun(1, Map.of("n", 10));
        stage.user(OURS).puts(2, Map.of("n", 10)).puts(3, Map.of("n", 10)).commits();
        stage.settle(process);
        stage.late = () -> true;
        stage.user(OURS).puts(1, Map.of("n", 12)).puts(2, Map.of("n", 12)).commits();
        stage.user(OURS).puts(3, Map.of("n", 12)).commits();
        Interruptions calls = stage.calls(THEIRS);
        Runnable third = () -> calls.before("current", CRASH);
        calls.before("current", () -> calls.before("current", third));
        stage.crashes(process);
        assertThat(stage.at(THEIRS, 2, "n")).isEqualTo(12L);
        assertThat(stage.at(THEIRS, 3, "n")).isEqualTo(10L);

        stage.settle(stage.process());

        for (int id = 1; id <= 3; id++) {
            assertThat(stage.at(OURS, id, "n")).isEqualTo(12L);
            assertThat(stage.at(THEIRS, id, "n")).isEqualTo(12L);
        }
    }

    /** What is known of it is of before it was written, until that is noted. */
    @Test
    void aRowIsNotLookedAtUntilItIsNotedWhatBecameOfIt() {
        TwoWayStage stage = stage(COUNTS, 1);
        TwoWayProcess process = stage.begun(1, Map.of("n", 10));
        stage.user(OURS).puts(2, Map.of("n", 10)).commits();
        stage.settle(process);
        stage.user(OURS).puts(1, Map.of("n", 12)).puts(2, Map.of("n", 12)).commits();
        AtomicBoolean settling = new AtomicBoolean();
        stage.late = () -> settling.getAndSet(false);
        stage.calls(THEIRS)
                .after(
                        "commit",
                        () -> {
                            stage.user(OURS).puts(1, Map.of("n", 13)).commits();
                            settling.set(true);
                        });

        stage.settle(process);

        assertThat(settling).isFalse();
        assertThat(stage.at(OURS, 1, "n")).isEqualTo(13L);
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(13L);
        assertThat(stage.at(THEIRS, 2, "n")).isEqualTo(12L);
    }
}
