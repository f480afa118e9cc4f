package io.syncline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Settlement;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.store.PairSamples;
import io.syncline.testkit.store.StoreSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kills between its steps are in the command line's tests, where the process is real. */
class KeyRotationTest {
    private final Place place = Place.fresh();
    private final Path folder = Services.folder("keys");

    @Test
    void afterwardsEverythingOpensWithTheNewKeyAloneAndApiKeysStayGood() throws Exception {
        String apiKey;
        try (PostgresStore store = open()) {
            StoreSamples.fill(store, "sync_a");
            store.registry().keep(StoreSamples.named("shop", "sealed too"));
            apiKey = store.apiKeys().create("Anna", 1).reveal();
        }
        MasterKeys before = keys();
        List<KeyRotation.Step> steps = new ArrayList<>();

        KeyRotation.Outcome done =
                new KeyRotation(place.settings(), Place.RANDOM, steps::add).run(before);

        assertThat(steps)
                .containsExactly(
                        KeyRotation.Step.BEGUN,
                        KeyRotation.Step.NEXT_KEY_KEPT,
                        KeyRotation.Step.DEFINITIONS_SEALED,
                        KeyRotation.Step.ALL_SEALED,
                        KeyRotation.Step.COMMITTED,
                        KeyRotation.Step.PROMOTED);
        assertThat(done.from()).isEqualTo(before.current().id());
        assertThat(keys().current().id()).isEqualTo(done.to()).isNotEqualTo(done.from());
        assertThat(keys().next()).isNull();
        try (PostgresStore store = open()) {
            assertThat(store.sync("sync_a").definition())
                    .isEqualTo(StoreSamples.definition("sync_a"));
            assertThat(store.registry().endpoint("shop"))
                    .isEqualTo(StoreSamples.named("shop", "sealed too"));
            assertThat(store.apiKeys().check(apiKey, 1).name()).isEqualTo("Anna");
            String later = store.apiKeys().create("Ben", 1).reveal();
            assertThat(store.apiKeys().check(later, 1).name()).isEqualTo("Ben");
        }
        refused(Code.WRONG_MASTER_KEY, () -> open(before));
        assertThat(place.text("SELECT definition FROM syncline.sync"))
                .contains("s1:" + done.to() + ":")
                .doesNotContain(done.from());
    }

    @Test
    void aSecondRotationKeepsApiKeysGoodToo() throws Exception {
        String apiKey;
        try (PostgresStore store = open()) {
            apiKey = store.apiKeys().create("Anna", 1).reveal();
        }
        rotate();
        String first = keys().current().id();
        rotate();

        assertThat(keys().current().id()).isNotEqualTo(first);
        try (PostgresStore store = open()) {
            assertThat(store.apiKeys().check(apiKey, 1).name()).isEqualTo("Anna");
        }
        assertThat(keys().kept(first)).isNotNull();
    }

    @Test
    void aSealedTextThatNobodyWouldSealAnewStopsTheRotationAndChangesNothing() throws Exception {
        open().close();
        String id = keys().current().id();
        place.run("CREATE TABLE syncline.other AS SELECT 's1:" + id + ":AAAA'::text AS t");
        String before = place.text("SELECT sealed FROM syncline.probe");

        refused(Code.BUG, this::rotate);

        assertThat(place.text("SELECT sealed FROM syncline.probe")).isEqualTo(before);
        open().close();
    }

    @Test
    void aRowThatLooksSealedIsNobodysSecret() throws Exception {
        String text;
        try (PostgresStore store = open()) {
            text = "s1:" + keys().current().id() + ":AAAA";
            store.add(StoreSamples.plainDefinition("sync_a"));
            long epoch = store.nextEpoch(store.takeOver("sync_a"), "f");
            RowId id = RowId.of("t", new Value.Text(text));
            Pair pair = PairSamples.agreed(id, PairSamples.named(text));
            store.pairs().decide("f", epoch, 1, List.of(new Decision(pair, episode(id, text))));
            store.pairs()
                    .settle(
                            "f",
                            epoch,
                            new Settlement(List.of(), List.of(), List.of(Dirt.of(id)), Map.of()));
        }

        rotate();

        try (PostgresStore store = open()) {
            assertThat(store.pairs().dirty("f").getFirst().id().key())
                    .containsExactly(new Value.Text(text));
        }
    }

    private static Episode episode(RowId id, String text) {
        Image image = PairSamples.named(text);
        return new Episode(
                1, id, image, image, image, image, Map.of(), List.of(), List.of(), "system", 1);
    }

    @Test
    void aServerThatUsesTheStoreIsNotDisturbed() throws Exception {
        try (PostgresStore store = open()) {
            refused(Code.STORE_IN_USE, this::rotate);
            assertThat(store.syncs()).isEmpty();
        }
        assertThat(keys().next()).isNull();
    }

    @Test
    void keysOfTheEnvironmentNeedTheNextOneThere() throws Exception {
        String old = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        String young = "HxECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        place.open().close();
        MasterKeys alone = MasterKeys.find(Map.of(MasterKey.VARIABLE, old), folder, Place.RANDOM);
        refused(
                Code.NO_NEXT_KEY,
                () -> new KeyRotation(place.settings(), Place.RANDOM, _ -> {}).run(alone));
        MasterKeys both =
                MasterKeys.find(
                        Map.of(MasterKey.VARIABLE, old, MasterKeys.NEXT_VARIABLE, young),
                        folder,
                        Place.RANDOM);

        new KeyRotation(place.settings(), Place.RANDOM, _ -> {}).run(both);

        // Both stand there until the operator takes the old one out: a start finds its way.
        open(both).close();
        open(MasterKeys.of(MasterKey.of(young))).close();
        refused(Code.WRONG_MASTER_KEY, () -> open(alone));
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void noKeyIsReadableForOthersAndNoneIsPrinted() throws Exception {
        open().close();
        rotate();
        MasterKeys keys = keys();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(keys.toString()).doesNotContain(Files.readString(file).strip());
            }
        }
    }

    private void rotate() throws IOException {
        new KeyRotation(place.settings(), Place.RANDOM, _ -> {}).run(keys());
    }

    private MasterKeys keys() {
        return MasterKeys.find(Map.of(), folder, Place.RANDOM);
    }

    private PostgresStore open() {
        return open(keys());
    }

    private PostgresStore open(MasterKeys keys) {
        return PostgresStore.open(place.settings(), keys, Place.RANDOM);
    }

    private static void refused(
            Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}
