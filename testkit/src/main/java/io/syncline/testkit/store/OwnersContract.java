package io.syncline.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.store.Store.SnapshotProgress;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.SyncState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who may write what a store keeps of a running sync: its latest owner and nobody else. */
public interface OwnersContract extends StoreUnderTest {
    /** Every write of an owner, for a sync that {@link StoreSamples#fill} has made. */
    private Map<String, Consumer<Owner>> writes() {
        Map<String, Consumer<Owner>> writes = new LinkedHashMap<>();
        writes.put("state", owner -> store().state(owner, SyncState.FAILED, "late"));
        writes.put("save", owner -> store().save(owner, lateExecution(owner.syncId())));
        writes.put("nextEpoch", owner -> store().nextEpoch(owner, flow(owner)));
        writes.put("restart", owner -> store().restart(owner, flow(owner)));
        return writes;
    }

    /** Every write for an epoch of a flow, for a sync that {@link StoreSamples#fill} has made. */
    private Map<String, LongConsumer> notes(Parked parked) {
        String flow = parked.flow();
        Map<String, LongConsumer> notes = new LinkedHashMap<>();
        SnapshotProgress done = new SnapshotProgress(null, 99, true, 99);
        notes.put("lost", epoch -> store().lost(flow, epoch));
        notes.put("swept", epoch -> store().swept(flow, epoch));
        notes.put("progress", epoch -> store().progress(flow, epoch, "public.users", done));
        notes.put(
                "park",
                epoch ->
                        store().park(epoch, StoreSamples.parked(parked.syncId(), flow, 1, "late")));
        notes.put("settle", epoch -> store().settle(epoch, parked));
        return notes;
    }

    private static Execution lateExecution(String syncId) {
        return StoreSamples.execution("exec_" + syncId, syncId, 99);
    }

    private static String flow(Owner owner) {
        return "flow_" + owner.syncId();
    }

    /** What is kept of a sync, without its events. */
    private List<Object> kept(String syncId) {
        return List.of(
                List.of(String.valueOf(store().sync(syncId))),
                store().executions(syncId, 10),
                store().progress("flow_" + syncId),
                store().parked(syncId, 0, 10));
    }

    /** Terms count each sync's take-overs, from 1. */
    @Test
    default void termsRiseByOneForEachSync() {
        assertThat(own("sync_a")).isEqualTo(new Owner("sync_a", 1));
        assertThat(store().takeOver("sync_a")).isEqualTo(new Owner("sync_a", 2));
        assertThat(own("sync_b")).isEqualTo(new Owner("sync_b", 1));
    }

    /** Two that take a sync over at the same time never get the same term. */
    @Test
    default void thoseWhoTakeOverAtTheSameTimeGetDifferentTerms() {
        own("sync_a");

        List<Long> terms = StoreUnderTest.together(20, () -> store().takeOver("sync_a").term());

        assertThat(terms)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(2, 21).boxed().toList());
    }

    /** An owner that another has followed changes nothing any more, and cannot become one again. */
    @Test
    default void anEarlierOwnerWritesNothing() {
        Owner earlier = StoreSamples.fill(store(), "sync_a");
        Owner later = store().takeOver("sync_a");
        List<Object> before = kept("sync_a");

        writes().forEach((name, write) -> fenced(name, () -> write.accept(earlier)));

        assertThat(kept("sync_a")).isEqualTo(before);
        assertThat(store().nextEpoch(later, "flow_sync_a")).isEqualTo(2);
        writes().values().forEach(write -> write.accept(later));
        assertThat(kept("sync_a")).isNotEqualTo(before);
    }

    /** What is noted for an earlier epoch of a flow changes nothing any more. */
    @Test
    default void nothingIsNotedForAnEarlierEpoch() {
        Owner owner = StoreSamples.fill(store(), "sync_a");
        Parked parked = store().parked("sync_a", 0, 1).getFirst();
        long epoch = store().nextEpoch(owner, "flow_sync_a");
        List<Object> before = kept("sync_a");

        notes(parked).forEach((name, note) -> fenced(name, () -> note.accept(epoch - 1)));

        assertThat(kept("sync_a")).isEqualTo(before);
        notes(parked).values().forEach(note -> note.accept(epoch));
        assertThat(store().parked("sync_a", 0, 10)).isEmpty();
        assertThat(store().progress("flow_sync_a"))
                .containsEntry("public.users", new SnapshotProgress(null, 99, true, 99));
    }

    /** What belongs to no sync would never be found and never be removed. */
    @Test
    default void nothingIsWrittenForASyncThatIsNotThereOrWasRemoved() {
        Owner removed = StoreSamples.fill(store(), "sync_a");
        Parked parked = store().parked("sync_a", 0, 1).getFirst();
        store().remove("sync_a");

        for (Owner owner : List.of(removed, new Owner("sync_x", 0))) {
            writes().forEach((name, write) -> unknown(name, () -> write.accept(owner)));
            unknown("takeOver", () -> store().takeOver(owner.syncId()));
        }
        notes(parked).forEach((name, note) -> unknown(name, () -> note.accept(1)));
        assertThat(store().parked("sync_a", 0, 10)).isEmpty();
        assertThat(store().progress("flow_sync_a")).isEmpty();
        assertThat(store().executions("sync_a", 10)).isEmpty();
    }

    /** An owner writes for its own sync. */
    @Test
    default void anExecutionOfAnotherSyncIsAProgrammersError() {
        Owner owner = own("sync_a");
        own("sync_b");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().save(owner, lateExecution("sync_b")));
        assertThat(store().executions("sync_b", 10)).isEmpty();
    }

    /** A sync that nobody has taken over yet has no owner. */
    @Test
    default void beforeTheFirstTakeOverNobodyWrites() {
        store().add(StoreSamples.plainDefinition("sync_a"));

        fenced("state", () -> store().state(new Owner("sync_a", 1), SyncState.RUNNING, null));
        assertThat(store().sync("sync_a"))
                .extracting(Store.Entry::state)
                .isEqualTo(SyncState.CONFIGURED);
    }

    private static void fenced(String name, Runnable write) {
        refused(name, EndpointException.Kind.FENCED, Code.FENCED, write);
    }

    private static void unknown(String name, Runnable write) {
        refused(name, EndpointException.Kind.MISCONFIGURED, Code.UNKNOWN_SYNC, write);
    }

    private static void refused(
            String name, EndpointException.Kind kind, Code code, Runnable write) {
        assertThatExceptionOfType(EndpointException.class)
                .as(name)
                .isThrownBy(write::run)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}
