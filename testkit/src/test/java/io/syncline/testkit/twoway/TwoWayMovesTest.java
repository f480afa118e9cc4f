package io.syncline.testkit.twoway;

import static io.syncline.core.merge.Which.OURS;
import static io.syncline.core.merge.Which.THEIRS;
import static io.syncline.testkit.twoway.TwoWayStage.CRASH;
import static io.syncline.testkit.twoway.TwoWayStage.ITEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.RowId;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.RowPolicy.OnDelete;
import io.syncline.core.merge.RowPolicy.OnInsert;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Which;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.Commit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedule 13: a key that is changed is not a row that goes and another that comes. */
class TwoWayMovesTest {
    private static final Rules DECIDED =
            Rules.of(new SideWins(OURS)).with(new RowPolicy(OnDelete.OURS, OnInsert.OURS, false));

    private static Conflict conflict(TwoWayStage stage, long key) {
        return Objects.requireNonNull(stage.review(key)).conflicts().getFirst();
    }

    /** How often the sync has given a row of an end another key. */
    private static long moves(TwoWayStage stage, Which which) {
        return stage.replica(which).database().log().stream()
                .flatMap(commit -> commit.steps().stream())
                .filter(step -> step instanceof Commit.Step.Row row && row.full().from() != null)
                .count();
    }

    private static void assertMoved(TwoWayStage stage, long from, long to) {
        for (Which which : Which.values()) {
            assertThat(stage.row(which, from)).isNull();
            assertThat(stage.row(which, to)).isNotNull();
        }
        assertThat(moves(stage, OURS)).isEqualTo(1);
        assertThat(moves(stage, THEIRS)).isEqualTo(1);
    }

    /** The edit of the other end goes along. */
    @Test
    void anEditOfTheOldKeyMeetsTheMove() {
        for (Which which : Which.values()) {
            TwoWayStage stage = new TwoWayStage(Rules.review());
            TwoWayProcess process = stage.begun(1, Map.of("a", "one", "n", 1));
            stage.user(which).moves(1, 11).puts(11, Map.of("n", 2)).commits();
            stage.user(which.other()).puts(1, Map.of("a", "edited")).commits();

            stage.settle(process);

            assertMoved(stage, 1, 11);
            assertThat(stage.at(OURS, 11, "a")).isEqualTo("edited");
            assertThat(stage.at(THEIRS, 11, "n")).isEqualTo(2L);
            assertThat(stage.review(11)).isNull();
            assertThat(stage.review(1)).isNull();
            assertThat(stage.history(1).getFirst().after().isAbsent()).isTrue();
        }
    }

    @Test
    void aFieldThatBothEditedWaitsUnderTheNewKey() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "one"));
        stage.user(OURS).moves(1, 11).puts(11, Map.of("a", "ours")).commits();
        stage.user(THEIRS).puts(1, Map.of("a", "theirs", "b", "kept")).commits();

        stage.settle(process);

        assertMoved(stage, 1, 11);
        assertThat(conflict(stage, 11).path()).isEqualTo("a");
        assertThat(stage.at(THEIRS, 11, "a")).isEqualTo("theirs");
        assertThat(stage.at(OURS, 11, "b")).isEqualTo("kept");
    }

    @Test
    void aRowThatTheOtherEndDeletedIsNotMadeAgain() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "one"));
        stage.user(OURS).moves(1, 11).commits();
        stage.user(THEIRS).deletes(1).commits();

        stage.settle(process);

        assertThat(conflict(stage, 11).kind()).isEqualTo(Conflict.Kind.UPDATE_DELETE);
        assertThat(stage.row(THEIRS, 11)).isNull();
        assertThat(stage.row(OURS, 11)).isNotNull();
    }

    @Test
    void aRowThatMovesOnAndOnMovesOnce() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "one"));
        stage.user(OURS).moves(1, 11).commits();
        stage.user(OURS).moves(11, 21).puts(21, Map.of("n", 3)).commits();
        stage.user(THEIRS).puts(1, Map.of("a", "edited")).commits();

        stage.settle(process);

        assertThat(stage.row(THEIRS, 1)).isNull();
        assertThat(stage.row(THEIRS, 11)).isNull();
        assertThat(stage.at(THEIRS, 21, "n")).isEqualTo(3L);
        assertThat(stage.at(OURS, 21, "a")).isEqualTo("edited");
        assertThat(moves(stage, THEIRS)).isEqualTo(1);
    }

    @Test
    void anotherRowMayHaveTheOldKey() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "one"));
        stage.user(OURS).moves(1, 11).puts(1, Map.of("a", "another")).commits();
        stage.user(THEIRS).puts(1, Map.of("b", "edited")).commits();

        stage.settle(process);

        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("another");
        assertThat(stage.at(THEIRS, 1, "b")).isNull();
        assertThat(stage.at(OURS, 11, "b")).isEqualTo("edited");
        assertThat(stage.at(THEIRS, 11, "a")).isEqualTo("one");
        assertThat(stage.review(1)).isNull();
    }

    /** The process ends in any of the calls, and an edit comes before it goes on. */
    @ParameterizedTest
    @CsvSource({
        "THEIRS,begin,true", "THEIRS,apply,true", "THEIRS,commit,true", "THEIRS,commit,false",
        "OURS,begin,true", "OURS,apply,true", "OURS,commit,true", "OURS,commit,false"
    })
    void aMoveIsMadeOnceOverACrash(Which which, String call, boolean before) {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "one"));
        stage.user(OURS).moves(1, 11).puts(11, Map.of("n", 2)).commits();
        // So that both ends are written.
        stage.user(THEIRS).puts(1, Map.of("b", "edited")).commits();
        if (before) {
            stage.calls(which).before(call, CRASH);
        } else {
            stage.calls(which).after(call, CRASH);
        }

        stage.settleOverACrash(process);

        assertMoved(stage, 1, 11);
        assertThat(stage.at(OURS, 11, "b")).isEqualTo("edited");
        assertThat(stage.at(THEIRS, 11, "n")).isEqualTo(2L);
        assertThat(stage.review(11)).isNull();
    }

    /** What is told of the old key after a crash is told of the row that has another. */
    @Test
    void theOldKeyIsNotTakenForANewRowAfterACrash() {
        TwoWayStage stage = new TwoWayStage(Rules.review(), 1, UnaryOperator.identity(), false);
        TwoWayProcess process = stage.begun(1, Map.of("a", "one"));
        stage.user(OURS).moves(1, 11).commits();
        stage.calls(THEIRS).before("begin", CRASH);
        stage.crashes(process);
        stage.user(THEIRS).puts(1, Map.of("b", "edited")).commits();

        stage.settle(stage.process());

        assertMoved(stage, 1, 11);
        assertThat(stage.at(OURS, 11, "b")).isEqualTo("edited");
        assertThat(stage.writes(OURS, 1)).isZero();
    }

    /** The old row is edited just before the move arrives, so it is looked at anew. */
    @Test
    void anEditThatComesInBetweenGoesAlong() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "one"));
        stage.user(OURS).moves(1, 11).commits();
        stage.calls(THEIRS)
                .before("apply", () -> stage.user(THEIRS).puts(1, Map.of("a", "new")).commits());

        stage.settle(process);

        assertMoved(stage, 1, 11);
        assertThat(stage.at(OURS, 11, "a")).isEqualTo("new");
        assertThat(stage.at(THEIRS, 11, "a")).isEqualTo("new");
    }

    /** Whatever is done, with the process ending now and then, both ends have the same rows. */
    @Test
    void movesOfAllKindsEndEqual() {
        Choices.seeded(1, 2_000, TwoWayMovesTest::schedule);
    }

    private static void schedule(Choices choices) {
        TwoWayStage stage =
                new TwoWayStage(DECIDED, 1 + choices.below(4), UnaryOperator.identity(), false);
        TwoWayProcess process = stage.begun(1, Map.of("a", "one"));
        stage.user(THEIRS).puts(2, Map.of("a", "two")).commits();
        stage.settle(process);
        for (int i = 0; i < 6; i++) {
            act(stage, choices, choices.oneOf(List.of(Which.values())), i);
            stage.steps(process, choices.below(12));
            if (choices.chance(20)) {
                // What the process knows of is lost, and what is durable is not.
                process = stage.process();
            }
        }
        stage.settle(process);

        assertThat(rows(stage, THEIRS)).isEqualTo(rows(stage, OURS));
        assertThat(stage.pairs().waiting(TwoWayStage.FLOW)).isEmpty();
    }

    private static Map<RowId, ?> rows(TwoWayStage stage, Which which) {
        return stage.replica(which).database().visible(ITEM);
    }

    private static void act(TwoWayStage stage, Choices choices, Which which, int number) {
        long key = 1 + choices.below(4);
        long other = 1 + choices.below(4);
        boolean there = stage.row(which, key) != null;
        Hand hand = stage.user(which);
        switch (choices.below(4)) {
            case 0 -> {
                if (there) {
                    hand.deletes(key);
                }
            }
            case 1 -> hand.puts(key, Map.of("b", "edit " + number));
            default -> {
                if (there && stage.row(which, other) == null) {
                    hand.moves(key, other);
                }
            }
        }
        hand.commits();
    }
}
