package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Owner;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a brake lets through of a stream that is read again after it was released. */
class BrakeTest {
    private static final int MANY = 1_500;

    private final ArrayDeque<Batch> stream = new ArrayDeque<>();
    private final List<Batch> through = new ArrayList<>();
    private long rowsLeft = 500;

    private final Context still =
            new Context() {
                @Override
                public long nanos() {
                    return 0;
                }

                @Override
                public long wallMillis() {
                    return 0;
                }

                @Override
                public void sleep(Duration time) {}

                @Override
                public Random random() {
                    return new Random(1);
                }

                @Override
                public Phases phases() {
                    return Phases.NONE;
                }
            };

    private final Reader reader =
            new Reader() {
                @Override
                public @Nullable Batch poll(Duration wait) {
                    return stream.poll();
                }

                @Override
                public void acknowledge(Position position) {}

                @Override
                public void close() {}
            };

    private Brake brake(@Nullable Integer free) {
        MemoryStore store = new MemoryStore();
        store.add(
                new SyncDefinition(
                        "sync",
                        "sync",
                        Direction.ONE_WAY,
                        Mode.REAL_TIME,
                        new EndpointSpec("from", "memory", Map.of()),
                        List.of(new EndpointSpec("to", "memory", Map.of())),
                        List.of(),
                        List.of(),
                        null,
                        RetryPolicy.standard(),
                        1,
                        ExistingData.REFUSE,
                        0));
        Owner owner = store.takeOver("sync");
        store.nextEpoch(owner, "flow");
        Holds holds = new Holds(store, owner, "flow", still, hold -> {});
        Position released = free == null ? null : Numbers.at(free);
        return new Brake(
                reader,
                new Numbers(),
                Numbers.at(0),
                released,
                holds,
                new DeleteCount(
                        Guards.standard().deletes(), _ -> 2_000, (table, live, enough) -> rowsLeft),
                still);
    }

    private static Batch.Rows deletes(int count, @Nullable Integer end) {
        List<Change> changes = new ArrayList<>();
        for (int key = 0; key < count; key++) {
            changes.add(
                    Change.of(
                            RowId.of("t", new Value.Int(key)),
                            Image.absent(),
                            Image.absent(),
                            new Version(1, 0, new ReplicaId("source"))));
        }
        return new Batch.Rows(changes, 1, end == null ? null : Numbers.at(end), 0, 10);
    }

    private void read(Brake brake) {
        for (Batch batch = brake.poll(Duration.ZERO);
                batch != null;
                batch = brake.poll(Duration.ZERO)) {
            through.add(batch);
        }
    }

    private void held(Brake brake) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(
                        () -> {
                            read(brake);
                            brake.acknowledge(Numbers.at(4));
                            read(brake);
                        })
                .matches(e -> e.code() == Code.MASS_DELETE);
    }

    /** A chunk that is read before it is known would show the rows of before it. */
    @Test
    void whatOnlyNamesATransactionIsNotKeptBack() {
        stream.add(new Batch.Rows(List.of(), 7, null, 0, 0));
        stream.add(deletes(1, null));
        stream.add(new Batch.Rows(List.of(), 8, null, 0, 0));

        read(brake(null));

        assertThat(through)
                .containsExactly(
                        new Batch.Rows(List.of(), 7, null, 0, 0),
                        new Batch.Rows(List.of(), 8, null, 0, 0));
    }

    @Test
    void whatWasReleasedPassesAndIsNotCounted() {
        stream.add(deletes(MANY, null));
        stream.add(deletes(0, 5));
        stream.add(deletes(400, 6));
        read(brake(5));
        assertThat(through).hasSize(3);
    }

    @Test
    void aTableThatHasEnoughLeftIsNotHeldWhateverWasKnownOfIt() {
        rowsLeft = 100_000;
        stream.add(deletes(MANY, 4));
        stream.add(deletes(MANY, 6));
        read(brake(null));
        assertThat(through).hasSize(2);
        rowsLeft = 0;
        stream.add(deletes(MANY, 4));
        held(brake(null));
    }

    @Test
    void whatFollowsIsCountedFromItsFirstPart() {
        // The place that was released is that of a marker, of which nobody tells again.
        stream.add(deletes(MANY, 4));
        stream.add(deletes(MANY, null));
        stream.add(deletes(1, 7));
        held(brake(5));
        assertThat(through).hasSize(1);
    }

    @Test
    void aTruncationThatFollowsIsHeldAsWell() {
        stream.add(deletes(MANY, 4));
        stream.add(new Batch.Truncated(List.of("t"), 9));
        stream.add(deletes(0, 7));
        held(brake(5));
        assertThat(through).hasSize(1);
    }
}
