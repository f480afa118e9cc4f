package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.connector.postgres.Sharing.Place;
import io.syncline.core.endpoint.Config;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which flows read the same server: no others may follow one stream. */
class SharingTest {
    private static final String PRINT = "SHA256:PVx/OcGSoAzfd+edw6u+2FWtVpLnagfC7iBXquSRiJI";

    private static Place place(String connection, String through) {
        Map<String, String> all = new HashMap<>(Map.of("connection", connection));
        if (!through.isEmpty()) {
            all.put("ssh_host", through);
            all.put("ssh_user", "u");
            all.put("ssh_password", "p");
            all.put("ssh_host_key", PRINT);
        }
        return Place.of(PostgresUrl.of(Config.of(PostgresUrl.SETTINGS, all)), true);
    }

    @Test
    void theSameAddressBehindAnotherTunnelIsAnotherServer() {
        Place plain = place("postgresql://u:p@10.0.0.1/shop", "");

        assertThat(place("postgresql://u:other@10.0.0.1:5432/shop", "")).isEqualTo(plain);
        assertThat(place("postgresql://u:p@10.0.0.1/shop", "one"))
                .isNotEqualTo(plain)
                .isNotEqualTo(place("postgresql://u:p@10.0.0.1/shop", "two"))
                .isEqualTo(place("postgresql://u:p@10.0.0.1/shop", "one"));
    }

    @Test
    void aUserAndADatabaseHaveStreamsOfTheirOwn() {
        Place plain = place("postgresql://u:p@h/shop", "");

        assertThat(place("postgresql://v:p@h/shop", "")).isNotEqualTo(plain);
        assertThat(place("postgresql://u:p@h/other", "")).isNotEqualTo(plain);
    }
}
