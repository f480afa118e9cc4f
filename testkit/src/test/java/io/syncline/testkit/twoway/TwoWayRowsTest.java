package io.syncline.testkit.twoway;

import static io.syncline.core.merge.Which.OURS;
import static io.syncline.core.merge.Which.THEIRS;
import static io.syncline.testkit.twoway.TwoWayStage.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.LatestWins;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Schedules that would break a simpler two-way loop, step by step: values that an end stores
 * otherwise, clocks, and rows that come, go, move and depend on each other.
 */
class TwoWayRowsTest {
    private static final Rules LATEST = Rules.of(LatestWins.LATEST);

    private static TwoWayStage stage(Rules rules, int rowsMax) {
        return new TwoWayStage(rules, rowsMax, UnaryOperator.identity(), false);
    }

    private static TwoWayStage storing(Rules rules, UnaryOperator<Row> trigger) {
        return new TwoWayStage(rules, 10, trigger, false);
    }

    private static Conflict conflict(TwoWayStage stage, long key) {
        return Objects.requireNonNull(stage.review(key)).conflicts().getFirst();
    }

    /** Cascade: a row is not deleted as long as an edit of a child of its would go along. */
    @Test
    void aDeleteTakesNoEditAlong() {
        TwoWayStage stage = new TwoWayStage(Rules.review(), 10, UnaryOperator.identity(), true);
        TwoWayProcess process = stage.begun(1, Map.of());
        stage.user(OURS).puts(2, Map.of("parent", 1, "a", "old")).commits();
        stage.settle(process);
        stage.user(OURS).deletes(1).commits();
        stage.user(THEIRS).puts(2, Map.of("a", "edited")).commits();

        stage.until(process, () -> stage.review(1) != null);

        assertThat(conflict(stage, 1).kind()).isEqualTo(Conflict.Kind.FOREIGN_KEY);
        assertThat(conflict(stage, 2).kind()).isEqualTo(Conflict.Kind.UPDATE_DELETE);
        assertThat(stage.at(THEIRS, 2, "a")).isEqualTo("edited");
        assertThat(stage.row(THEIRS, 1)).isNotNull();
        stage.user(THEIRS).deletes(2).commits();
        // At once, however long the row has been tried.
        stage.steps(process, 20);
        assertThat(stage.row(THEIRS, 1)).isNull();
        assertThat(stage.review(1)).isNull();
    }

    /** Cascade: nobody has told of the child yet. */
    @Test
    void aDeleteTakesNoNewRowAlong() {
        TwoWayStage stage = new TwoWayStage(Rules.review(), 10, UnaryOperator.identity(), true);
        TwoWayProcess process = stage.begun(1, Map.of());
        stage.user(OURS).deletes(1).commits();
        stage.calls(THEIRS)
                .before(
                        "begin",
                        () ->
                                stage.user(THEIRS)
                                        .puts(2, Map.of("parent", 1, "a", "new"))
                                        .commits());

        stage.until(process, () -> stage.review(1) != null);

        assertThat(stage.at(THEIRS, 2, "a")).isEqualTo("new");
    }

    /** The same key was generated on both sides: two entities never become one. */
    @Test
    void twoNewRowsOfOneKeyAreNotMixed() {
        TwoWayStage stage = new TwoWayStage(LATEST);
        TwoWayProcess process = stage.begun(1, Map.of());
        stage.user(OURS).puts(5, Map.of("a", "ours")).commits();
        stage.user(THEIRS).puts(5, Map.of("b", "theirs")).commits();

        stage.settle(process);

        assertThat(conflict(stage, 5).kind()).isEqualTo(Conflict.Kind.INSERT_INSERT);
        assertThat(stage.at(OURS, 5, "b")).isNull();
        assertThat(stage.at(THEIRS, 5, "a")).isNull();
    }

    /** Stored is not written: what is stored otherwise is no edit, and comes back only if it is. */
    @Test
    void whatAnEndStoresOtherwiseDoesNotComeBack() {
        TwoWayStage stage = storing(Rules.review(), Users::shouted);
        TwoWayProcess process = stage.begun(1, Map.of("b", "exact"));
        assertThat(stage.at(THEIRS, 1, "b")).isEqualTo("EXACT");

        stage.user(THEIRS).puts(1, Map.of("a", "other")).commits();
        stage.settle(process);

        assertThat(stage.at(OURS, 1, "a")).isEqualTo("other");
        assertThat(stage.at(OURS, 1, "b")).isEqualTo("exact");
        assertThat(stage.writes(THEIRS, 1)).isEqualTo(1);
        assertThat(stage.writes(OURS, 1)).isEqualTo(1);
    }

    /** Stored is not written: an end changes what it is given each time, and answers get lost. */
    @Test
    void anEndThatChangesAllItIsGivenIsNotWrittenForEver() {
        TwoWayStage stage =
                storing(
                        LATEST,
                        row ->
                                row.map(
                                        (name, value) ->
                                                name.equals("b")
                                                                && value
                                                                        instanceof
                                                                        Value.Text(String text)
                                                        ? new Value.Text(text + "!")
                                                        : value));
        TwoWayProcess process = stage.begun(1, Map.of("b", "hey"));
        stage.user(OURS).puts(1, Map.of("b", "ho")).commits();
        stage.calls(THEIRS).after("commit", LOST);

        stage.settle(process);

        assertThat(stage.writes(THEIRS, 1)).isEqualTo(2);
        assertThat(stage.writes(OURS, 1)).isLessThanOrEqualTo(1);
    }

    /** Ping-pong: each end answers what the other writes; it ends by itself once they stop. */
    @Test
    void aRowThatGoesBackAndForthIsDealtWithSeldom() {
        TwoWayStage stage = new TwoWayStage(LATEST);
        TwoWayProcess process = stage.begun(1, Map.of("a", "x"));
        for (int i = 0; i < 500; i++) {
            stage.steps(process, 3);
            if ("x".equals(stage.at(THEIRS, 1, "a"))) {
                stage.user(THEIRS).puts(1, Map.of("a", "y")).commits();
            }
            if ("y".equals(stage.at(OURS, 1, "a"))) {
                stage.user(OURS).puts(1, Map.of("a", "x")).commits();
            }
            stage.user(OURS).puts(2, Map.of("n", i)).commits();
        }
        assertThat(stage.writes(OURS, 1)).isLessThan(30);
        // What is new each time is not slowed.
        assertThat(stage.writes(THEIRS, 2)).isGreaterThan(60);

        stage.time.pass(Duration.ofMinutes(2));
        stage.settle(process);

        assertThat(stage.at(OURS, 1, "a")).isEqualTo(stage.at(THEIRS, 1, "a"));
        assertThat(stage.review(1)).isNull();
    }

    /** Wrong clock: one log is late, and its edit can be seen before its time is known. */
    @Test
    void theLaterEditWinsAlsoIfItsLogIsLate() {
        for (Which last : Which.values()) {
            TwoWayStage stage = new TwoWayStage(LATEST);
            TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
            stage.user(last.other()).puts(1, Map.of("a", "earlier")).commits();
            stage.time.pass(Duration.ofMillis(10));
            stage.user(last).puts(1, Map.of("a", "later")).commits();
            stage.replica(THEIRS).source().silent(true);
            stage.steps(process, 20);
            assertThat(stage.at(last.other(), 1, "a")).isEqualTo("earlier");
            assertThat(stage.review(1)).isNull();

            stage.replica(THEIRS).source().silent(false);
            stage.settle(process);

            assertThat(stage.at(OURS, 1, "a")).isEqualTo("later");
            assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("later");
        }
    }

    /** Wrong clock: what the log told of a row last is older than what the row shows. */
    @Test
    void anEditIsNotAsOldAsWhatTheLogToldLast() {
        TwoWayStage stage = new TwoWayStage(LATEST);
        TwoWayProcess process = stage.begun(1, Map.of("a", "old", "b", "old"));
        stage.user(THEIRS).puts(1, Map.of("b", "first")).commits();
        stage.time.pass(Duration.ofMillis(10));
        stage.user(OURS).puts(1, Map.of("a", "earlier")).commits();
        stage.calls(THEIRS)
                .before(
                        "current",
                        () -> {
                            stage.time.pass(Duration.ofMillis(10));
                            stage.user(THEIRS).puts(1, Map.of("a", "later")).commits();
                        });

        stage.settle(process);

        assertThat(stage.at(OURS, 1, "a")).isEqualTo("later");
        assertThat(stage.at(OURS, 1, "b")).isEqualTo("first");
    }

    /** Wrong clock: two fields of a row were edited at different times. */
    @Test
    void eachFieldHasATimeOfItsOwn() {
        TwoWayStage stage = new TwoWayStage(LATEST);
        TwoWayProcess process = stage.begun(1, Map.of("a", "old", "b", "old"));
        stage.user(OURS).puts(1, Map.of("a", "earlier")).commits();
        stage.time.pass(Duration.ofMillis(10));
        stage.user(THEIRS).puts(1, Map.of("a", "later")).commits();
        stage.time.pass(Duration.ofMillis(10));
        stage.user(OURS).puts(1, Map.of("b", "last")).commits();

        stage.settle(process);

        assertThat(stage.at(OURS, 1, "a")).isEqualTo("later");
        assertThat(stage.at(THEIRS, 1, "b")).isEqualTo("last");
    }

    /** Wrong clock: an edit is older than the sync's write of the edit before it. */
    @Test
    void theSyncsOwnWriteIsNoEdit() {
        TwoWayStage stage = storing(LATEST, Users::shouted);
        TwoWayProcess process = stage.begun(1, Map.of("b", "old"));
        stage.user(OURS).puts(1, Map.of("b", "one")).commits();
        stage.calls(THEIRS)
                .before(
                        "apply",
                        () -> {
                            stage.user(OURS).puts(1, Map.of("b", "two")).commits();
                            stage.time.pass(Duration.ofMillis(10));
                        });
        stage.calls(THEIRS).after("commit", LOST);

        stage.settle(process);

        assertThat(stage.at(OURS, 1, "b")).isEqualTo("two");
    }

    /** Collation: an edit that some collations do not tell from what was there is an edit. */
    @Test
    void anEditOfNothingButCaseIsNotOverwritten() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        stage.user(OURS).puts(1, Map.of("a", "new")).commits();
        stage.calls(THEIRS)
                .before("apply", () -> stage.user(THEIRS).puts(1, Map.of("a", "OLD")).commits());

        stage.settle(process);

        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("OLD");
        assertThat(conflict(stage, 1).ours()).isEqualTo(new Value.Text("new"));
        assertThat(conflict(stage, 1).theirs()).isEqualTo(new Value.Text("OLD"));
    }

    /** A unique value passes from one row to another, in one round and over two. */
    @Test
    void aUniqueValueThatPassesOnArrives() {
        for (int rowsMax = 1; rowsMax <= 2; rowsMax++) {
            TwoWayStage stage = stage(Rules.review(), rowsMax);
            TwoWayProcess process = stage.begun(1, Map.of("u", "x"));
            stage.user(OURS).puts(2, Map.of("u", "y")).commits();
            stage.settle(process);
            stage.user(OURS)
                    .puts(1, Map.of("u", "z"))
                    .puts(2, Map.of("u", "x"))
                    .puts(1, Map.of("a", "told last"))
                    .commits();

            stage.settle(process);

            assertThat(stage.at(THEIRS, 1, "u")).isEqualTo("z");
            assertThat(stage.at(THEIRS, 2, "u")).isEqualTo("x");
        }
    }

    /** Child before parent, in one round and over two; the last to come is told of first. */
    @Test
    void aChildThatIsToldBeforeItsParentArrives() {
        for (int rowsMax = 1; rowsMax <= 2; rowsMax++) {
            TwoWayStage stage = stage(Rules.review(), rowsMax);
            TwoWayProcess process = stage.begun(9, Map.of());
            stage.user(OURS)
                    .puts(1, Map.of())
                    .puts(2, Map.of("parent", 1))
                    .puts(1, Map.of("a", "told last"))
                    .commits();

            stage.settle(process);
            assertThat(stage.at(THEIRS, 2, "parent")).isEqualTo(1L);
            stage.user(THEIRS).deletes(2).deletes(1).puts(9, Map.of("a", "x")).commits();
            stage.settle(process);

            assertThat(stage.row(OURS, 1)).isNull();
            assertThat(stage.row(OURS, 2)).isNull();
        }
    }

    /** Delete and recreate: another entity of the same key takes nothing of the first. */
    @Test
    void aRowThatIsDeletedAndMadeAgainIsAnother() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "old", "b", "old"));
        stage.user(OURS).deletes(1).puts(1, Map.of("a", "new")).commits();
        stage.user(THEIRS).puts(1, Map.of("b", "edited")).commits();

        stage.settle(process);

        assertThat(conflict(stage, 1).path()).isEmpty();
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("old");
        assertThat(stage.at(THEIRS, 1, "b")).isEqualTo("edited");
        assertThat(stage.at(OURS, 1, "b")).isNull();
    }

    /** Delete and recreate: where nobody edited it, the other end gets the new entity whole. */
    @Test
    void aRowThatIsDeletedAndMadeAgainArrivesAsItIs() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "old", "b", "old"));
        stage.user(OURS).deletes(1).commits();
        stage.user(OURS).puts(1, Map.of("a", "new")).commits();

        stage.settle(process);

        assertThat(Image.whole(Objects.requireNonNull(stage.row(THEIRS, 1))))
                .isEqualTo(Image.whole(Objects.requireNonNull(stage.row(OURS, 1))));
        assertThat(stage.at(THEIRS, 1, "b")).isNull();
        assertThat(stage.review(1)).isNull();
    }

    /** Delete and recreate: an edit that is in conflict is not what the other end did away with. */
    @Test
    void anEditThatWaitsForAPersonIsNotReplacedByAnotherRow() {
        TwoWayStage stage = new TwoWayStage(Rules.review());
        TwoWayProcess process = stage.begun(1, Map.of("a", "0"));
        stage.user(OURS).puts(1, Map.of("a", "1")).commits();
        stage.calls(THEIRS)
                .before("apply", () -> stage.user(THEIRS).puts(1, Map.of("a", "2")).commits());
        stage.settle(process);
        assertThat(conflict(stage, 1).path()).isEqualTo("a");

        stage.user(THEIRS).deletes(1).puts(1, Map.of("a", "3")).commits();
        stage.settle(process);

        assertThat(stage.at(OURS, 1, "a")).isEqualTo("1");
        assertThat(conflict(stage, 1).path()).isEmpty();
    }
}
