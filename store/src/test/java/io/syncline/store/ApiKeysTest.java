package io.syncline.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Secret;
import io.syncline.engine.store.Keyring;
import io.syncline.engine.store.Role;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private final Place place = Place.fresh();
    private final PostgresStore store = place.open();
    private final ApiKeys keys = store.apiKeys();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aKeyLetsInWhoItWasMadeFor() {
        Secret anna = keys.create("Anna", 1);
        Secret bert = keys.create("Bert", 2);

        assertThat(anna.reveal()).matches("syn_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}");
        assertThat(keys.check(anna.reveal(), 3).name()).isEqualTo("Anna");
        assertThat(keys.check(bert.reveal(), 3).name()).isEqualTo("Bert");
        assertThat(keys.none()).isFalse();
    }

    @Test
    void anythingButTheWholeKeyLetsNobodyIn() {
        String anna = keys.create("Anna", 1).reveal();
        String bert = keys.create("Bert", 1).reveal();
        char last = anna.charAt(anna.length() - 1);
        String changed = anna.substring(0, anna.length() - 1) + (last == 'A' ? 'B' : 'A');
        String crossed = anna.substring(0, 17) + bert.substring(17);

        for (String wrong :
                new String[] {
                    "", "syn_", changed, crossed, anna + "A", anna.substring(1), anna + "\n"
                }) {
            assertThat(keys.check(wrong, 3)).as(wrong).isNull();
        }
    }

    @Test
    void aKeyWithAnEndEnds() {
        String key = keys.create("Anna", 1).reveal();
        place.run("UPDATE syncline.api_key SET expires_millis = 100");

        assertThat(keys.check(key, 99)).isNotNull();
        assertThat(keys.check(key, 100)).isNull();
    }

    @Test
    void aRevokedKeyIsGoodNoMore() {
        keys.create("Anna", 1);
        ApiKeys.Made bert = keys.create("Bert", Role.OPERATOR, 100L, "Anna", 2);
        String key = bert.key().reveal();
        assertThat(keys.check(key, 99)).extracting(Keyring.Entry::role).isEqualTo(Role.OPERATOR);
        assertThat(keys.good(bert.entry().id(), 99)).isTrue();
        assertThat(keys.good(bert.entry().id(), 100)).isFalse();

        store.registry().keyring().revoke(bert.entry().id(), "Anna", 50);

        assertThat(keys.check(key, 51)).isNull();
        assertThat(keys.good(bert.entry().id(), 51)).isFalse();
    }

    @Test
    void theUseOfAGoodKeyIsNotedByTheHour() throws SQLException {
        long hour = 3_600_000;
        ApiKeys.Made made = keys.create("Anna", Role.VIEWER, null, null, 1);
        String key = made.key().reveal();
        keys.check(key.substring(0, 17) + "x".repeat(43), 9 * hour);
        assertThat(used(made)).isNull();

        keys.check(key, 9 * hour + 1);
        assertThat(used(made)).isEqualTo(9 * hour);
        String written = place.text("SELECT xmin FROM syncline.api_key");
        keys.check(key, 10 * hour - 1);
        assertThat(place.text("SELECT xmin FROM syncline.api_key")).isEqualTo(written);
        keys.check(key, 10 * hour);
        assertThat(used(made)).isEqualTo(10 * hour);
    }

    private Long used(ApiKeys.Made made) {
        return store.registry().keyring().entry(made.entry().id()).usedMillis();
    }

    @Test
    void aKeyIsToldOnceAndOnlyItsHashIsKept() throws SQLException {
        String key = keys.create("Anna", 1).reveal();
        String secret = key.substring(key.lastIndexOf('_') + 1);

        String row = place.text("SELECT k::text FROM syncline.api_key k");

        assertThat(row)
                .contains("Anna")
                .doesNotContain(secret)
                .doesNotContain(HexFormat.of().formatHex(secret.getBytes(US_ASCII)))
                .doesNotContain(HexFormat.of().formatHex(sha256(secret)))
                .doesNotContain(HexFormat.of().formatHex(sha256(key)));
        assertThat(keys.toString() + keys.check(key, 2)).doesNotContain(secret);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aKeyIsWorthNothingUnderAnotherPepper() {
        String key = keys.create("Anna", 1).reveal();
        store.close();
        place.run("DELETE FROM syncline.probe");

        try (PostgresStore other =
                PostgresStore.open(place.settings(), Place.OTHER_KEY, Place.RANDOM)) {
            assertThat(other.apiKeys().check(key, 2)).isNull();
        }
    }
}
