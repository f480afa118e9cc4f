package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {
    @Test
    void aUrlIsReadInAllItsParts() {
        PostgresUrl url =
                PostgresUrl.parse(
                        "postgres://me%40home:p%3A%2Fs+@db:6000/my%20base?sslmode=require");

        assertThat(url.user()).isEqualTo("me@home");
        assertThat(url.password().reveal()).isEqualTo("p:/s+");
        assertThat(url.host()).isEqualTo("db");
        assertThat(url.port()).isEqualTo(6000);
        assertThat(url.database()).isEqualTo("my base");
        assertThat(url.tls().mode()).isEqualTo(io.syncline.connector.jdbc.Tls.Mode.REQUIRE);
    }

    @Test
    void whatIsLeftOutHasTheUsualMeaning() {
        PostgresUrl url = PostgresUrl.parse("postgresql://[::1]");

        assertThat(url.host()).isEqualTo("[::1]");
        assertThat(url.port()).isEqualTo(5432);
        assertThat(url.database()).isEqualTo("postgres");
        assertThat(url.user()).isNull();
        assertThat(url.password()).isNull();
    }

    @Test
    void separateKeysTakePrecedence() {
        Config config =
                Config.of(
                        PostgresUrl.SETTINGS,
                        Map.of(
                                "connection", "postgresql://a:secret@h/d",
                                "password", "other",
                                "port", "5433"));

        PostgresUrl url = PostgresUrl.of(config);

        assertThat(url.password().reveal()).isEqualTo("other");
        assertThat(url.port()).isEqualTo(5433);
        assertThat(url.database()).isEqualTo("d");
    }

    @Test
    void thePasswordIsNeverPrinted() {
        PostgresUrl url = PostgresUrl.parse("postgresql://a:hidden@h:1/d");

        assertThat(url.toString()).doesNotContain("hidden");
        assertThat(url.place()).isEqualTo("postgresql://h:1/d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://a:hidden@h/d",
                "postgresql://a:hidden@h:port/d",
                "postgresql://a:hidden@h:70000/d",
                "postgresql://a:hidden%@h/d",
                "postgresql://a:hidden@h/d?unknown=1",
            })
    void aWrongUrlIsRefusedWithoutRepeatingIt(String url) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> PostgresUrl.parse(url))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden"));
    }
}
