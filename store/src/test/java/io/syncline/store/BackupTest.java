package io.syncline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.store.PairSamples;
import io.syncline.testkit.store.StoreSamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
    private static final Secret PASSPHRASE = Secret.of("a long way to say yes");

    private final Place from = Place.fresh();
    private final Place to = Place.fresh();
    private final Path file = Services.folder("backup").resolve("store.backup");

    @Test
    void aRestoredStoreHasWhatTheOtherHadWhenABackupWasMadeBesideItsServer() throws Exception {
        String apiKey;
        Object then;
        try (PostgresStore store = from.open()) {
            GoldenStore.fill(store);
            apiKey = store.apiKeys().create("Anna", 1).reveal();
            backup();
            then = everything(store);
            store.append("sync_a", "later", 1, Map.of());
        }
        restore(false);

        try (PostgresStore store = to.open()) {
            assertThat(everything(store)).isEqualTo(then);
            assertThat(store.apiKeys().check(apiKey, 1).name()).isEqualTo("Anna");
        }
    }

    @Test
    void nothingInABackupIsReadableWithoutTheMasterKeyAndTheFileIsItsOwners() throws Exception {
        try (PostgresStore store = from.open()) {
            StoreSamples.fill(store, "sync_a");
        }
        new Backup(from.settings(), Place.RANDOM).write(file, Place.KEY, PASSPHRASE, 7);

        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        StoreSamples.definition("sync_a").source().settings().values().stream()
                .filter(value -> !value.isEmpty())
                .forEach(value -> assertThat(bytes).doesNotContain(value));
        assertThat(bytes)
                .doesNotContain("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
                .doesNotContain(PASSPHRASE.reveal());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void countersGoOnFromFarAboveSoThatNobodyMistakesWhatCameAfterTheBackup() throws Exception {
        Owner gone;
        long event;
        long parked;
        try (PostgresStore store = from.open()) {
            Owner owner = StoreSamples.fill(store, "sync_a");
            backup();
            store.nextEpoch(owner, "flow_sync_a");
            long epoch = store.nextEpoch(owner, "flow_sync_a");
            gone = store.takeOver("sync_a");
            event = store.append("sync_a", "e", 1, Map.of()).sequence();
            parked = store.park(epoch, StoreSamples.parked("sync_a", "flow_sync_a", 77, "x")).id();
        }
        restore(false);

        try (PostgresStore store = to.open()) {
            Owner owner = store.takeOver("sync_a");
            assertThat(owner.term()).isGreaterThan(gone.term());
            assertThat(store.restored("flow_sync_a")).isTrue();
            long epoch = store.nextEpoch(owner, "flow_sync_a", 5_000_000);
            assertThat(epoch).isGreaterThan(5_000_000);
            assertThat(store.append("sync_a", "e", 1, Map.of()).sequence()).isGreaterThan(event);
            assertThat(
                            store.park(epoch, StoreSamples.parked("sync_a", "flow_sync_a", 78, "y"))
                                    .id())
                    .isGreaterThan(parked);
            assertThat(store.progress("flow_sync_a")).isNotEmpty();
            store.reclaimed("flow_sync_a", epoch);
            assertThat(store.restored("flow_sync_a")).isFalse();
            assertThat(store.sweepDue("flow_sync_a")).isTrue();
            assertThat(store.progress("flow_sync_a")).isEmpty();
        }
    }

    @Test
    void twoStoresOfOneBackupRaiseAFlowToDifferentEpochs() throws Exception {
        try (PostgresStore store = from.open()) {
            StoreSamples.fill(store, "sync_a");
        }
        backup();
        restore(false);
        Place third = Place.fresh();
        new Restoring(third.settings(), Place.RANDOM).run(file, Place.KEY, Place.KEY, false);

        try (PostgresStore one = to.open();
                PostgresStore other = third.open()) {
            assertThat(one.nextEpoch(one.takeOver("sync_a"), "flow_sync_a", 9))
                    .isNotEqualTo(other.nextEpoch(other.takeOver("sync_a"), "flow_sync_a", 9));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aBackupOfAnEarlierVersionIsBroughtToThisOne(int version) throws Exception {
        GoldenStore golden = new GoldenStore(version);
        from.run(golden.text());
        backup();
        restore(false);
        from.open().close();

        try (PostgresStore before = from.open();
                PostgresStore store = to.open()) {
            assertThat(everything(store)).isEqualTo(everything(before));
            assertThat(store.apiKeys().check(golden.apiKey(), 1).name()).isEqualTo("Anna");
        }
    }

    @Test
    void aStoreThatIsNotEmptyStaysUnlessItIsToBeReplaced() throws Exception {
        try (PostgresStore store = from.open()) {
            StoreSamples.fill(store, "sync_a");
        }
        backup();
        try (PostgresStore store = to.open()) {
            StoreSamples.fill(store, "sync_other");
            refused(Code.STORE_IN_USE, () -> restore(true));
        }
        refused(Code.STORE_NOT_EMPTY, () -> restore(false));
        try (PostgresStore store = to.open()) {
            assertThat(store.sync("sync_other")).isNotNull();
        }

        restore(true);

        try (PostgresStore store = to.open()) {
            assertThat(store.sync("sync_other")).isNull();
            assertThat(store.sync("sync_a")).isNotNull();
        }
    }

    @Test
    void anyDamageIsFoundBeforeAnythingIsChanged() throws Exception {
        try (PostgresStore store = from.open()) {
            StoreSamples.fill(store, "sync_a");
        }
        backup();
        byte[] good = Files.readAllBytes(file);
        Files.delete(file);
        for (int at = 0; at < good.length; at += Math.max(1, good.length / 40)) {
            byte[] bad = good.clone();
            bad[at] ^= 0x10;
            Files.write(file, bad);
            assertThatExceptionOfType(EndpointException.class)
                    .as("byte " + at)
                    .isThrownBy(() -> restore(false))
                    .satisfies(e -> assertThat(e.code()).isIn(Code.BAD_BACKUP, Code.STORE_TOO_NEW));
        }
        Files.write(file, java.util.Arrays.copyOf(good, good.length / 2));
        refused(Code.BAD_BACKUP, () -> restore(false));
        assertThat(to.text("SELECT to_regnamespace('syncline')::text")).isNull();
    }

    @Test
    void theKeyInABackupOpensWithItsPassphraseAloneAndTheStoreTakesTheServersOwn()
            throws Exception {
        try (PostgresStore store = from.open()) {
            StoreSamples.fill(store, "sync_a");
        }
        new Backup(from.settings(), Place.RANDOM).write(file, Place.KEY, PASSPHRASE, 7);
        refused(Code.WRONG_PASSPHRASE, () -> Restoring.look(file, Secret.of("another passphrase")));
        assertThat(Restoring.look(file, null).key()).isNull();
        MasterKey inIt = Restoring.look(file, PASSPHRASE).key();

        new Restoring(to.settings(), Place.RANDOM).run(file, inIt, Place.OTHER_KEY, false);

        try (PostgresStore store =
                PostgresStore.open(to.settings(), Place.OTHER_KEY, Place.RANDOM)) {
            assertThat(store.sync("sync_a").definition())
                    .isEqualTo(StoreSamples.definition("sync_a"));
        }
    }

    @Test
    void anotherMasterKeyRestoresNothing() throws Exception {
        from.open().close();
        backup();

        refused(
                Code.WRONG_MASTER_KEY,
                () ->
                        new Restoring(to.settings(), Place.RANDOM)
                                .run(file, Place.OTHER_KEY, Place.OTHER_KEY, false));
        assertThat(to.text("SELECT to_regnamespace('syncline')::text")).isNull();
        refused(
                Code.WRONG_MASTER_KEY,
                () ->
                        new Backup(from.settings(), Place.RANDOM)
                                .write(
                                        file.resolveSibling("other"),
                                        Place.OTHER_KEY,
                                        PASSPHRASE,
                                        7));
    }

    private void backup() throws IOException {
        new Backup(from.settings(), Place.RANDOM).write(file, null, null, 7);
    }

    private void restore(boolean replace) throws IOException {
        new Restoring(to.settings(), Place.RANDOM).run(file, Place.KEY, Place.KEY, replace);
    }

    private static List<Object> everything(Store store) {
        return List.of(
                store.syncs(),
                store.executions("sync_a", 10),
                store.progress("flow_sync_a"),
                store.agreed("flow_sync_a_1"),
                store.parked("sync_a", 0, 10),
                store.events(null, 0, 100),
                PairSamples.everything(store, "flow_sync_a"));
    }

    private static void refused(
            Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}
