package io.syncline.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.gather.GatherTerms;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.guard.Windows;
import io.syncline.engine.mirror.Applying;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Checks;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.Performance;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.Trigger;
import io.syncline.engine.sync.Wording;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a store keeps of syncs and their runs. */
public interface StoredSyncsContract extends StoreUnderTest {
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

    /** Another definition takes the place of the one that was kept; nothing else changes. */
    @Test
    default void aDefinitionIsReplacedByItsOwner() {
        Owner before = own("sync_a");
        Owner owner = store().takeOver("sync_a");
        store().state(owner, SyncState.PAUSED, "why");
        SyncDefinition other = StoreSamples.definition("sync_a");

        store().replace(owner, other);

        assertThat(store().sync("sync_a"))
                .isEqualTo(new Store.Entry(other, SyncState.PAUSED, "why"));
        assertThatThrownBy(() -> store().replace(before, StoreSamples.plainDefinition("sync_a")))
                .isInstanceOf(EndpointException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().replace(owner, StoreSamples.plainDefinition("sync_b")));
        assertThat(store().sync("sync_a"))
                .isEqualTo(new Store.Entry(other, SyncState.PAUSED, "why"));
    }

    /** State and problem are those noted last. */
    @Test
    default void aSyncHasTheStateThatWasNotedLast() {
        Owner owner = own("sync_a");

        store().state(owner, SyncState.FAILED, "the network");
        assertThat(store().sync("sync_a"))
                .isEqualTo(
                        new Store.Entry(
                                StoreSamples.plainDefinition("sync_a"),
                                SyncState.FAILED,
                                "the network"));

        store().state(owner, SyncState.RUNNING, null);
        assertThat(store().sync("sync_a"))
                .extracting(Store.Entry::state, Store.Entry::problem)
                .containsExactly(SyncState.RUNNING, null);
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
        Owner owner = own("sync_a");
        for (int i = 1; i <= 3; i++) {
            store().save(owner, StoreSamples.execution("exec_" + i, "sync_a", 0));
        }
        Execution later = StoreSamples.execution("exec_2", "sync_a", 77);

        store().save(owner, later);

        assertThat(store().execution("exec_2")).isEqualTo(later);
        assertThat(store().executions("sync_a", 10))
                .extracting(Execution::id)
                .containsExactly("exec_3", "exec_2", "exec_1");
        assertThat(store().executions("sync_a", 2))
                .extracting(Execution::id)
                .containsExactly("exec_3", "exec_2");
        assertThat(store().execution("exec_9")).isNull();
    }

    /** Sources, their tables and their ranks. */
    @Test
    default void aStarIsKept() {
        SyncDefinition star = StoreSamples.star("sync_a");
        store().add(star);
        assertThat(Objects.requireNonNull(store().sync("sync_a")).definition()).isEqualTo(star);
    }

    /** What was asked of a run, and how a sync was asked for, are kept as they were said. */
    @Test
    default void whatWasAskedForIsKept() {
        SyncDefinition plain = StoreSamples.plainDefinition("sync_a");
        SyncDefinition asked =
                new SyncDefinition(
                        plain.id(),
                        plain.name(),
                        plain.direction(),
                        plain.mode(),
                        plain.source(),
                        plain.destinations(),
                        plain.tables(),
                        plain.collections(),
                        plain.schedule(),
                        plain.retry(),
                        plain.workers(),
                        plain.existing(),
                        new Options(
                                new Checks(
                                        false, true, new Checks.Continuous(7, Duration.ofHours(2))),
                                guards(),
                                ShapeSamples.rules(),
                                SchemaChanges.PAUSE,
                                new Performance(7, true, false, Duration.ofSeconds(30)),
                                Applying.TRANSACTIONAL,
                                Merging.asking(),
                                new GatherTerms(3, true)),
                        new Wording("BATCH", null),
                        plain.createdMillis());
        store().add(asked);
        assertThat(Objects.requireNonNull(store().sync("sync_a")).definition()).isEqualTo(asked);
        Execution run =
                new Execution(
                        "exec_1",
                        "sync_a",
                        true,
                        Trigger.Priority.CRITICAL,
                        16,
                        SyncState.STARTED,
                        1,
                        0,
                        0,
                        0,
                        0,
                        6,
                        5,
                        null);
        store().save(store().takeOver("sync_a"), run);
        assertThat(store().execution("exec_1")).isEqualTo(run);
    }

    private static Guards guards() {
        return new Guards(
                new Guards.Deletes(7, 0.25, 3, Duration.ofSeconds(9), Guards.Deletes.Truncate.STOP),
                new Guards.Log(123_456_789_012L, Duration.ofHours(2)),
                new Guards.Reading(
                        10,
                        2_000,
                        new Windows(
                                List.of("mon-fri 22:00-06:00"),
                                List.of("sat 00:00-24:00"),
                                ZoneId.of("Europe/Vienna"))),
                new Guards.Vitals(
                        3,
                        Duration.ofMinutes(4),
                        Duration.ofMinutes(5),
                        null,
                        Duration.ofSeconds(6)),
                new Guards.Parking(8, 0.125, Duration.ofSeconds(10)),
                Map.of("replica", Duration.ofSeconds(11)));
    }
}
