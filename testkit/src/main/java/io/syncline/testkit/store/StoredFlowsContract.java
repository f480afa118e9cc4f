package io.syncline.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.engine.store.Agreed;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a store keeps of flows and how far their snapshots have come. */
public interface StoredFlowsContract extends StoreUnderTest {
    /** Epochs count each flow by itself, from 1. */
    @Test
    default void epochsRiseByOneForEachFlow() {
        Owner owner = own("sync_a");
        Owner other = own("sync_b");

        assertThat(store().nextEpoch(owner, "f")).isEqualTo(1);
        assertThat(store().nextEpoch(owner, "f")).isEqualTo(2);
        assertThat(store().nextEpoch(owner, "g")).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> store().nextEpoch(other, "f"));
        assertThat(store().nextEpoch(owner, "f")).isEqualTo(3);
    }

    /** Two that ask at the same time never get the same epoch. */
    @Test
    default void thoseWhoAskAtTheSameTimeGetDifferentEpochs() {
        Owner owner = own("sync_a");

        List<Long> epochs = StoreUnderTest.together(40, () -> store().nextEpoch(owner, "f"));

        assertThat(epochs)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 40).boxed().toList());
    }

    /** Progress is kept for each collection until the flow restarts. */
    @Test
    default void progressIsKeptUntilTheFlowRestarts() {
        Owner owner = own("sync_a");
        store().nextEpoch(owner, "f");
        store().nextEpoch(owner, "g");
        SnapshotProgress half =
                new SnapshotProgress(new SnapshotPosition("{\"key\":[1]}"), 10, false, 5);
        SnapshotProgress done = new SnapshotProgress(null, 20, true, 9);

        store().progress("f", 1, "users", half);
        store().progress("f", 1, "users", done);
        store().progress("f", 1, "orders", half);
        store().progress("g", 1, "users", half);

        assertThat(store().progress("f")).isEqualTo(Map.of("users", done, "orders", half));
        store().restart(owner, "f");
        assertThat(store().progress("f")).isEmpty();
        assertThat(store().progress("g")).isEqualTo(Map.of("users", half));
        assertThat(store().nextEpoch(owner, "f")).isEqualTo(2);
        assertThat(store().progress("unknown")).isEmpty();
    }

    /** A flow is one sync's; a restart of one that never ran forgets nothing. */
    @Test
    default void aFlowIsNotRestartedForAnotherSync() {
        Owner owner = own("sync_a");
        Owner other = own("sync_b");
        long epoch = store().nextEpoch(owner, "f");
        SnapshotProgress half = new SnapshotProgress(null, 1, false, 1);
        store().progress("f", epoch, "users", half);

        assertThatIllegalArgumentException().isThrownBy(() -> store().restart(other, "f"));
        store().restart(owner, "unknown");

        assertThat(store().progress("f")).isEqualTo(Map.of("users", half));
        assertThat(store().progress("unknown")).isEmpty();
    }

    /** Lost log is remembered until the target is swept, whoever owns the flow by then. */
    @Test
    default void lostLogIsRememberedUntilTheTargetIsSwept() {
        Owner owner = own("sync_a");
        long before = store().nextEpoch(owner, "f");
        store().progress("f", before, "users", new SnapshotProgress(null, 20, true, 9));
        assertThat(store().sweepDue("f")).isFalse();

        store().lost("f", before);
        long now = store().nextEpoch(owner, "f");

        assertThat(store().progress("f")).isEmpty();
        assertThat(store().sweepDue("f")).isTrue();
        store().swept("f", now);
        assertThat(store().sweepDue("f")).isFalse();
        assertThat(store().sweepDue("unknown")).isFalse();
    }

    /** What was agreed of a collection is kept; a change of it can ask for another copy. */
    @Test
    default void whatWasAgreedIsKeptAndMayAskForAnotherCopy() {
        Owner owner = own("sync_a");
        long epoch = store().nextEpoch(owner, "f");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("z", "int 32");
        fields.put("a", "text 5?");
        Agreed first = new Agreed(fields, List.of("z"), Agreed.Standing.COPIED);
        SnapshotProgress done = new SnapshotProgress(null, 20, true, 9);
        store().progress("f", epoch, "users", done);
        store().progress("f", epoch, "orders", done);

        store().agree("f", epoch, "users", first, false);
        store().agree("f", epoch, "orders", first, false);
        assertThat(store().agreed("f")).isEqualTo(Map.of("users", first, "orders", first));
        assertThat(Objects.requireNonNull(store().agreed("f").get("users")).fields().keySet())
                .containsExactly("z", "a");
        assertThat(store().progress("f")).hasSize(2);

        Agreed swept = first.standing(Agreed.Standing.TO_BE_SWEPT);
        store().agree("f", epoch, "users", swept, true);
        store().disregard("f", epoch, "orders");
        assertThat(store().agreed("f")).isEqualTo(Map.of("users", swept));
        assertThat(store().progress("f")).isEmpty();

        store().nextEpoch(owner, "f");
        assertThatThrownBy(() -> store().agree("f", epoch, "users", first, false))
                .isInstanceOf(EndpointException.class);
        assertThatThrownBy(() -> store().disregard("f", epoch, "users"))
                .isInstanceOf(EndpointException.class);
        assertThat(store().agreed("f")).isEqualTo(Map.of("users", swept));
        assertThat(store().agreed("unknown")).isEmpty();
    }

    /** A note stays until it is forgotten; only the latest owner writes it. */
    @Test
    default void notesOfAFlowAreItsOwners() {
        Owner before = own("sync_a");
        store().nextEpoch(before, "f");
        store().note(before, "unknown", "why", "nobody");
        store().note(before, "f", "why", "first");
        store().note(before, "f", "why", "\u0000 'second' \\ ä");
        store().note(before, "f", "who", "somebody");

        assertThat(store().note("f", "why")).isEqualTo("\u0000 'second' \\ ä");
        assertThat(store().note("unknown", "why")).isNull();
        Owner now = store().takeOver("sync_a");
        assertThatThrownBy(() -> store().note(before, "f", "why", "late"))
                .isInstanceOf(EndpointException.class);
        store().note(now, "f", "why", null);

        assertThat(store().note("f", "why")).isNull();
        assertThat(store().note("f", "who")).isEqualTo("somebody");
    }
}
