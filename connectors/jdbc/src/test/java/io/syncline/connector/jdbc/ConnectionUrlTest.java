package io.syncline.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import org.junit.jupiter.api.Test;

class ConnectionUrlTest {
    @Test
    void everyPartIsRead() {
        ConnectionUrl url =
                ConnectionUrl.parse("mysql://me:a%40b+c%2F@[::1]:3307/shop?tls=trust", 3306);

        assertThat(url.scheme()).isEqualTo("mysql");
        assertThat(url.user()).isEqualTo("me");
        assertThat(url.password()).isEqualTo(Secret.of("a@b+c/"));
        assertThat(url.host()).isEqualTo("::1");
        assertThat(url.port()).isEqualTo(3307);
        assertThat(url.database()).isEqualTo("shop");
        assertThat(url.parameters()).containsEntry("tls", "trust");
    }

    @Test
    void whatIsNotNamedHasItsInitialValue() {
        ConnectionUrl url = ConnectionUrl.parse("mariadb://host", 3306);

        assertThat(url.port()).isEqualTo(3306);
        assertThat(url.user()).isNull();
        assertThat(url.database()).isNull();
    }

    @Test
    void thePasswordIsNeverShown() {
        assertThat(ConnectionUrl.parse("mysql://me:hunter2@host/db", 3306).toString())
                .isEqualTo("mysql://me@host:3306/db");
        assertThatThrownBy(() -> ConnectionUrl.parse("mysql://me:hun%zter2@host/db", 3306))
                .isInstanceOf(EndpointException.class)
                .hasNoCause()
                .hasMessageNotContaining("ter2");
    }

    @Test
    void aQuoteInANameIsDoubled() {
        assertThat(QuotedName.of("a`b", '`')).isEqualTo("`a``b`");
        assertThatThrownBy(() -> QuotedName.of("", '`'))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
