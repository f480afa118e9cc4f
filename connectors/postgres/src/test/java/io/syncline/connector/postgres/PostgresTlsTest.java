package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.RealTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings of a connection's encryption reach the driver, for plain sessions and streams. */
class PostgresTlsTest {
    private static final char[] PASSWORD = "only for tests".toCharArray();

    @Test
    void aServerIsBelievedByItsCertificateAlone() throws Exception {
        Path folder = Services.folder("certificates");
        KeyStore own = certificate(folder, "own");
        String trusted = pem(folder.resolve("own.crt"), own).toString();
        String other = pem(folder.resolve("other.crt"), certificate(folder, "other")).toString();
        try (Fixture on = Fixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            encrypt(on, own);
            try {
                Selection selection = on.prepared("public.t");
                try (PostgresEndpoint full = endpoint(on, "verify-full", trusted);
                        Reader _ = full.read(null, selection)) {
                    assertThat(full.health().up()).isTrue();
                    assertThat(encrypted(on, "walsender")).isEqualTo("t");
                    assertThat(encrypted(on, "client backend")).isEqualTo("t");
                }
                try (PostgresEndpoint none = endpoint(on, "disable", trusted)) {
                    assertThat(none.health().up()).isTrue();
                    assertThat(encrypted(on, "client backend")).isEqualTo("f");
                }
                try (PostgresEndpoint wrong = endpoint(on, "verify-ca", other)) {
                    assertThat(wrong.health()).extracting(Health::up).isEqualTo(false);
                    assertThatExceptionOfType(EndpointException.class)
                            .isThrownBy(wrong::head)
                            .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MISCONFIGURED))
                            .satisfies(e -> assertThat(e.code()).isEqualTo(Code.BAD_CONNECTION));
                }
            } finally {
                on.run("ALTER SYSTEM RESET ssl", "SELECT pg_reload_conf()");
            }
        }
    }

    private static PostgresEndpoint endpoint(Fixture on, String mode, String root) {
        PostgresConnector connector = new PostgresConnector();
        return (PostgresEndpoint)
                connector.open(
                        Config.of(
                                connector.settings(),
                                Map.of(
                                        "connection", on.database.uri(),
                                        "sslmode", mode,
                                        "sslrootcert", root)),
                        new RealTime());
    }

    private static String encrypted(Fixture on, String kind) throws Exception {
        return on.one(
                "SELECT bool_and(s.ssl) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)"
                        + " WHERE a.application_name = 'syncline' AND a.datname ="
                        + " current_database() AND a.backend_type = '"
                        + kind
                        + "' AND a.backend_start = (SELECT max(backend_start) FROM"
                        + " pg_stat_activity WHERE application_name = 'syncline' AND backend_type ="
                        + " a.backend_type AND datname = a.datname)");
    }

    /** The server writes its own key: nobody else may be able to read it. */
    private static void encrypt(Fixture on, KeyStore store) throws Exception {
        String key =
                block("PRIVATE KEY", store.getKey("server", PASSWORD).getEncoded())
                        + block("CERTIFICATE", store.getCertificate("server").getEncoded());
        String text = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
        on.run(
                "COPY (SELECT '" + text + "') TO PROGRAM 'umask 077; base64 -d > server.pem'",
                "ALTER SYSTEM SET ssl_cert_file = 'server.pem'",
                "ALTER SYSTEM SET ssl_key_file = 'server.pem'",
                "ALTER SYSTEM SET ssl = on",
                "SELECT pg_reload_conf()");
        long end = System.nanoTime() + 10_000_000_000L;
        while (!on.one("SHOW ssl").equals("on")) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(10);
        }
    }

    private static KeyStore certificate(Path folder, String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process made =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "SAN=ip:127.0.0.1,dns:localhost",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private static Path pem(Path file, KeyStore store) throws Exception {
        return Files.writeString(
                file, block("CERTIFICATE", store.getCertificate("server").getEncoded()));
    }

    private static String block(String kind, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
    }
}
