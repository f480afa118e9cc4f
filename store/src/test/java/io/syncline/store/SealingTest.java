package io.syncline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {
    private final Sealing sealing = new Sealing(Place.KEY, Place.RANDOM);

    @Test
    void aSealedTextOpensWhereItWasSealed() {
        String sealed = sealing.seal("sync_a", "password", "pässword");

        assertThat(sealed).startsWith("s1:" + Place.KEY.id() + ":").doesNotContain("password");
        assertThat(sealing.open("sync_a", "password", sealed)).isEqualTo("pässword");
    }

    @Test
    void equalTextsAreSealedDifferently() {
        assertThat(sealing.seal("a", "b", "same")).isNotEqualTo(sealing.seal("a", "b", "same"));
    }

    @Test
    void aSealedTextDoesNotOpenElsewhere() {
        String sealed = sealing.seal("sync_a", "password", "x");

        refused(() -> sealing.open("sync_b", "password", sealed));
        refused(() -> sealing.open("sync_a", "url", sealed));
        refused(() -> sealing.open("sync_ap", "assword", sealed));
    }

    @Test
    void aSealedTextDoesNotOpenUnderAnotherKey() {
        String sealed = new Sealing(Place.OTHER_KEY, Place.RANDOM).seal("a", "b", "x");

        refused(() -> sealing.open("a", "b", sealed));
        refused(() -> sealing.open("a", "b", sealed.replace(Place.OTHER_KEY.id(), Place.KEY.id())));
    }

    @Test
    void aSealedTextThatWasChangedAnywhereDoesNotOpen() {
        String sealed = sealing.seal("a", "b", "x");
        String head = sealed.substring(0, sealed.lastIndexOf(':') + 1);
        byte[] bytes = Base64.getDecoder().decode(sealed.substring(head.length()));

        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            String changed = head + Base64.getEncoder().encodeToString(bytes);
            refused(() -> sealing.open("a", "b", changed));
            bytes[i] ^= 1;
        }
        refused(() -> sealing.open("a", "b", head + "AAAA"));
        refused(() -> sealing.open("a", "b", "plain"));
    }

    @Test
    void aNewKeyIsAFileForItsOwnerAloneAndIsFoundAgain(@TempDir Path folder) throws IOException {
        MasterKey made = MasterKey.find(Map.of(), folder.resolve("new"), Place.RANDOM);

        Path file = folder.resolve("new/master.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.list(file.getParent())).containsExactly(file);
        assertThat(MasterKey.find(Map.of(), folder.resolve("new"), Place.RANDOM).id())
                .isEqualTo(made.id());
        assertThat(MasterKey.find(Map.of(), folder.resolve("other"), Place.RANDOM).id())
                .isNotEqualTo(made.id());
    }

    @Test
    void aKeyThatOthersCanReadIsRefused(@TempDir Path folder) throws IOException {
        MasterKey.find(Map.of(), folder, Place.RANDOM);
        Files.setPosixFilePermissions(
                folder.resolve("master.key"), PosixFilePermissions.fromString("rw-r--r--"));

        refused(() -> MasterKey.find(Map.of(), folder, Place.RANDOM));
    }

    @Test
    void theEnvironmentsKeyGoesFirstAndMakesNoFile(@TempDir Path folder) {
        String text = Base64.getEncoder().encodeToString(new byte[32]);

        MasterKey key = MasterKey.find(Map.of(MasterKey.VARIABLE, text), folder, Place.RANDOM);

        assertThat(key.id()).isEqualTo(MasterKey.of(text).id());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aTextThatIsNoKeyIsRefusedWithoutShowingIt() {
        for (String text : new String[] {"hunter2!", "aHVudGVyMg==", ""}) {
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(() -> MasterKey.of(text))
                    .withNoCause()
                    .withMessageNotContaining("hunter2");
        }
    }

    @Test
    void nothingPrintsItsSecret() {
        String key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

        assertThat(Place.KEY + " " + sealing + " " + new Definitions(sealing))
                .contains(Place.KEY.id())
                .doesNotContain(key);
    }

    private static void refused(ThrowingCallable call) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.WRONG_MASTER_KEY));
    }
}
