package io.syncline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.engine.store.Store;
import io.syncline.engine.store.Store.SnapshotProgress;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.engine.sync.SyncState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every store keeps, tried through its interface; a test class implements it. */
public interface StoreContract {
    /** An open store with nothing in it, the same one throughout a test. */
    Store store();

    /** A sync comes back as it was given, with everything in it. */
    @Test
    default void aSyncComesBackAsItWasGiven() {
        SyncDefinition full = StoreSamples.definition("sync_a");
        SyncDefinition plain = StoreSamples.plainDefinition("sync_b");

        store().add(full);
        store().add(plain);

        assertThat(store().sync("sync_a"))
                .isEqualTo(new Store.Entry(full, SyncState.CONFIGURED, null));
        assertThat(store().syncs())
                .extracting(Store.Entry::definition)
                .containsExactly(full, plain);
        assertThat(store().sync("sync_c")).isNull();
    }

    /** An id is given once. */
    @Test
    default void aSecondSyncOfTheSameIdIsRefusedAndTheFirstStays() {
        SyncDefinition first = StoreSamples.definition("sync_a");
        store().add(first);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().add(StoreSamples.plainDefinition("sync_a")));

        assertThat(store().syncs()).extracting(Store.Entry::definition).containsExactly(first);
    }

    /** State and problem are those noted last. */
    @Test
    default void aSyncHasTheStateThatWasNotedLast() {
        store().add(StoreSamples.definition("sync_a"));

        store().state("sync_a", SyncState.FAILED, "the network");
        assertThat(store().sync("sync_a"))
                .isEqualTo(
                        new Store.Entry(
                                StoreSamples.definition("sync_a"),
                                SyncState.FAILED,
                                "the network"));

        store().state("sync_a", SyncState.RUNNING, null);
        assertThat(store().sync("sync_a"))
                .extracting(Store.Entry::state, Store.Entry::problem)
                .containsExactly(SyncState.RUNNING, null);
    }

    /** What belongs to no sync would never be found and never be removed. */
    @Test
    default void whatBelongsToNoSyncIsRefused() {
        refused(() -> store().state("sync_x", SyncState.RUNNING, null));
        refused(() -> store().save(StoreSamples.execution("exec_1", "sync_x", 0)));
        refused(() -> store().nextEpoch("sync_x", "flow"));
        refused(() -> store().park(1, StoreSamples.parked("sync_x", "flow", 1, "a")));
        refused(
                () ->
                        store().progress(
                                        "flow",
                                        1,
                                        "users",
                                        new SnapshotProgress(null, 0, false, 0)));
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.UNKNOWN_SYNC))
                .satisfies(
                        e -> assertThat(e.kind()).isEqualTo(EndpointException.Kind.MISCONFIGURED));
    }

    /** Removing leaves nothing of a sync and everything of the others; twice is once. */
    @Test
    default void removingASyncTakesAllOfItAndNothingElse() {
        for (String id : List.of("sync_a", "sync_b")) {
            StoreSamples.fill(store(), id);
        }
        long last = store().events(null, 0, 10).getLast().sequence();

        store().remove("sync_a");
        store().remove("sync_a");

        assertThat(store().sync("sync_a")).isNull();
        assertThat(store().executions("sync_a", 10)).isEmpty();
        assertThat(store().execution("exec_sync_a")).isNull();
        assertThat(store().parked("sync_a", 0, 10)).isEmpty();
        assertThat(store().progress("flow_sync_a")).isEmpty();
        assertThat(store().events("sync_a", 0, 10)).isEmpty();
        assertThat(store().execution("exec_sync_b")).isNotNull();
        assertThat(store().parked("sync_b", 0, 10)).hasSize(1);
        assertThat(store().progress("flow_sync_b")).hasSize(1);
        assertThat(store().events("sync_b", 0, 10)).hasSize(1);
        assertThat(store().append("sync_b", "again", 1, Map.of()).sequence()).isEqualTo(last + 1);
    }

    /** An execution is what was saved last and keeps its place. */
    @Test
    default void anExecutionIsWhatWasSavedLast() {
        store().add(StoreSamples.definition("sync_a"));
        for (int i = 1; i <= 3; i++) {
            store().save(StoreSamples.execution("exec_" + i, "sync_a", 0));
        }
        Execution later = StoreSamples.execution("exec_2", "sync_a", 77);

        store().save(later);

        assertThat(store().execution("exec_2")).isEqualTo(later);
        assertThat(store().executions("sync_a", 10))
                .extracting(Execution::id)
                .containsExactly("exec_3", "exec_2", "exec_1");
        assertThat(store().executions("sync_a", 2))
                .extracting(Execution::id)
                .containsExactly("exec_3", "exec_2");
        assertThat(store().execution("exec_9")).isNull();
    }

    /** Epochs count each flow by itself, from 1. */
    @Test
    default void epochsRiseByOneForEachFlow() {
        store().add(StoreSamples.definition("sync_a"));
        store().add(StoreSamples.plainDefinition("sync_b"));

        assertThat(store().nextEpoch("sync_a", "f")).isEqualTo(1);
        assertThat(store().nextEpoch("sync_a", "f")).isEqualTo(2);
        assertThat(store().nextEpoch("sync_a", "g")).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> store().nextEpoch("sync_b", "f"));
        assertThat(store().nextEpoch("sync_a", "f")).isEqualTo(3);
    }

    /** Two owners never get the same epoch. */
    @Test
    default void ownersAtTheSameTimeGetDifferentEpochs() {
        store().add(StoreSamples.definition("sync_a"));

        List<Long> epochs = together(40, () -> store().nextEpoch("sync_a", "f"));

        assertThat(epochs)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 40).boxed().toList());
    }

    /** Progress is kept for each collection until the flow restarts. */
    @Test
    default void progressIsKeptUntilTheFlowRestarts() {
        store().add(StoreSamples.definition("sync_a"));
        store().nextEpoch("sync_a", "f");
        store().nextEpoch("sync_a", "g");
        SnapshotProgress half =
                new SnapshotProgress(new SnapshotPosition("{\"key\":[1]}"), 10, false, 5);
        SnapshotProgress done = new SnapshotProgress(null, 20, true, 9);

        store().progress("f", 1, "users", half);
        store().progress("f", 1, "users", done);
        store().progress("f", 1, "orders", half);
        store().progress("g", 1, "users", half);

        assertThat(store().progress("f")).isEqualTo(Map.of("users", done, "orders", half));
        store().restart("f");
        assertThat(store().progress("f")).isEmpty();
        assertThat(store().progress("g")).isEqualTo(Map.of("users", half));
        assertThat(store().nextEpoch("sync_a", "f")).isEqualTo(2);
        assertThat(store().progress("unknown")).isEmpty();
    }

    /** Later changes of a parked row fold into its entry. */
    @Test
    default void aRowHasOneParkedEntryPerFlow() {
        store().add(StoreSamples.definition("sync_a"));
        store().nextEpoch("sync_a", "f");
        store().nextEpoch("sync_a", "g");
        Parked first = store().park(1, StoreSamples.parked("sync_a", "f", 1, "old"));
        Parked second = store().park(1, StoreSamples.parked("sync_a", "f", 2, "other row"));
        Parked elsewhere = store().park(1, StoreSamples.parked("sync_a", "g", 1, "other flow"));
        Parked again = StoreSamples.parked("sync_a", "f", 1, "new", Code.UNIQUE_TAKEN, 99);

        Parked folded = store().park(1, again);

        Parked wanted =
                new Parked(
                        first.id(),
                        "sync_a",
                        "f",
                        again.change(),
                        Code.UNIQUE_TAKEN,
                        "new",
                        first.millis());
        assertThat(folded).isEqualTo(wanted);
        assertThat(store().parkedRow(first.id())).isEqualTo(wanted);
        assertThat(store().parked("sync_a", 0, 10)).containsExactly(wanted, second, elsewhere);
        assertThat(store().parked("sync_a", first.id(), 1)).containsExactly(second);
        assertThat(store().parkedRows("f"))
                .containsExactly(wanted.change().id(), second.change().id());
    }

    /** A settled entry is gone; the row may be parked anew, under a new id. */
    @Test
    default void aSettledRowIsGone() {
        store().add(StoreSamples.definition("sync_a"));
        store().nextEpoch("sync_a", "f");
        Parked first = store().park(1, StoreSamples.parked("sync_a", "f", 1, "a"));

        store().settle(1, first);
        store().settle(1, first);

        assertThat(store().parkedRow(first.id())).isNull();
        assertThat(store().parkedRows("f")).isEmpty();
        assertThat(store().park(1, StoreSamples.parked("sync_a", "f", 1, "b")).id())
                .isGreaterThan(first.id());
    }

    /** Whoever owned a flow before notes nothing of it any more; a person's word needs no owner. */
    @Test
    default void anEarlierOwnerNotesNothing() {
        store().add(StoreSamples.definition("sync_a"));
        long before = store().nextEpoch("sync_a", "f");
        SnapshotProgress done = new SnapshotProgress(null, 20, true, 9);
        Parked parked = store().park(before, StoreSamples.parked("sync_a", "f", 1, "a"));
        long now = store().nextEpoch("sync_a", "f");

        fenced(() -> store().progress("f", before, "users", done));
        fenced(() -> store().park(before, StoreSamples.parked("sync_a", "f", 2, "b")));
        fenced(() -> store().settle(before, parked));

        assertThat(store().progress("f")).isEmpty();
        assertThat(store().parked("sync_a", 0, 10)).containsExactly(parked);
        store().progress("f", now, "users", done);
        store().discard(parked.id());
        assertThat(store().progress("f")).isEqualTo(Map.of("users", done));
        assertThat(store().parkedRow(parked.id())).isNull();
    }

    private static void fenced(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(EndpointException.Kind.FENCED));
    }

    /** Keys of any size and kind can be parked, and nothing of a value is lost. */
    @Test
    default void anyRowCanBeParked() {
        store().add(StoreSamples.definition("sync_a"));
        store().nextEpoch("sync_a", "f");
        RowId id =
                RowId.of(
                        "public.no key",
                        new Value.Text("ä\u0000\ud800".repeat(20_000)),
                        new Value.Bytes(new byte[100_000]),
                        new Value.Real(Double.NaN),
                        new Value.Other("interval", "1 mon"),
                        Value.nothing());
        Parked parked =
                StoreSamples.parked("sync_a", "f", id, Image.absent(), "x", Code.CONSTRAINT, 1);

        Parked kept = store().park(1, parked);

        assertThat(store().parkedRow(kept.id())).isEqualTo(kept);
        assertThat(kept.change()).isEqualTo(parked.change());
        assertThat(store().park(1, parked).id()).isEqualTo(kept.id());
        assertThat(store().parkedRows("f")).containsExactly(id);
    }

    /** Two lanes that park the same row at once make one entry. */
    @Test
    default void lanesThatParkOneRowTogetherMakeOneEntry() {
        store().add(StoreSamples.definition("sync_a"));
        store().nextEpoch("sync_a", "f");

        List<Long> ids =
                together(
                        20, () -> store().park(1, StoreSamples.parked("sync_a", "f", 1, "a")).id());

        assertThat(ids.stream().distinct()).hasSize(1);
        assertThat(store().parked("sync_a", 0, 10)).hasSize(1);
    }

    /** Events come in the order of their sequence, which counts the whole store. */
    @Test
    default void eventsComeInOneOrder() {
        SyncEvent first =
                store().append("sync_a", "one", 5, Map.of("k", "ä\u0000\ud800\"", "", ""));
        SyncEvent second = store().append("sync_b", "two", 4, Map.of());
        SyncEvent third = store().append("sync_a", "three", 3, Map.of());

        assertThat(List.of(first.sequence(), second.sequence(), third.sequence()))
                .containsExactly(1L, 2L, 3L);
        assertThat(store().events(null, 0, 10)).containsExactly(first, second, third);
        assertThat(store().events(null, 1, 1)).containsExactly(second);
        assertThat(store().events("sync_a", 0, 10)).containsExactly(first, third);
        assertThat(store().events("sync_a", 3, 10)).isEmpty();
    }

    /** A listener that asks for what came after its last event misses none. */
    @Test
    default void aListenerThatPollsMissesNoEvent() throws Exception {
        int eventsCount = 200;
        List<Long> seen = new ArrayList<>();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SyncEvent>> appended =
                    IntStream.range(0, eventsCount)
                            .mapToObj(
                                    i ->
                                            writers.submit(
                                                    () ->
                                                            store().append(
                                                                            "sync_" + i % 3,
                                                                            "e",
                                                                            i,
                                                                            Map.of())))
                            .toList();
            long after = 0;
            while (seen.size() < eventsCount) {
                boolean over = appended.stream().allMatch(Future::isDone);
                List<SyncEvent> next = store().events(null, after, 7);
                if (over && next.isEmpty()) {
                    break;
                }
                for (SyncEvent event : next) {
                    seen.add(event.sequence());
                    after = event.sequence();
                }
            }
        }
        assertThat(seen).isEqualTo(LongStream.rangeClosed(1, eventsCount).boxed().toList());
    }

    private static <T> List<T> together(int count, Callable<T> call) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> each :
                    threads.invokeAll(IntStream.range(0, count).mapToObj(_ -> call).toList())) {
                results.add(each.get());
            }
            return results;
        } catch (Exception e) {
            throw new AssertionError("A call at the same time as others failed", e);
        }
    }
}
