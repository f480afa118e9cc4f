package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Write;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShardTest {
    private final List<String> places = new ArrayList<>();
    private final List<RowId> parked = new ArrayList<>();
    private final List<RowId> written = new ArrayList<>();
    private Row there = Row.of("id", new Value.Int(0));

    /** Refuses row 1, because a row that it refers to is not there, unless row 1 goes. */
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
                    List<Outcome> outcomes = new ArrayList<>();
                    for (Write write : writes) {
                        written.add(write.change().id());
                        if (write.expect() instanceof Expect.Same) {
                            outcomes.add(new Outcome.Stale(Image.whole(there)));
                            continue;
                        }
                        if (write.change().id().equals(id(666))) {
                            throw new NoClassDefFoundError("a driver's class");
                        }
                        if (write.change().id().equals(id(40))) {
                            outcomes.add(Outcome.refused(Outcome.Kind.BUSY, "deadlock"));
                            continue;
                        }
                        outcomes.add(
                                write.change().id().equals(id(1))
                                                && !write.change().after().isAbsent()
                                        ? Outcome.refused(Outcome.Kind.FOREIGN_KEY, "no parent")
                                        : Outcome.applied());
                    }
                    places.add(Objects.requireNonNull(fence).position().token());
                    return outcomes;
                }

                @Override
                public void truncate(List<String> collections, @Nullable Fence fence) {}
            };

    private final Parking parking =
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
                    places.add("parked");
                    parked.add(change.id());
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

    private final Shard shard =
            new Shard(
                    target,
                    new Fence("flow", 0, 1, Numbers.at(0)),
                    new BulkWrites(
                            target, 10_000, parking, new Demands(Set.of("fixed")), _ -> false),
                    parking,
                    partial -> null,
                    new Demands(Set.of("fixed")),
                    () -> {},
                    Phases.NONE,
                    null);

    private static RowId id(long key) {
        return RowId.of("t", new Value.Int(key));
    }

    private static Work put(long key, long end) {
        return put("t", key, end);
    }

    private static Work put(String collection, long key, long end) {
        Row row = Row.of("id", new Value.Int(key));
        Version version = new Version(end, 0, new ReplicaId("source"));
        Change change =
                Change.of(
                        RowId.of(collection, new Value.Int(key)),
                        Image.absent(),
                        Image.whole(row),
                        version);
        return new Work(List.of(change), Numbers.at(end), 10, null);
    }

    @Test
    void whatARuleRefusesIsParkedBeforeTheCheckpointPassesItAndNeverWritten() {
        Work work = put(2, 5);
        Shaped.Bad bad =
                new Shaped.Bad(work.changes().getFirst(), Code.CONSTRAINT, "the rule says no");

        shard.put(new Work(List.of(), List.of(bad), Numbers.at(5), 10, null));
        shard.step();

        assertThat(parked).containsExactly(id(2));
        assertThat(places).containsExactly("parked", "5");
        assertThat(written).isEmpty();
    }

    @Test
    void aLaterGoodChangeOfARefusedRowIsWritten() {
        Work later = put(2, 6);
        Shaped.Bad bad =
                new Shaped.Bad(later.changes().getFirst(), Code.CONSTRAINT, "the rule says no");

        shard.put(new Work(List.of(), List.of(bad), Numbers.at(5), 10, null));
        shard.put(later);
        shard.step();

        assertThat(parked).isEmpty();
        assertThat(written).containsExactly(id(2));
    }

    @Test
    void aRowThatNeverChangesIsWrittenOnceAndTheSameAgainIsNoConflict() {
        there = Row.of("id", new Value.Int(2));
        shard.put(put("fixed", 2, 5));
        shard.step();

        assertThat(parked).isEmpty();
        assertThat(places).last().isEqualTo("5");

        there = Row.of("id", new Value.Int(-2));
        shard.put(put("fixed", 2, 6));
        shard.step();

        assertThat(parked).containsExactly(RowId.of("fixed", new Value.Int(2)));
        assertThat(places).last().isEqualTo("6");
    }

    @Test
    void aCheckpointNeverPassesARowThatWaits() {
        shard.put(put(1, 5));
        shard.step();
        shard.put(put(2, 6));
        shard.step();

        assertThat(shard.hasDeferred()).isTrue();
        assertThat(shard.stored()).isEqualTo(Numbers.at(0));
        assertThat(places).last().isEqualTo("0");
    }

    @Test
    void aRowThatNobodyCanHelpIsParkedBeforeTheCheckpointPassesIt() {
        shard.put(put(1, 5));
        shard.step();
        shard.put(put(2, 6));
        shard.step();
        places.clear();

        assertThat(shard.deferred().retry()).isFalse();
        shard.giveUp();

        assertThat(parked).containsExactly(id(1));
        assertThat(places).containsExactly("0", "parked", "6");
        assertThat(shard.stored()).isEqualTo(Numbers.at(6));
        assertThat(shard.hasDeferred()).isFalse();
    }

    @Test
    void theCheckpointFollowsOnceALaterChangeOfTheRowThatWaitedHasPassed() {
        shard.put(put(1, 5));
        shard.step();
        Change gone =
                Change.of(
                        id(1),
                        Image.absent(),
                        Image.absent(),
                        new Version(7, 0, new ReplicaId("source")));
        shard.put(put(2, 6));
        shard.step();
        shard.put(new Work(List.of(gone), null, 10, null));
        shard.step();

        assertThat(shard.hasDeferred()).isFalse();
        assertThat(places).last().isEqualTo("6");
        assertThat(shard.stored()).isEqualTo(shard.queued()).isEqualTo(Numbers.at(6));
    }

    @Test
    void aShardIsOpenUntilItIsToldTheEndOfWhatItHas() {
        assertThat(shard.open()).isFalse();
        shard.put(new Work(put(2, 6).changes(), null, 10, null));
        assertThat(shard.open()).isTrue();
        shard.put(new Work(List.of(), Numbers.at(6), 0, null));
        assertThat(shard.open()).isFalse();
    }

    @Test
    void aShardThatParksARowInTheMiddleOfATransactionStaysOpen() {
        shard.put(put(1, 5));
        shard.put(new Work(put(2, 6).changes(), null, 10, null));
        shard.step();

        shard.deferred().retry();
        shard.giveUp();

        assertThat(shard.stored()).isEqualTo(Numbers.at(5));
        assertThat(shard.open()).isTrue();
    }

    @Test
    void aLaneThatAnErrorEndsSaysSo() {
        shard.put(put(666, 5));
        shard.step();

        assertThat(shard.failure()).hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void aRowThatSomebodyElseHoldsIsTriedAgainLaterAndNeverParked() {
        shard.put(put(40, 5));
        shard.step();

        assertThat(shard.hasDeferred()).isTrue();
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(shard.deferred()::retry)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(EndpointException.Kind.TRANSIENT));
        assertThat(parked).isEmpty();
        assertThat(shard.stored()).isEqualTo(Numbers.at(0));
    }
}
