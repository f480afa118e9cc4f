package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.embedded.RunningServer;
import io.syncline.testkit.services.Authority;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.RealTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A real server with certificates of an authority of the test's own. */
class MySqlTlsTest {
    @Test
    void aServerHasToProveItselfAsFarAsTheSettingsSay() throws Exception {
        Authority authority =
                Authority.create().sign("server", "-ext", "SAN=ip:127.0.0.1").sign("client");
        Path folder = Services.folder("tls");
        Path certificate = folder.resolve("server.pem");
        Files.writeString(certificate, authority.certificate("server"));
        Path key = folder.resolve("server.key");
        Files.writeString(key, authority.key("server"));
        Path root = folder.resolve("ca.pem");
        Files.writeString(root, authority.root());
        try (RunningServer server =
                Services.startMariaDb(
                        Map.of(
                                "ssl-cert", certificate.toString(),
                                "ssl-key", key.toString(),
                                "ssl-ca", root.toString()))) {
            server.createDatabase("shop");
            try (Connection connection =
                            DriverManager.getConnection(
                                    server.jdbcUrl("shop"), server.user(), server.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE USER known@'%' IDENTIFIED BY 'x' REQUIRE X509");
                statement.execute("GRANT ALL ON shop.* TO known@'%'");
            }
            String uri = server.uri("shop");
            accepted(uri, Map.of("sslmode", "verify-full", "sslrootcert", authority.root()));
            accepted(uri, Map.of("tls", "trust"));
            accepted(uri, Map.of());
            refused(uri, Map.of("sslmode", "verify-full"), Code.TLS_UNTRUSTED);
            refused(
                    uri,
                    Map.of("tls", "verify-ca", "sslrootcert", authority.certificate("client")),
                    Code.TLS_UNTRUSTED);
            refused(
                    uri.replace("127.0.0.1", "localhost"),
                    Map.of("sslmode", "verify-full", "sslrootcert", authority.root()),
                    Code.TLS_UNTRUSTED);
            accepted(
                    uri.replace("127.0.0.1", "localhost"),
                    Map.of("sslmode", "verify-ca", "sslrootcert", authority.root()));

            Map<String, String> known = new TreeMap<>();
            known.put("user", "known");
            known.put("password", "x");
            known.put("sslmode", "verify-full");
            known.put("sslrootcert", authority.root());
            refused(uri, known, Code.LOGIN_REFUSED);
            known.put("sslcert", authority.certificate("client"));
            known.put("sslkey", authority.key("client"));
            accepted(uri, known);
        }
    }

    @Test
    void aServerWithoutEncryptionIsRefusedWhereItIsDemanded() {
        refused(
                Services.mariaDb().freshDatabase().uri(),
                Map.of("sslmode", "require"),
                Code.TLS_MISSING);
    }

    private static void accepted(String uri, Map<String, String> settings) throws Exception {
        try (MySqlEndpoint endpoint = endpoint(uri, settings)) {
            assertThat(endpoint.catalog().layouts()).isEmpty();
        }
    }

    private static void refused(String uri, Map<String, String> settings, Code code) {
        try (MySqlEndpoint endpoint = endpoint(uri, settings)) {
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(endpoint::catalog)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MISCONFIGURED));
        }
    }

    private static MySqlEndpoint endpoint(String uri, Map<String, String> settings) {
        MySqlConnector connector = new MySqlConnector();
        Map<String, String> all = new TreeMap<>(settings);
        all.put("connection", uri);
        return (MySqlEndpoint) connector.open(Config.of(connector.settings(), all), new RealTime());
    }
}
