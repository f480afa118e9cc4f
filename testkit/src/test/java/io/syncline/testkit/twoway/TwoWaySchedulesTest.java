package io.syncline.testkit.twoway;

import static io.syncline.core.merge.Which.OURS;
import static io.syncline.core.merge.Which.THEIRS;
import static io.syncline.testkit.twoway.TwoWayStage.CRASH;
import static io.syncline.testkit.twoway.TwoWayStage.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Sum;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.Rows;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Schedules that would break a simpler two-way loop, step by step: what is read when, what is
 * decided before what is written, and what is known after a crash, a lost answer or a second owner.
 */
class TwoWaySchedulesTest {
    private static final Rules COUNTS = Rules.review().with("n", Sum.SUM);

    /** Read before visible. */
    @Test
    void aCommitThatIsInTheLogAndNotYetVisibleIsNotMissed() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        stage.user(OURS).puts(1, Map.of("a", "new")).puts(2, Map.of("a", "made")).commitsUnseen();
        stage.steps(process, 50);
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("old");

        stage.replica(OURS).database().reveal(0);
        stage.settle(process);

        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("new");
        assertThat(stage.at(THEIRS, 2, "a")).isEqualTo("made");
    }

    /** Read before visible, and the process dies when the log's place has passed the commit. */
    @Test
    void aRowThatCannotBeReadYetIsDurablyDirty() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        stage.user(OURS).puts(1, Map.of("a", "new")).commitsUnseen();
        String told = String.valueOf(stage.replica(OURS).database().log().size());
        stage.until(process, () -> stage.place(OURS).equals(told));

        stage.replica(OURS).database().reveal(0);
        stage.settle(stage.process());

        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("new");
    }

    /** Sum twice: one end has its share when the other turns out to be stale. */
    @Test
    void aSumIsNotCountedTwiceWhenTheOtherEndIsEditedBeforeItsWrite() {
        TwoWayStage stage = new TwoWayStage(COUNTS);
        TwoWayProcess process = stage.begun(1, Map.of("n", 10));
        stage.user(OURS).puts(1, Map.of("n", 12)).commits();
        stage.user(THEIRS).puts(1, Map.of("n", 13)).commits();
        stage.calls(THEIRS)
                .before("apply", () -> stage.user(THEIRS).puts(1, Map.of("n", 14)).commits());

        stage.settle(process);

        assertThat(stage.at(OURS, 1, "n")).isEqualTo(16L);
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(16L);
    }

    /** Sum twice, by a crash after the first write, or after the second. */
    @Test
    void aSumIsNotCountedTwiceOverACrash() {
        for (Which which : Which.values()) {
            TwoWayStage stage = new TwoWayStage(COUNTS);
            TwoWayProcess process = stage.begun(1, Map.of("n", 10));
            stage.user(OURS).puts(1, Map.of("n", 12)).commits();
            stage.user(THEIRS).puts(1, Map.of("n", 13)).commits();
            stage.calls(which).after("commit", CRASH);

            stage.settleOverACrash(process);

            assertThat(stage.at(OURS, 1, "n")).isEqualTo(15L);
            assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(15L);
        }
    }

    /** Sum twice: an end was stale, and what it has left out is known after a crash. */
    @Test
    void aSumThatWasNotWrittenIsStillOwedAfterACrash() {
        TwoWayStage stage = new TwoWayStage(COUNTS);
        TwoWayProcess process = stage.begun(1, Map.of("n", 10));
        stage.user(OURS).puts(1, Map.of("n", 12)).commits();
        stage.calls(THEIRS)
                .before("apply", () -> stage.user(THEIRS).puts(1, Map.of("n", 14)).commits());
        stage.calls(THEIRS).after("commit", CRASH);

        stage.settleOverACrash(process);

        assertThat(stage.at(OURS, 1, "n")).isEqualTo(16L);
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(16L);
    }

    /** Losing value vanishes: it is overwritten, and the process dies before it has said so. */
    @Test
    void aValueThatLostIsInTheHistoryOverACrash() {
        TwoWayStage stage = new TwoWayStage(Rules.of(new SideWins(THEIRS)));
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        stage.user(OURS).puts(1, Map.of("a", "lost")).commits();
        stage.user(THEIRS).puts(1, Map.of("a", "won")).commits();
        stage.calls(OURS).after("commit", CRASH);

        stage.settleOverACrash(process);

        assertThat(stage.at(OURS, 1, "a")).isEqualTo("won");
        assertThat(stage.history(1))
                .anySatisfy(
                        episode ->
                                assertThat(episode.settled())
                                        .anySatisfy(
                                                each ->
                                                        assertThat(each.ours())
                                                                .isEqualTo(
                                                                        new Value.Text("lost"))));
    }

    /** A revert undone: the other end has the value when its author takes it back. */
    @Test
    void anEditThatIsTakenBackAfterACrashStaysTakenBack() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "0"));
        stage.user(OURS).puts(1, Map.of("a", "1")).commits();
        stage.calls(THEIRS).after("commit", CRASH);
        stage.crashes(process);
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("1");

        stage.user(OURS).puts(1, Map.of("a", "0")).commits();
        stage.settle(stage.process());

        assertThat(stage.at(OURS, 1, "a")).isEqualTo("0");
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("0");
        assertThat(stage.review(1)).isNull();
    }

    /** Two owners for a moment: the earlier one is about to write what it decided. */
    @Test
    void anEarlierOwnerWritesNothing() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess one = stage.begun(1, Map.of("a", "old"));
        TwoWayProcess two = stage.process();
        stage.user(OURS).puts(1, Map.of("a", "new")).commits();
        stage.calls(THEIRS).before("begin", two::step);

        stage.until(one, one::ended);
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("old");
        stage.settle(two);

        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("new");
    }

    /** Dirtied again in flight. */
    @Test
    void aRowThatIsEditedAgainWhileItIsDeliveredIsDeliveredAgain() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        stage.user(OURS).puts(1, Map.of("a", "new")).commits();
        stage.calls(THEIRS)
                .after("commit", () -> stage.user(OURS).puts(1, Map.of("a", "newer")).commits());

        stage.settle(process);

        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("newer");
    }

    /** A waiting row holds nothing up: neither the others, nor the log, nor the next process. */
    @Test
    void aRowThatWaitsKeepsNothingElseWaiting() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(3, Map.of("a", "old"));
        stage.user(OURS).puts(1, Map.of("u", "taken")).commits();
        stage.user(THEIRS).puts(2, Map.of("u", "taken")).commits();
        stage.steps(process, 50);
        stage.user(OURS).puts(3, Map.of("a", "new")).commits();
        String told = String.valueOf(stage.replica(OURS).database().log().size());

        stage.until(process, () -> stage.place(OURS).equals(told));
        assertThat(stage.at(THEIRS, 3, "a")).isEqualTo("new");
        assertThat(stage.row(THEIRS, 1)).isNull();
        stage.user(THEIRS).puts(2, Map.of("u", "free")).commits();
        stage.settle(stage.process());

        assertThat(stage.at(THEIRS, 1, "u")).isEqualTo("taken");
        assertThat(stage.at(OURS, 2, "u")).isEqualTo("free");
    }

    /** A place passes no row that was told with others and not yet looked at. */
    @Test
    void aTransactionOfMoreRowsThanARoundIsNotCutShortByACrash() {
        TwoWayStage stage = new TwoWayStage(Rules.review(), 1, UnaryOperator.identity(), false);
        TwoWayProcess process = stage.begun(3, Map.of());
        stage.user(OURS).puts(1, Map.of("a", "one")).puts(2, Map.of("a", "two")).commits();
        stage.calls(OURS).before("current", () -> stage.calls(OURS).before("current", CRASH));

        stage.settleOverACrash(process);

        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("one");
        assertThat(stage.at(THEIRS, 2, "a")).isEqualTo("two");
    }

    /** A hot counter never reaches a person. */
    @Test
    void aCounterThatIsNeverAtRestIsCountedAndNobodyIsAsked() {
        TwoWayStage stage = new TwoWayStage(COUNTS);
        TwoWayProcess process = stage.begun(1, Map.of("n", 0));
        AtomicLong added = new AtomicLong();
        for (int i = 1; i <= 30; i++) {
            for (Which which : Which.values()) {
                stage.calls(which).before("apply", () -> adds(stage, which, added));
            }
            adds(stage, OURS, added);
            stage.steps(process, 20);
            assertThat(stage.review(1)).isNull();
        }

        stage.settle(process);

        assertThat(added.get()).isGreaterThan(60);
        assertThat(stage.at(OURS, 1, "n")).isEqualTo(added.get());
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(added.get());
        assertThat(stage.history(1)).allMatch(episode -> episode.conflicts().isEmpty());
    }

    private static void adds(TwoWayStage stage, Which which, AtomicLong added) {
        long there = (Long) Objects.requireNonNull(stage.at(which, 1, "n"));
        stage.user(which).puts(1, Map.of("n", there + 1)).commits();
        added.incrementAndGet();
    }

    private static TwoWayStage inConflict() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "old", "b", "old"));
        stage.user(OURS).puts(1, Map.of("a", "x")).commits();
        stage.user(THEIRS).puts(1, Map.of("a", "y")).commits();
        stage.settle(process);
        assertThat(Objects.requireNonNull(stage.review(1)).conflicts()).hasSize(1);
        return stage;
    }

    /** Stale review: equal sides close it. */
    @Test
    void aConflictThatUsersHaveSettledWaitsForNobody() {
        TwoWayStage stage = inConflict();

        stage.user(THEIRS).puts(1, Map.of("a", "x")).commits();
        stage.settle(stage.process());

        assertThat(stage.review(1)).isNull();
        assertThat(stage.at(OURS, 1, "a")).isEqualTo("x");
    }

    /** Stale review: what is not in conflict goes on, and what is stays as it is on each side. */
    @Test
    void whatIsNotInConflictGoesOn() {
        TwoWayStage stage = inConflict();

        stage.user(OURS).puts(1, Map.of("b", "new")).commits();
        stage.settle(stage.process());

        assertThat(stage.at(THEIRS, 1, "b")).isEqualTo("new");
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("y");
        assertThat(stage.at(OURS, 1, "a")).isEqualTo("x");
        // Whoever decides is shown the row as the write has left it.
        Review review = Objects.requireNonNull(stage.review(1));
        assertThat(Rows.value(review.theirs(), "b")).isEqualTo(new Value.Text("new"));
    }

    /** Stale review: only the base of the field in conflict stays, so who gives way is known. */
    @Test
    void whoTakesAnEditBackGivesWay() {
        TwoWayStage stage = inConflict();
        stage.user(OURS).puts(1, Map.of("b", "new")).commits();
        stage.settle(stage.process());

        stage.user(OURS).puts(1, Map.of("a", "old")).commits();
        stage.settle(stage.process());

        assertThat(stage.review(1)).isNull();
        assertThat(stage.at(OURS, 1, "a")).isEqualTo("y");
    }

    /** Stale review: a new edit is seen by whoever decides. */
    @Test
    void anEditOfWhatIsInConflictIsShownToWhoeverDecides() {
        TwoWayStage stage = inConflict();

        stage.user(OURS).puts(1, Map.of("a", "z")).commits();
        stage.settle(stage.process());

        Review review = Objects.requireNonNull(stage.review(1));
        assertThat(review.conflicts())
                .singleElement()
                .satisfies(each -> assertThat(each.ours()).isEqualTo(new Value.Text("z")));
        assertThat(List.of(stage.at(OURS, 1, "a"), stage.at(THEIRS, 1, "a")))
                .isEqualTo(List.of("z", "y"));
    }

    /** Unknown outcome: the answer to a commit is lost, and the row is edited meanwhile. */
    @Test
    void aWriteWhoseAnswerWasLostIsNotMadeAgain() {
        TwoWayStage stage = new TwoWayStage(COUNTS);
        TwoWayProcess process = stage.begun(1, Map.of("n", 10));
        stage.user(OURS).puts(1, Map.of("n", 12)).commits();
        stage.calls(THEIRS)
                .after(
                        "commit",
                        () -> {
                            stage.user(THEIRS).puts(1, Map.of("n", 15)).commits();
                            LOST.run();
                        });

        stage.settle(process);

        assertThat(stage.at(OURS, 1, "n")).isEqualTo(15L);
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(15L);
    }

    /** Unknown outcome: a row was made, which nobody has heard of, and is deleted by its users. */
    @Test
    void aRowWhoseMakingWasNotHeardOfIsNotMadeAgain() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of());
        stage.user(OURS).puts(2, Map.of("a", "made")).commits();
        stage.calls(THEIRS)
                .after(
                        "commit",
                        () -> {
                            stage.user(THEIRS).deletes(2).commits();
                            LOST.run();
                        });

        stage.settle(process);

        assertThat(stage.row(THEIRS, 2)).isNull();
        assertThat(stage.row(OURS, 2)).isNull();
        assertThat(stage.writes(THEIRS, 2)).isEqualTo(1);
    }
}
