package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No write has more rows than it may, and no checkpoint comes before its rows. */
class BatchSizeTest {
    private final List<String> told = new ArrayList<>();

    private final Target target =
            new Target() {
                @Override
                public String localName(String collection) {
                    return collection;
                }

                @Override
                public List<Finding> agree(List<Layout> layouts) {
                    return List.of();
                }

                @Override
                public List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
                    told.add(
                            keys(writes)
                                    + " to "
                                    + Objects.requireNonNull(fence).position().token());
                    return writes.stream().map(_ -> Outcome.applied()).toList();
                }

                @Override
                public void truncate(List<String> collections, @Nullable Fence fence) {}
            };

    private final Parking none =
            new Parking() {
                @Override
                public void claim(long epoch) {}

                @Override
                public boolean isEmpty() {
                    return true;
                }

                @Override
                public @Nullable Change parked(RowId id) {
                    return null;
                }

                @Override
                public void park(Change change, Code code, String detail) {
                    told.add("parked");
                }

                @Override
                public void renew(Change change) {}

                @Override
                public List<RowId> within(List<String> collections) {
                    return List.of();
                }

                @Override
                public void emptied(List<String> collections) {}

                @Override
                public void settled(RowId id) {}
            };

    private Shard shard() {
        return new Shard(
                target,
                new Fence("flow", 0, 1, Numbers.at(0)),
                new BulkWrites(
                        target,
                        2,
                        none,
                        new Demands(Set.of()),
                        List.of("child", "parent")::contains),
                none,
                partial -> null,
                new Demands(Set.of()),
                () -> {},
                Phases.NONE,
                null);
    }

    private static List<Long> keys(List<Write> writes) {
        return writes.stream()
                .map(write -> ((Value.Int) write.change().id().key().getFirst()).value())
                .toList();
    }

    private static Work rows(int count, long end) {
        List<Change> changes =
                LongStream.range(0, count).mapToObj(key -> put("t", key, end)).toList();
        return new Work(changes, Numbers.at(end), 10, null);
    }

    private static Change put(String collection, long key, long end) {
        return Change.of(
                RowId.of(collection, new Value.Int(key)),
                Image.absent(),
                Image.whole(Row.of("id", new Value.Int(key))),
                new Version(end, 0, new ReplicaId("source")));
    }

    @Test
    void aShardWritesATransactionInParts() {
        Shard shard = shard();
        shard.put(rows(5, 7));
        shard.step();

        assertThat(told).containsExactly("[0, 1] to 0", "[2, 3] to 0", "[4] to 7");
        assertThat(shard.stored()).isEqualTo(Numbers.at(7));
        assertThat(shard.applied()).isEqualTo(5);
        shard.put(rows(1, 8));
        shard.step();
        assertThat(told).last().isEqualTo("[0] to 8");
    }

    @Test
    void aRowThatChangedSeveralTimesIsWrittenWithTheCheckpoint() {
        Shard shard = shard();
        Work twice = rows(1, 7);
        List<Change> changes = new ArrayList<>(twice.changes());
        changes.addAll(rows(3, 7).changes());
        shard.put(new Work(changes, Numbers.at(7), 10, null));
        shard.step();

        assertThat(told).containsExactly("[1, 2] to 0", "[0] to 7");
    }

    /** The parent is held back, so its children are; what refers to nothing is not. */
    @Test
    void aRowIsNotWrittenAheadOfOneThatItMayReferTo() {
        Shard shard = shard();
        shard.put(
                new Work(
                        List.of(
                                put("child", 1, 7),
                                put("parent", 2, 7),
                                put("child", 3, 7),
                                put("t", 4, 7),
                                put("parent", 2, 7)),
                        Numbers.at(7),
                        10,
                        null));
        shard.step();

        assertThat(told).containsExactly("[1, 4] to 0", "[2, 3] to 7");
    }

    @Test
    void whatLiesAheadOfTheCheckpointAlreadyIsFollowedByAllTheRest() {
        Shard shard = shard();
        Work begun = rows(2, 7);
        shard.put(new Work(begun.changes(), null, 10, null));
        shard.step();
        shard.put(rows(5, 7));
        shard.step();
        shard.put(rows(3, 8));
        shard.step();

        assertThat(told)
                .containsExactly("[0, 1] to 0", "[0, 1, 2, 3, 4] to 7", "[0, 1] to 7", "[2] to 8");
    }

    @Test
    void aLedgersCursorSaysAfterEachPartHowMuchIsWritten() {
        OrderedWrites writes = new OrderedWrites(target, none, "flow/t", 1);
        Cursor start = new Cursor(Numbers.at(0), 0);
        Ledger ledger = new Ledger("t", writes, 2, start, () -> {});
        ledger.put(rows(5, 7));
        ledger.step();

        assertThat(told).containsExactly("[0, 1] to 2@0", "[2, 3] to 4@0", "[4] to 0@7");

        told.clear();
        Ledger goingOn = new Ledger("t", writes, 2, new Cursor(Numbers.at(0), 2), () -> {});
        goingOn.put(rows(5, 7));
        goingOn.step();

        assertThat(told).containsExactly("[2, 3] to 4@0", "[4] to 0@7");
    }
}
