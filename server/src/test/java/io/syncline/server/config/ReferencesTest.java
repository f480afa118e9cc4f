package io.syncline.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.endpoint.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever configures a sync reads nothing of the server that was not put aside for it. */
class ReferencesTest {
    private static final String HIDDEN = "hunter2";

    @TempDir private Path machine;
    private Path secrets;
    private References references;

    @BeforeEach
    void put() throws Exception {
        secrets = Files.createDirectories(machine.resolve("secrets"));
        Path data = Files.createDirectories(secrets.resolve("data"));
        Files.writeString(data.resolve("master.key"), HIDDEN);
        Files.writeString(machine.resolve("elsewhere"), HIDDEN);
        Files.writeString(secrets.resolve("shop"), "good\n");
        Files.createSymbolicLink(secrets.resolve("out"), machine.resolve("elsewhere"));
        Files.createSymbolicLink(secrets.resolve("in"), secrets.resolve("shop"));
        Files.createSymbolicLink(secrets.resolve("folder"), machine);
        Files.createSymbolicLink(secrets.resolve("own"), data.resolve("master.key"));
        Map<String, String> environment =
                Map.of(
                        "SYNCLINE_SECRET_SHOP", "good",
                        "SYNCLINE_MASTER_KEY", HIDDEN,
                        "SYNCLINE_API_KEY", HIDDEN,
                        "PGPASSWORD", HIDDEN);
        references = new References(new SecretPlaces(environment::get, secrets, data));
    }

    @Test
    void whatWasPutAsideIsPutIn() throws Exception {
        assertThat(references.resolve("a${env:SYNCLINE_SECRET_SHOP}z")).isEqualTo("agoodz");
        assertThat(references.resolve("${file:" + secrets + "/shop}")).isEqualTo("good");
        assertThat(references.resolve("${file:" + secrets + "/in}")).isEqualTo("good");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env:SYNCLINE_MASTER_KEY",
                "env:SYNCLINE_API_KEY",
                "env:PGPASSWORD",
                "env:NOBODY",
                "env:",
                "env:syncline_secret_shop",
                "file:/etc/passwd",
                "file:/no/such/file",
                "file:secrets/shop",
                "file:SECRETS/../elsewhere",
                "file:SECRETS/../secrets/../elsewhere",
                "file:SECRETS/out",
                "file:SECRETS/folder/elsewhere",
                "file:SECRETS/data/master.key",
                "file:SECRETS/own"
            })
    void everythingElseIsClosedWhetherItIsThereOrNot(String reference) {
        String written = "${" + reference.replace("SECRETS", secrets.toString()) + "}";
        assertThatThrownBy(() -> references.resolve("x" + written))
                .isInstanceOfSatisfying(
                        References.UnresolvedException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.CLOSED_REFERENCE))
                .hasMessageNotContaining(HIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env:SYNCLINE_SECRET_NONE",
                "file:SECRETS/none",
                "file:SECRETS",
                "key:x",
                ""
            })
    void whatIsAllowedAndNotThereIsMissing(String reference) {
        String written = "${" + reference.replace("SECRETS", secrets.toString()) + "}";
        assertThatThrownBy(() -> references.resolve(written))
                .isInstanceOfSatisfying(
                        References.UnresolvedException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.MISSING_REFERENCE));
    }

    @Test
    void whoStartsTheServerMayReferToAnything() throws Exception {
        assertThat(
                        new References(OperatorPlaces.ANYWHERE)
                                .resolve("${file:" + machine.resolve("elsewhere") + "}"))
                .isEqualTo(HIDDEN);
    }
}
