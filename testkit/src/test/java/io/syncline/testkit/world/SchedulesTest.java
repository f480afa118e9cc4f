package io.syncline.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.mirror.Sharding;
import io.syncline.testkit.memory.Commit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Schedules that once broke a guarantee, played out step by step. */
class SchedulesTest {
    /**
     * The first process dies when only one shard has its part of a truncating transaction, the
     * second when only the other has: neither checkpoint may say that the transaction is done.
     */
    @Test
    void aTruncationIsRepeatedUntilEveryShardHasItsPart() {
        Stage stage = new Stage(2);
        long first = keyOf(0);
        long second = keyOf(1);
        stage.commit(stage.child(first), stage.child(second));
        OneProcess one = stage.process();
        stage.settle(one);
        stage.commit(new Commit.Step.Emptied("child"), stage.child(first), stage.child(second));

        stage.until(
                () -> {
                    one.feed();
                    one.shard(1);
                    return Objects.equals(stage.copy(second), stage.original(second));
                });
        OneProcess two = stage.process();
        two.feed();
        stage.until(
                () -> {
                    two.feed();
                    two.shard(0);
                    return Objects.equals(stage.copy(first), stage.original(first));
                });
        stage.settle(stage.process());

        assertThat(stage.copy(first)).isEqualTo(stage.original(first));
        assertThat(stage.copy(second)).isEqualTo(stage.original(second));
    }

    /**
     * A change says what the row was before, and the destination has another row: the change is
     * applied all the same, and does not wait for ever.
     */
    @Test
    void aMirrorDemandsNothingOfTheRowThatItMeets() {
        Stage stage = new Stage(1);
        stage.commit(stage.child(1, Value.nothing(), "first"));
        OneProcess process = stage.process();
        stage.settle(process);
        Row before = Objects.requireNonNull(stage.original(1));
        Row other = Row.of("note", new Value.Text("by hand"));
        stage.target.changedByHand(
                RowId.of("child_copy", new Value.Int(1)), before.overlaid(other));
        Row after = before.overlaid(Row.of("note", new Value.Text("second")));
        Change change =
                Change.of(
                        RowId.of("child", new Value.Int(1)),
                        Image.whole(before),
                        Image.whole(after),
                        new Version(9, 0, new ReplicaId("source")));

        stage.commit(new Commit.Step.Row(change, change));
        stage.settle(process);

        assertThat(Objects.requireNonNull(stage.copy(1)).get("note"))
                .isEqualTo(new Value.Text("second"));
        assertThat(stage.store.parkedRows(World.FLOW)).isEmpty();
    }

    /** There is always something to read in the stream, and the rows must get their turn. */
    @Test
    void aSourceThatNeverRestsIsCopiedAllTheSame() {
        Stage stage = new Stage(1);
        stage.commit(stage.child(1), stage.child(2), stage.parent(3));
        OneProcess one = stage.process();

        stage.until(
                () -> {
                    stage.commit(stage.child(2));
                    one.stepAll();
                    return stage.store.progress(World.FLOW).size() == 2
                            && stage.store.progress(World.FLOW).values().stream()
                                    .allMatch(table -> table.done());
                });
        stage.settle(one);

        assertThat(stage.copy(1)).isEqualTo(stage.original(1));
        assertThat(stage.copy(2)).isEqualTo(stage.original(2));
    }

    /** What a table's copy took is the time that passed, and not only that of its reads. */
    @Test
    void theTimeOfACopyIsTheTimeThatPassed() {
        Stage stage = new Stage(1);
        stage.commit(
                IntStream.rangeClosed(1, 60).mapToObj(stage::child).toArray(Commit.Step[]::new));

        stage.settle(stage.process());

        assertThat(stage.store.progress(World.FLOW).get("child").millis()).isBetween(100L, 50_000L);
    }

    /** An earlier owner that is slow to notice must not turn the snapshot of a later one back. */
    @Test
    void anEarlierOwnerDoesNotTurnTheSnapshotBack() {
        Stage stage = new Stage(1);
        stage.commit(stage.child(1), stage.child(2), stage.child(3));
        OneProcess slow = stage.process();
        stage.until(
                () -> {
                    slow.feed();
                    slow.shard(0);
                    return stage.copy(1) != null;
                });
        OneProcess later = stage.process();
        stage.settle(later);
        var copied = stage.store.progress(World.FLOW);

        slow.feed();

        assertThat(stage.store.progress(World.FLOW)).isEqualTo(copied);
        assertThat(copied.get("child").done()).isTrue();
    }

    /**
     * Log is lost, and with it a delete; the process dies before it has looked for deleted rows.
     */
    @Test
    void aDeleteInLostLogIsFoundAlsoByTheNextProcess() {
        Stage stage = new Stage(1);
        stage.commit(stage.child(1), stage.child(2));
        OneProcess one = stage.process();
        stage.settle(one);
        stage.database.lose(World.FLOW);
        stage.commit(stage.gone(1), stage.child(3));
        stage.until(
                () -> {
                    one.stepAll();
                    return "heal".equals(stage.store.note(World.FLOW, "gap"));
                });
        assertThat(stage.copy(1)).isNotNull();

        stage.settle(stage.process());

        assertThat(stage.copy(1)).isNull();
        assertThat(stage.copy(2)).isEqualTo(stage.original(2));
        assertThat(stage.store.note(World.FLOW, "gap")).isNull();
    }

    /**
     * A row gets another key and is deleted there, while a child that the target cannot change
     * still refers to its old one: the delete of the old key must stay parked until it passes,
     * although that of the new one passes.
     */
    @Test
    void aRowThatMovedAndWentIsRemovedFromItsOldKeyWhenThatIsFree() {
        Stage stage = new Stage(1);
        RowId first = Stage.idOfParent(1);
        RowId second = Stage.idOfParent(2);
        stage.commit(stage.parent(1), stage.child(1, new Value.Int(1), "good"));
        OneProcess process = stage.process();
        stage.settle(process);
        stage.commit(stage.child(1, Value.nothing(), "bad"));
        stage.commit(stage.parentMoves(1, 2));
        stage.commit(stage.gone(second));

        stage.settle(process);

        assertThat(stage.target.rows()).containsKey(first);
        assertThat(stage.store.parkedRows(World.FLOW)).contains(first);

        stage.commit(stage.child(1, Value.nothing(), "good again"));
        stage.settle(process);
        Objects.requireNonNull(process.flow().mirror()).asked().mend(first);
        stage.until(
                () -> {
                    process.stepAll();
                    return !stage.target.rows().containsKey(first);
                });

        assertThat(stage.target.rows()).doesNotContainKeys(first, second);
        assertThat(stage.store.parkedRows(World.FLOW)).isEmpty();
    }

    /**
     * A row moves to a key whose former row could not be deleted at the target, and a chunk shows
     * its old key: what is left is a few fields for the new key, which must not be laid over the
     * former row.
     */
    @Test
    void aRowThatMovesDuringASnapshotTakesNothingFromTheRowBeforeIt() {
        Stage stage = new Stage(1);
        RowId first = Stage.idOfParent(1);
        RowId child = RowId.of("child_copy", new Value.Int(1));
        stage.commit(stage.parent(1), stage.parent(2), stage.parent(3), stage.parent(4));
        stage.commit(stage.child(1, new Value.Int(1), "good"));
        OneProcess process = stage.process();
        stage.until(
                () -> {
                    process.stepAll();
                    return stage.target.rows().containsKey(child);
                });
        long next = stage.target.rows().containsKey(Stage.idOfParent(2)) ? 3 : 2;
        assertThat(stage.target.rows())
                .containsKey(first)
                .doesNotContainKey(Stage.idOfParent(next));
        stage.justBefore(
                "chunk",
                () -> {
                    stage.commit(stage.child(1, Value.nothing(), "bad"));
                    stage.commit(stage.gone(first));
                    stage.commit(stage.parentMoves(next, 1));
                    stage.commit(stage.parent(next));
                });

        stage.settle(process);

        assertThat(stage.target.rows().get(first))
                .isEqualTo(stage.database.committed().get(first))
                .isNotNull();
    }

    /**
     * A field comes with a value for every row; of that nothing is told. The first process has
     * copied the row with it, and has told nothing of what lies before when it dies: the second
     * must not let the row's end and new beginning of before take it away.
     */
    @Test
    void whatATablesChangeGaveToARowOutlivesWhatIsToldAgain() {
        Stage stage = new Stage(1);
        stage.commit(stage.child(1));
        stage.settle(stage.process());
        stage.commit(new Commit.Step.Emptied("child"), stage.child(1));
        stage.commit(stage.filled("c1"));

        stage.source.silent(true);
        OneProcess one = stage.process();
        for (int i = 0; i < 50; i++) {
            one.stepAll();
        }
        stage.source.silent(false);
        stage.settle(stage.process());

        assertThat(stage.copy(1)).isEqualTo(stage.original(1));
    }

    /**
     * A field that is ignored when it comes gets a value in a row, which is copied without it. Then
     * it is wanted: the log has nothing of it any more.
     */
    @Test
    void aFieldThatWasIgnoredComesWithTheValuesThatRowsGotMeanwhile() {
        Stage stage = new Stage(1);
        OneProcess ignoring = stage.process(SchemaChanges.IGNORE);
        stage.settle(ignoring);
        stage.commit(stage.filled("c1"));
        stage.commit(stage.child(1, "c1", new Value.Int(5)));
        stage.settle(ignoring);
        assertThat(Objects.requireNonNull(stage.copy(1)).get("c1")).isNull();

        stage.settle(stage.process(SchemaChanges.FOLLOW));

        assertThat(stage.copy(1)).isEqualTo(stage.original(1));
    }

    /**
     * The first process has stored a truncation that reads do not show yet when it dies: what the
     * second skips of it is all the same told, and a chunk that shows the rows of before is no
     * good.
     */
    @Test
    void aTruncationThatWasStoredIsShownByEveryChunk() {
        Stage stage = new Stage(1);
        stage.commit(stage.child(1));
        OneProcess one = stage.process();
        one.feed();
        stage.database.commit(List.of(new Commit.Step.Emptied("child")), true);
        Position emptied = stage.source.head();
        stage.until(
                () -> {
                    one.stepAll();
                    return stage.target.places(World.FLOW).containsValue(emptied);
                });
        assertThat(stage.store.progress(World.FLOW)).doesNotContainKey("child");

        OneProcess two = stage.process();
        for (int i = 0; i < 50; i++) {
            two.stepAll();
        }
        stage.database.reveal(0);
        stage.settle(two);

        assertThat(stage.copy(1)).isNull();
        assertThat(stage.original(1)).isNull();
    }

    /**
     * Log is lost in which a row became another one, and the first that is told of it again is a
     * change of some fields that the target refuses. It is looked at before it passes: what the
     * target has of it is then not what that change was made to.
     */
    @Test
    void aRefusedRowTakesNothingFromBeforeTheLogWasLost() {
        Stage stage = new Stage(1);
        stage.commit(stage.child(1));
        OneProcess process = stage.process();
        stage.settle(process);
        loses(stage, process, stage.parent(1, "bad"), stage.gone(1), stage.child(1));
        stage.commit(stage.childChanges(1, Map.of("parent", new Value.Int(1))));
        healed(stage, process);
        assertThat(stage.store.parkedRows(World.FLOW)).hasSize(2);

        stage.commit(stage.parent(1), stage.childChanges(1, Map.of("rev", new Value.Int(90))));
        stage.settle(process);

        assertThat(stage.copy(1)).isEqualTo(stage.original(1));
    }

    /** The same of a row that was parked before log was lost. */
    @Test
    void aParkedRowTakesNothingFromBeforeTheLogWasLost() {
        Stage stage = new Stage(1);
        stage.commit(stage.parent(1), stage.child(1, Value.nothing(), "bad"));
        OneProcess process = stage.process();
        stage.settle(process);
        loses(stage, process, stage.gone(1), stage.child(1, new Value.Int(1), "bad again"));
        healed(stage, process);
        assertThat(stage.store.parkedRows(World.FLOW)).hasSize(1);

        stage.commit(stage.childChanges(1, Map.of("note", new Value.Text("good"))));
        stage.settle(process);

        assertThat(stage.copy(1)).isEqualTo(stage.original(1));
    }

    /** The source loses its log with these in it, and a process goes on after them. */
    private static void loses(Stage stage, OneProcess process, Commit.Step... steps) {
        stage.database.lose(World.FLOW);
        stage.commit(steps);
        stage.until(
                () -> {
                    process.stepAll();
                    return "heal".equals(stage.store.note(World.FLOW, "gap"));
                });
    }

    private static void healed(Stage stage, OneProcess process) {
        stage.until(
                () -> {
                    process.stepAll();
                    return stage.store.note(World.FLOW, "gap") == null;
                });
    }

    /** A row of the table {@code child} that one of two shards has, where none are connected. */
    static long keyOf(int shard) {
        return LongStream.rangeClosed(1, 20)
                .filter(
                        key ->
                                new Sharding(2, Map.of())
                                                .shard(RowId.of("child_copy", new Value.Int(key)))
                                        == shard)
                .findFirst()
                .orElseThrow();
    }
}
