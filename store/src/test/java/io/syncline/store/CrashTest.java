package io.syncline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.embedded.RunningServer;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.store.Store.SnapshotProgress;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.engine.sync.SyncState;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.store.PairSamples;
import io.syncline.testkit.store.StoreSamples;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CrashTest {
    @Test
    void whatACallReturnedSurvivesTheServersDeath() throws Exception {
        try (RunningServer server = Services.startPostgres(18)) {
            server.createDatabase("store");
            SnapshotProgress half = new SnapshotProgress(new SnapshotPosition("7"), 7, false, 1);

            killedAfter(server, store -> added(store));
            Owner owner = killedAfter(server, store -> store.takeOver("sync_a"));
            killedAfter(server, store -> noted(store, owner, SyncState.RUNNING));
            killedAfter(server, store -> saved(store, owner));
            Long epoch = killedAfter(server, store -> store.nextEpoch(owner, "f"));
            assertThat(epoch).isEqualTo(1);
            killedAfter(server, store -> progressed(store, half));
            Parked parked =
                    killedAfter(
                            server,
                            store -> store.park(1, StoreSamples.parked("sync_a", "f", 1, "x")));
            SyncEvent event =
                    killedAfter(server, store -> store.append("sync_a", "e", 1, Map.of("a", "b")));
            killedAfter(server, store -> shared(store));

            try (PostgresStore store = open(server)) {
                assertThat(store.sync("sync_a").definition())
                        .isEqualTo(StoreSamples.definition("sync_a"));
                assertThat(store.sync("sync_a").state()).isEqualTo(SyncState.RUNNING);
                assertThat(store.execution("exec_1"))
                        .isEqualTo(StoreSamples.execution("exec_1", "sync_a", 9));
                assertThat(store.nextEpoch(owner, "f")).isEqualTo(2);
                assertThat(store.progress("f")).isEqualTo(Map.of("users", half));
                assertThat(store.parkedRow(parked.id())).isEqualTo(parked);
                assertThat(store.events(null, 0, 10)).containsExactly(event);
                MemoryStore meant = new MemoryStore();
                meant.add(StoreSamples.definition("sync_a"));
                meant.nextEpoch(meant.takeOver("sync_a"), "f");
                shared(meant);
                assertThat(PairSamples.everything(store, "f"))
                        .isEqualTo(PairSamples.everything(meant, "f"));
                assertThat(store.append("sync_a", "e", 1, Map.of()).sequence()).isEqualTo(2);
            }
        }
    }

    @Test
    void aStoreWhoseServerDiedSaysSoAndGoesOnWhenItIsBack() throws Exception {
        try (RunningServer server = Services.startPostgres(18)) {
            server.createDatabase("store");
            try (PostgresStore store = open(server)) {
                added(store);
                server.kill9();

                assertThatExceptionOfType(EndpointException.class)
                        .isThrownBy(store::syncs)
                        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.STORE_UNREACHABLE))
                        .satisfies(
                                e ->
                                        assertThat(e.kind())
                                                .isEqualTo(EndpointException.Kind.TRANSIENT));
                server.restart();
                assertThat(store.syncs()).hasSize(1);
            }
        }
    }

    private static <T> T killedAfter(RunningServer server, Function<PostgresStore, T> call) {
        try (PostgresStore store = open(server)) {
            T result = call.apply(store);
            server.kill9();
            server.restart();
            return result;
        }
    }

    private static PostgresStore open(RunningServer server) {
        return PostgresStore.open(
                StoreSettings.of(
                        server.jdbcUrl("store"), server.user(), Secret.of(server.password())),
                Place.KEY,
                Place.RANDOM);
    }

    private static boolean added(PostgresStore store) {
        store.add(StoreSamples.definition("sync_a"));
        return true;
    }

    private static boolean noted(PostgresStore store, Owner owner, SyncState state) {
        store.state(owner, state, null);
        return true;
    }

    private static boolean saved(PostgresStore store, Owner owner) {
        store.save(owner, StoreSamples.execution("exec_1", "sync_a", 9));
        return true;
    }

    private static boolean progressed(PostgresStore store, SnapshotProgress progress) {
        store.progress("f", 1, "users", progress);
        return true;
    }

    private static boolean shared(Store store) {
        PairSamples.fill(store, "f", 1);
        return true;
    }
}
