package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.testkit.services.Authority;
import io.syncline.testkit.services.TestSshServer;
import io.syncline.testkit.system.RealTime;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Real servers with certificates of an authority of the test's own. */
class PostgresTlsTest {
    @Test
    void aServerHasToProveItselfAsFarAsTheSettingsSayAndSoDoesTheStreams() throws Exception {
        Authority authority =
                Authority.create()
                        .sign("server", "-ext", "SAN=ip:127.0.0.1", "-validity", "30")
                        .sign("elsewhere", "-ext", "SAN=dns:localhost")
                        .sign(
                                "expired",
                                "-ext",
                                "SAN=ip:127.0.0.1",
                                "-startdate",
                                "-20d",
                                "-validity",
                                "5")
                        .sign("client");
        String root = authority.root();
        Map<String, String> full = Map.of("sslmode", "verify-full", "sslrootcert", root);
        Map<String, String> ca = Map.of("sslmode", "verify-ca", "sslrootcert", root);
        try (Fixture on = Fixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t");
            refused(on, full, Code.TLS_MISSING);
            refused(on, Map.of("sslmode", "require"), Code.TLS_MISSING);
            encrypt(on, authority, "server");
            try {
                try (PostgresEndpoint good = endpoint(on, full);
                        Reader _ = good.read(null, selection)) {
                    assertThat(good.health().up()).isTrue();
                    assertThat(encrypted(on, "walsender")).isEqualTo("t");
                    assertThat(encrypted(on, "client backend")).isEqualTo("t");
                }
                try (PostgresEndpoint none = endpoint(on, Map.of("sslmode", "disable"))) {
                    assertThat(none.health().up()).isTrue();
                    assertThat(encrypted(on, "client backend")).isEqualTo("f");
                }
                // Another authority, that of the JDK and one of ours.
                refused(on, Map.of("sslmode", "verify-full"), Code.TLS_UNTRUSTED);
                refused(
                        on,
                        Map.of(
                                "sslmode",
                                "require",
                                "sslrootcert",
                                authority.certificate("client")),
                        Code.TLS_UNTRUSTED);

                encrypt(on, authority, "elsewhere");
                refused(on, full, Code.TLS_UNTRUSTED);
                accepted(on, ca);
                throughATunnel(on, full);
                encrypt(on, authority, "expired");
                refused(on, full, Code.TLS_UNTRUSTED);
                refused(on, ca, Code.TLS_UNTRUSTED);
                accepted(on, Map.of("sslmode", "require"));
            } finally {
                on.run("ALTER SYSTEM RESET ssl", "SELECT pg_reload_conf()");
            }
        }
    }

    /** The name that is proven is the database's own, and not that of the tunnel's near end. */
    private static void throughATunnel(Fixture on, Map<String, String> full) throws Exception {
        try (TestSshServer ssh = TestSshServer.start()) {
            Map<String, String> settings = new TreeMap<>(full);
            settings.putAll(ssh.settings());
            refused(on, settings, Code.TLS_UNTRUSTED);
            settings.put("host", "localhost");
            accepted(on, settings);
        }
    }

    @Test
    void aClientCertificateIsShownToTheServer() throws Exception {
        Authority authority =
                Authority.create().sign("server", "-ext", "SAN=ip:127.0.0.1").sign("client");
        try (Fixture on = Fixture.on(18)) {
            encrypt(on, authority, "server");
            try {
                Map<String, String> settings =
                        new TreeMap<>(
                                Map.of(
                                        "sslmode", "verify-full",
                                        "sslrootcert", authority.root(),
                                        "sslcert", authority.certificate("client"),
                                        "sslkey", authority.key("client")));
                try (PostgresEndpoint shown = endpoint(on, settings)) {
                    assertThat(shown.health().up()).isTrue();
                    assertThat(
                                    on.one(
                                            "SELECT client_dn FROM pg_stat_ssl JOIN"
                                                    + " pg_stat_activity USING (pid) WHERE"
                                                    + " application_name = 'syncline' AND client_dn IS"
                                                    + " NOT NULL"))
                            .isEqualTo("/CN=client");
                }
            } finally {
                on.run("ALTER SYSTEM RESET ssl", "SELECT pg_reload_conf()");
            }
        }
    }

    private static void accepted(Fixture on, Map<String, String> settings) throws Exception {
        try (PostgresEndpoint endpoint = endpoint(on, settings)) {
            assertThat(endpoint.health().up()).as(endpoint.health().toString()).isTrue();
        }
    }

    private static void refused(Fixture on, Map<String, String> settings, Code code)
            throws Exception {
        try (PostgresEndpoint endpoint = endpoint(on, settings)) {
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(endpoint::head)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MISCONFIGURED));
        }
    }

    private static PostgresEndpoint endpoint(Fixture on, Map<String, String> settings) {
        PostgresConnector connector = new PostgresConnector();
        Map<String, String> all = new TreeMap<>(settings);
        all.put("connection", on.database.uri());
        return (PostgresEndpoint)
                connector.open(Config.of(connector.settings(), all), new RealTime());
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
    private static void encrypt(Fixture on, Authority authority, String name) throws Exception {
        String key = authority.key(name) + authority.certificate(name);
        String root = authority.root();
        String file = name + "-" + on.database.name();
        on.run(
                "COPY (SELECT '%s') TO PROGRAM 'umask 077; base64 -d > %s.pem'"
                        .formatted(coded(key), file),
                "COPY (SELECT '%s') TO PROGRAM 'base64 -d > %s.ca'".formatted(coded(root), file),
                "ALTER SYSTEM SET ssl_cert_file = '" + file + ".pem'",
                "ALTER SYSTEM SET ssl_key_file = '" + file + ".pem'",
                "ALTER SYSTEM SET ssl_ca_file = '" + file + ".ca'",
                "ALTER SYSTEM SET ssl = on",
                "SELECT pg_reload_conf()");
        long end = System.nanoTime() + 20_000_000_000L;
        while (!(on.one("SHOW ssl") + on.one("SHOW ssl_cert_file")).equals("on" + file + ".pem")) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(10);
        }
    }

    private static String coded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
