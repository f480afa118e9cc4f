package io.syncline.testkit.twoway;

import static io.syncline.core.merge.Which.OURS;
import static io.syncline.core.merge.Which.THEIRS;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.merge.Rules;
import io.syncline.engine.store.Store;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Schedules in which two ends meet that nobody has watched: both filled before the sync, after log
 * was lost, and with a store that was restored.
 */
class TwoWayMeetingsTest {
    /** Rows that are edited all the time do not keep those waiting that are only there. */
    @Test
    void aFirstLoadEndsUnderAFloodOfEdits() {
        TwoWayStage stage = new TwoWayStage(Rules.review(), 4, UnaryOperator.identity(), false);
        Hand many = stage.user(OURS);
        for (long key = 100; key < 140; key++) {
            many.puts(key, Map.of("a", "there before"));
        }
        many.commits();
        stage.user(OURS).puts(1, Map.of("n", 0)).commits();
        TwoWayProcess process = stage.process();
        for (int i = 0; i < 300; i++) {
            Hand hand = stage.user(OURS);
            for (long key = 1; key < 9; key++) {
                hand.puts(key, Map.of("n", i));
            }
            hand.commits();
            stage.steps(process, 6);
        }

        assertThat(stage.row(THEIRS, 139)).isNotNull();
    }

    /** Both filled: what differs waits for a person at once, the rest is agreed. */
    @Test
    void rowsThatWereThereBeforeAreComparedOnce() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        stage.user(OURS).puts(1, Map.of("a", "same")).puts(2, Map.of("a", "ours")).commits();
        stage.user(THEIRS).puts(1, Map.of("a", "same")).puts(2, Map.of("a", "theirs")).commits();
        stage.user(THEIRS).puts(3, Map.of("a", "only there")).commits();

        stage.settle(stage.process());

        assertThat(stage.review(1)).isNull();
        assertThat(stage.review(2)).isNotNull();
        assertThat(stage.at(OURS, 2, "a")).isEqualTo("ours");
        assertThat(stage.at(OURS, 3, "a")).isEqualTo("only there");
        assertThat(stage.writes(THEIRS, 1) + stage.writes(OURS, 1)).isZero();
    }

    /** Restored store: what it knows is of before, so nobody is taken to have given way. */
    @Test
    void whatARestoredStoreKnowsIsNotTakenForAgreed() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "0", "b", "same"));
        Store backup = stage.backup();
        stage.user(OURS).puts(1, Map.of("a", "1")).commits();
        stage.settle(process);
        stage.user(OURS).puts(1, Map.of("a", "0")).commits();

        stage.restore(backup);
        stage.settle(stage.process());

        assertThat(stage.at(OURS, 1, "a")).isEqualTo("0");
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("1");
        assertThat(Objects.requireNonNull(stage.review(1)).conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.path()).isEqualTo("a"));
    }

    /** Lost log: what was told in it is found by looking at every row. */
    @Test
    void editsAndDeletesInLostLogAreFound() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        stage.user(OURS).puts(2, Map.of("a", "old")).puts(3, Map.of("a", "old")).commits();
        stage.settle(process);
        stage.losesLog(OURS);
        stage.user(OURS).deletes(1).puts(2, Map.of("a", "new")).puts(4, Map.of()).commits();
        stage.user(THEIRS).puts(2, Map.of("b", "new")).deletes(3).commits();

        stage.settle(process);

        assertThat(stage.row(THEIRS, 1)).isNull();
        assertThat(stage.at(THEIRS, 2, "a")).isEqualTo("new");
        assertThat(stage.at(OURS, 2, "b")).isEqualTo("new");
        assertThat(stage.row(OURS, 3)).isNull();
        assertThat(stage.row(THEIRS, 4)).isNotNull();
    }

    /** Lost log: two edits that met in it are shown to a person, and no log is waited for. */
    @Test
    void editsThatMetInLostLogWaitForAPerson() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        stage.losesLog(OURS);
        stage.user(OURS).puts(1, Map.of("a", "ours")).commits();
        stage.user(THEIRS).puts(1, Map.of("a", "theirs")).commits();

        stage.settle(process);

        assertThat(stage.review(1)).isNotNull();
        assertThat(stage.at(OURS, 1, "a")).isEqualTo("ours");
    }

    /** A first load: a row goes at one end, and one is made at the other whose log is late. */
    @Test
    void aNewRowIsNotTakenForTheOneThatTheOtherEndDeleted() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        stage.user(THEIRS).puts(1, Map.of("a", "old")).commits();
        TwoWayProcess process = stage.process();
        process.step();
        stage.replica(OURS).source().silent(true);
        stage.user(THEIRS).deletes(1).commits();
        stage.user(OURS).puts(1, Map.of("a", "new")).commits();
        stage.steps(process, 20);

        stage.replica(OURS).source().silent(false);
        stage.settle(process);

        assertThat(stage.at(OURS, 1, "a")).isEqualTo("new");
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("new");
    }

    /** A first load: a row that both had goes at one end. */
    @Test
    void aRowThatBothHadGoesWhereItIsDeletedWhileTheyMeet() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        stage.user(THEIRS).puts(1, Map.of("a", "same")).commits();
        stage.user(OURS).puts(1, Map.of("a", "same")).commits();
        TwoWayProcess process = stage.process();
        process.step();
        stage.user(THEIRS).deletes(1).commits();

        stage.settle(process);

        assertThat(stage.row(OURS, 1)).isNull();
    }
}
