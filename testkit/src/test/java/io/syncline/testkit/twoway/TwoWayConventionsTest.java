package io.syncline.testkit.twoway;

import static io.syncline.core.merge.Which.OURS;
import static io.syncline.core.merge.Which.THEIRS;
import static io.syncline.testkit.twoway.Expecting.GONE;
import static io.syncline.testkit.twoway.Expecting.application;
import static io.syncline.testkit.twoway.TwoWayStage.CRASH;
import static io.syncline.testkit.twoway.TwoWayStage.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.review.Errand;
import io.syncline.engine.review.Wish;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Applications that mark their deleted rows and lock optimistically, step by step. What says that a
 * row is deleted is {@code b}, and {@code n} counts writes.
 */
class TwoWayConventionsTest {
    private static final Value LIVE = Value.nothing();

    /** Ours marks its deleted rows and counts its writes; theirs counts its writes only. */
    private static TwoWayStage one() {
        return new TwoWayStage(Rules.review())
                .facing(Expecting.between(application(true, true), application(false, true)));
    }

    private static TwoWayStage both(Rules rules) {
        return new TwoWayStage(rules)
                .facing(Expecting.between(application(true, true), application(true, true)));
    }

    private static boolean gone(TwoWayStage stage, Which which, long key) {
        Row row = stage.row(which, key);
        return row == null || GONE.equals(row.get("b"));
    }

    @Test
    void aDeleteOfTheOtherEndMarksTheRow() {
        TwoWayStage stage = one();
        TwoWayProcess process = stage.begun(1, Map.of("a", "kept", "n", 7));
        stage.user(THEIRS).deletes(1).commits();
        stage.settle(process);
        assertThat(stage.at(OURS, 1, "b")).isEqualTo("gone");
        assertThat(stage.at(OURS, 1, "a")).isEqualTo("kept");
        assertThat(stage.at(OURS, 1, "n")).isEqualTo(8L);
        assertThat(stage.row(THEIRS, 1)).isNull();
        assertThat(stage.writes(OURS, 1)).isEqualTo(1);
        Row before = Objects.requireNonNull(stage.history(1).getFirst().before().row());
        assertThat(before.get("a")).isEqualTo(new Value.Text("kept"));
    }

    @Test
    void aMarkedRowIsDeletedThereAndWhatIsDoneToItIsNobodysBusiness() {
        TwoWayStage stage = one();
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        stage.user(OURS).puts(1, Map.of("b", GONE, "n", 1)).commits();
        stage.settle(process);
        assertThat(stage.row(THEIRS, 1)).isNull();
        long written = stage.writes(THEIRS, 1);
        stage.user(OURS).puts(1, Map.of("a", "edited", "n", 2)).commits();
        stage.settle(process);
        assertThat(stage.writes(THEIRS, 1)).isEqualTo(written);
        stage.user(OURS).puts(1, Map.of("b", LIVE, "n", 3)).commits();
        stage.settle(process);
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("edited");
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(0L);
        // What is deleted for good is deleted too.
        stage.user(OURS).deletes(1).commits();
        stage.settle(process);
        assertThat(stage.row(THEIRS, 1)).isNull();
        assertThat(stage.writes(OURS, 1)).isZero();
        assertThat(stage.review(1)).isNull();
    }

    @Test
    void aRowThatIsMadeAgainComesBackInItsPlace() {
        TwoWayStage stage = one();
        TwoWayProcess process = stage.begun(1, Map.of("a", "old", "n", 3));
        stage.user(OURS).puts(1, Map.of("b", GONE, "n", 4)).commits();
        stage.settle(process);
        stage.user(THEIRS).puts(1, Map.of("a", "new", "n", 0)).commits();
        stage.settle(process);
        assertThat(gone(stage, OURS, 1)).isFalse();
        assertThat(stage.at(OURS, 1, "a")).isEqualTo("new");
        assertThat(stage.at(OURS, 1, "n")).isEqualTo(5L);
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(0L);
        stage.user(OURS).puts(1, Map.of("a", "edited", "n", 6)).commits();
        stage.settle(process);
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("edited");
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(1L);
    }

    @Test
    void bothEndsDeleteAndNothingIsWritten() {
        TwoWayStage stage = both(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "x"));
        long before = stage.writes(OURS, 1) + stage.writes(THEIRS, 1);
        stage.user(OURS).puts(1, Map.of("b", GONE)).commits();
        stage.user(THEIRS).deletes(1).commits();
        stage.settle(process);
        assertThat(stage.writes(OURS, 1) + stage.writes(THEIRS, 1)).isEqualTo(before);
        assertThat(stage.review(1)).isNull();
    }

    @Test
    void aMarkAgainstAnEditWaitsForAPerson() {
        TwoWayStage stage = both(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "x"));
        stage.user(OURS).puts(1, Map.of("b", GONE)).commits();
        stage.user(THEIRS).puts(1, Map.of("a", "edited")).commits();
        stage.settle(process);
        Conflict conflict = Objects.requireNonNull(stage.review(1)).conflicts().getFirst();
        assertThat(conflict.kind()).isEqualTo(Conflict.Kind.UPDATE_DELETE);
        assertThat(gone(stage, OURS, 1)).isTrue();
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("edited");
        // It is taken back.
        stage.user(OURS).puts(1, Map.of("b", LIVE)).commits();
        stage.settle(process);
        assertThat(stage.review(1)).isNull();
        assertThat(stage.at(OURS, 1, "a")).isEqualTo("edited");
    }

    /** An application of ours edits the row that is just being deleted: it loses nothing. */
    @Test
    void anEditInTheWayOfADeleteIsAConflict() {
        TwoWayStage stage = both(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "x", "n", 1));
        stage.user(THEIRS).puts(1, Map.of("b", GONE)).commits();
        stage.calls(OURS)
                .before(
                        "apply",
                        () -> stage.user(OURS).puts(1, Map.of("a", "mine", "n", 2)).commits());
        stage.settle(process);
        assertThat(gone(stage, OURS, 1)).isFalse();
        assertThat(stage.at(OURS, 1, "a")).isEqualTo("mine");
        assertThat(stage.review(1)).isNotNull();
    }

    @Test
    void aRowThatIsUnmarkedWhileItsDeleteIsUnderWayStays() {
        TwoWayStage stage = both(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "x"));
        stage.user(OURS).puts(1, Map.of("b", GONE, "n", 1)).commits();
        stage.calls(THEIRS)
                .before(
                        "apply",
                        () -> stage.user(OURS).puts(1, Map.of("b", LIVE, "n", 2)).commits());
        stage.settle(process);
        assertThat(gone(stage, OURS, 1)).isFalse();
        assertThat(gone(stage, THEIRS, 1)).isFalse();
        assertThat(stage.review(1)).isNull();
    }

    @Test
    void aCrashNeitherLosesTheMarkNorCountsItTwice() {
        for (String call : new String[] {"begin", "apply", "commit"}) {
            for (boolean after : new boolean[] {false, true}) {
                TwoWayStage stage = both(Rules.review());
                TwoWayProcess process = stage.begun(1, Map.of("a", "x", "n", 4));
                stage.user(THEIRS).deletes(1).commits();
                if (!after) {
                    stage.calls(OURS).before(call, CRASH);
                } else if (call.equals("commit")) {
                    stage.calls(OURS).after(call, CRASH);
                } else {
                    continue;
                }
                stage.settleOverACrash(process);
                assertThat(stage.at(OURS, 1, "b")).as(call).isEqualTo("gone");
                assertThat(stage.at(OURS, 1, "n")).as(call).isEqualTo(5L);
                assertThat(stage.writes(OURS, 1)).as(call).isEqualTo(1);
            }
        }
    }

    @Test
    void aCrashBetweenTheDecisionAndTheWriteYieldsToAnEditMadeMeanwhile() {
        TwoWayStage stage = both(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "x", "n", 4));
        stage.user(THEIRS).deletes(1).commits();
        stage.calls(OURS).before("apply", CRASH);
        stage.crashes(process);
        stage.user(OURS).puts(1, Map.of("a", "mine", "n", 5)).commits();
        stage.settle(stage.process());
        assertThat(gone(stage, OURS, 1)).isFalse();
        assertThat(stage.at(OURS, 1, "a")).isEqualTo("mine");
        assertThat(stage.review(1)).isNotNull();
    }

    /** Even if nothing but the version says so. */
    @Test
    void aVersionThatMovesOnMakesOurWriteTryAgain() {
        TwoWayStage stage = one();
        TwoWayProcess process = stage.begun(1, Map.of("a", "x", "n", 1));
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(0L);
        stage.user(OURS).puts(1, Map.of("a", "y", "n", 2)).commits();
        stage.calls(THEIRS)
                .before("apply", () -> stage.user(THEIRS).puts(1, Map.of("n", 1)).commits());
        stage.settle(process);
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("y");
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(2L);
        assertThat(stage.writes(THEIRS, 1)).isEqualTo(2);
    }

    @Test
    void aLostAnswerCountsAWriteOnce() {
        TwoWayStage stage = one();
        TwoWayProcess process = stage.begun(1, Map.of("a", "x", "n", 1));
        stage.user(OURS).puts(1, Map.of("a", "y", "n", 2)).commits();
        stage.calls(THEIRS).after("commit", LOST);
        stage.settle(process);
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("y");
        assertThat(stage.at(THEIRS, 1, "n")).isEqualTo(1L);
    }

    @Test
    void whenTheEndsMeetAMarkedRowIsNone() {
        TwoWayStage stage = one();
        stage.user(OURS)
                .puts(1, Map.of("a", "dead", "b", GONE))
                .puts(2, Map.of("a", "old", "b", GONE, "n", 5))
                .commits();
        stage.user(THEIRS).puts(2, Map.of("a", "alive")).commits();
        stage.settle(stage.process());
        assertThat(stage.row(THEIRS, 1)).isNull();
        assertThat(stage.writes(OURS, 1)).isZero();
        // No row is deleted when the ends meet: it comes back.
        assertThat(gone(stage, OURS, 2)).isFalse();
        assertThat(stage.at(OURS, 2, "a")).isEqualTo("alive");
        assertThat(stage.at(OURS, 2, "n")).isEqualTo(6L);
    }

    @Test
    void aKeyThatChangesWhileTheRowIsDeletedThereIsAConflict() {
        TwoWayStage stage = both(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "x"));
        stage.user(OURS).moves(1, 11).commits();
        stage.user(THEIRS).puts(1, Map.of("b", GONE)).commits();
        stage.settle(process);
        assertThat(Objects.requireNonNull(stage.review(11)).conflicts().getFirst().kind())
                .isEqualTo(Conflict.Kind.UPDATE_DELETE);
        assertThat(gone(stage, THEIRS, 1)).isTrue();
    }

    @Test
    void aKeyThatAMarkedRowHasIsGivenToTheRowThatComes() {
        TwoWayStage stage = both(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "moves"));
        stage.user(OURS).puts(2, Map.of("a", "other")).commits();
        stage.settle(process);
        stage.user(THEIRS).puts(2, Map.of("b", GONE)).commits();
        stage.settle(process);
        stage.user(OURS).deletes(2).moves(1, 2).commits();
        stage.settle(process);
        assertThat(stage.at(OURS, 2, "a")).isEqualTo("moves");
        assertThat(stage.at(THEIRS, 2, "a")).isEqualTo("moves");
        assertThat(gone(stage, THEIRS, 2)).isFalse();
        assertThat(gone(stage, THEIRS, 1)).isTrue();
    }

    private static final Guards.Deletes TWO =
            new Guards.Deletes(2, 2, 0, Duration.ofMinutes(1), Guards.Deletes.Truncate.ALLOW);

    private static TwoWayStage three(TwoWayStage stage, TwoWayProcess process) {
        stage.settle(process);
        for (int key = 1; key <= 3; key++) {
            stage.user(OURS).puts(key, Map.of("a", "x")).commits();
        }
        stage.settle(process);
        return stage;
    }

    @Test
    void manyMarksAreManyDeletes() {
        TwoWayStage stage = one().limited(OURS, TWO);
        TwoWayProcess process = stage.process();
        three(stage, process);
        for (int key = 1; key <= 3; key++) {
            stage.user(OURS).puts(key, Map.of("b", GONE)).commits();
        }
        stage.steps(process, 100);
        for (int key = 1; key <= 3; key++) {
            assertThat(stage.row(THEIRS, key)).isNotNull();
        }
    }

    @Test
    void marksOfTheSyncAndEditsOfMarkedRowsAreNoDeletes() {
        TwoWayStage stage = one().limited(OURS, TWO);
        TwoWayProcess process = stage.process();
        three(stage, process);
        for (int key = 1; key <= 3; key++) {
            stage.user(THEIRS).deletes(key).commits();
        }
        stage.settle(process);
        for (int key = 1; key <= 3; key++) {
            assertThat(gone(stage, OURS, key)).isTrue();
            stage.user(OURS).puts(key, Map.of("a", "y")).deletes(key).commits();
        }
        stage.user(OURS).puts(4, Map.of("a", "goes on")).commits();
        stage.settle(process);
        assertThat(stage.at(THEIRS, 4, "a")).isEqualTo("goes on");
    }

    /** A person takes a delete back: the row is the one that is still there. */
    @Test
    void aRowIsRestoredByTakingItsMarkAway() {
        TwoWayStage stage = both(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "was", "n", 1));
        stage.user(OURS).puts(1, Map.of("b", GONE, "n", 2)).commits();
        stage.settle(process);
        Row was = Objects.requireNonNull(stage.history(1).getFirst().before().row());
        Errand errand =
                Errand.of(
                        TwoWayStage.id(1),
                        new Wish.Restore(
                                "Ben",
                                "a mistake",
                                Deed.Kind.ROLLED_BACK,
                                1,
                                Set.of(Merge.ROW),
                                Image.whole(was),
                                null));
        process.ask(errand);
        stage.until(process, () -> errand.answer() != null);
        stage.settle(process);
        for (Which which : Which.values()) {
            assertThat(gone(stage, which, 1)).isFalse();
            assertThat(stage.at(which, 1, "a")).isEqualTo("was");
        }
        assertThat(stage.at(OURS, 1, "n")).isEqualTo(3L);
    }
}
