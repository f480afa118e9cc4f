package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.cli.CommandLineHouse.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** API keys by the command line. */
class KeysCommandsTest {
    private static CommandLineHouse house;

    @BeforeAll
    static void start() throws Exception {
        house = CommandLineHouse.shared();
    }

    private static Ended with(String file, String... words) {
        String[] all = new String[words.length + 4];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--url";
        all[words.length + 1] = house.url;
        all[words.length + 2] = "--key-file";
        all[words.length + 3] = file;
        return CommandLineHouse.bare(all);
    }

    @Test
    void aKeyIsMadeUsedListedAndRevoked() throws Exception {
        Ended made = house.run("keys", "create", "anna", "--role", "viewer", "--expires-in", "2h");
        assertThat(made.code()).as(made.all()).isZero();
        String key = made.out().lines().findFirst().orElseThrow();
        assertThat(key).matches("syn_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}");
        assertThat(made.out()).containsPattern("For anna \\(viewer\\), until 20.*UTC");
        Path file = Path.of(house.file("anna.key", key + "\n"));

        assertThat(with(file.toString(), "sync", "list").code()).isZero();
        Ended refused = with(file.toString(), "doctor", "--fix");
        assertThat(refused.code()).isEqualTo(6);
        assertThat(refused.err()).contains("SYN-7007", "viewer", "operator");

        Ended listed = house.run("keys", "list");
        assertThat(listed.out())
                .containsPattern("root +admin +good")
                .containsPattern("anna +viewer +good")
                .doesNotContain(key.substring(17));
        assertThat(house.run("keys", "list", "-o", "json").json().get("keys")).isNotEmpty();

        assertThat(house.run("keys", "revoke", "anna").err()).contains("--yes");
        Ended revoked = house.run("keys", "revoke", "anna", "--yes");
        assertThat(revoked.out()).contains("of anna (viewer) is revoked.");
        assertThat(with(file.toString(), "sync", "list").code()).isEqualTo(6);
        assertThat(house.run("keys", "revoke", "anna", "--yes").code()).isEqualTo(5);
    }

    @Test
    void ofTwoKeysWithOneNameTheIdSaysWhich() {
        String id = "";
        for (int i = 0; i < 2; i++) {
            Ended made = house.run("keys", "create", "twin", "--role", "reviewer", "-o", "json");
            id = made.json().get("id").stringValue();
        }
        assertThat(house.run("keys", "revoke", "twin", "--yes").code()).isEqualTo(2);
        assertThat(house.run("keys", "revoke", id, "--yes").code()).isZero();
        assertThat(house.run("keys", "revoke", "twin", "--yes").code()).isZero();
    }

    @Test
    void aWrongRoleIsToldWithTheGoodOnes() {
        Ended wrong = house.run("keys", "create", "anna", "--role", "king");
        assertThat(wrong.code()).isEqualTo(4);
        assertThat(wrong.err()).contains("viewer, reviewer, operator, admin");
    }
}
