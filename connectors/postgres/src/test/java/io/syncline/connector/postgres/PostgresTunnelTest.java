package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.testkit.services.TestSshServer;
import io.syncline.testkit.system.RealTime;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A real database behind a real SSH server. */
class PostgresTunnelTest {
    private static final String FLOOD =
            "SELECT length(repeat('x', 3000000)), repeat(md5(n::text), 20000) FROM"
                    + " generate_series(1, 4) n";

    @Test
    void allConnectionsOfAnEndpointShareOneTunnelWhichIsMadeAgainWhenItWasLost() throws Exception {
        try (TestSshServer ssh = TestSshServer.start();
                Fixture on = Fixture.on(18);
                PostgresEndpoint endpoint = endpoint(on, ssh.settings())) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t");
            assertThat(ssh.sessions()).isZero();
            try (Reader reader = endpoint.read(null, selection)) {
                on.run("INSERT INTO t VALUES (1)");
                assertThat(on.changes(reader)).hasSize(1);
                assertThat(endpoint.catalog().layouts()).hasSize(1);
                assertThat(ssh.sessions()).isOne();
                ssh.kill();
                assertThatExceptionOfType(EndpointException.class)
                        .isThrownBy(() -> Fixture.until(reader, _ -> false))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT));
                // What was idle is found lost first.
                assertThatExceptionOfType(EndpointException.class).isThrownBy(endpoint::head);
                assertThatExceptionOfType(EndpointException.class)
                        .isThrownBy(endpoint::head)
                        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.SSH_UNREACHABLE))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT));
            }
            ssh.again();
            on.run("INSERT INTO t VALUES (2)");
            PostgresStreamTest.awaitFree(on, selection);
            try (Reader reader = endpoint.read(null, selection)) {
                assertThat(on.changes(reader)).hasSize(2);
            }
            endpoint.close();
            assertThatExceptionOfType(EndpointException.class).isThrownBy(endpoint::head);
            long end = System.nanoTime() + 10_000_000_000L;
            while (ssh.sessions() > 0) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.sleep(10);
            }
        }
    }

    @Test
    void whatKeepsATunnelFromOpeningIsNamedWithoutAnySecret() throws Exception {
        try (TestSshServer ssh = TestSshServer.start();
                TestSshServer stranger = TestSshServer.start();
                Fixture on = Fixture.on(18)) {
            Map<String, String> good = ssh.settings();
            refused(on, good, "ssh_host_key", stranger.fingerprint(), Code.SSH_UNTRUSTED);
            refused(on, good, "ssh_host_key", stranger.hostKey(), Code.SSH_UNTRUSTED);
            // A key of another kind, which it does not have.
            refused(
                    on,
                    good,
                    "ssh_host_key",
                    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBdVUtkBnIF5gJKtG2ARBW/pl2ZGHvBmYtbQOMNzLPe8",
                    Code.SSH_UNTRUSTED);
            refused(on, good, "ssh_password", "hunter2", Code.SSH_LOGIN_REFUSED);
            refused(on, good, "ssh_user", "nobody", Code.SSH_LOGIN_REFUSED);
            refused(on, good, "ssh_port", "1", Code.SSH_UNREACHABLE);
            assertThat(refused(on, good, "port", "1", Code.UNREACHABLE))
                    .contains("through 127.0.0.1:" + good.get("ssh_port"), "SSH server says");
            ssh.letNobodyThrough();
            ssh.kill();
            ssh.again();
            assertThat(refused(on, good, "ssh_port", good.get("ssh_port"), Code.UNREACHABLE))
                    .contains("SSH server says");
        }
    }

    private static String refused(
            Fixture on, Map<String, String> good, String name, String value, Code code) {
        Map<String, String> settings = new TreeMap<>(good);
        settings.put(name, value);
        try (PostgresEndpoint endpoint = endpoint(on, settings)) {
            endpoint.head();
        } catch (EndpointException e) {
            boolean weather = code == Code.SSH_UNREACHABLE || code == Code.UNREACHABLE;
            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
            assertThat(e.kind()).isEqualTo(weather ? Kind.TRANSIENT : Kind.MISCONFIGURED);
            for (Throwable each = e; each != null; each = each.getCause()) {
                assertThat(each.toString())
                        .doesNotContain("hunter2", good.get("ssh_password"), password(on));
            }
            return e.getMessage();
        }
        throw new AssertionError("Not refused: " + name);
    }

    private static String password(Fixture on) {
        return on.database.password();
    }

    @Test
    void manyConnectionsAreFullBothWaysAtOnceAndNoneWaitsForEver() throws Exception {
        try (TestSshServer ssh = TestSshServer.start();
                Fixture on = Fixture.on(18);
                PostgresConnections connections =
                        new PostgresConnections(url(on, ssh.settings()), new RealTime());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String sent = "x".repeat(3_000_000);
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(
                        CompletableFuture.runAsync(
                                () -> connections.call("flooding", each -> flood(each, sent)),
                                threads));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .orTimeout(60, java.util.concurrent.TimeUnit.SECONDS)
                    .join();
            assertThat(ssh.sessions()).isOne();
        }
    }

    private static Void flood(java.sql.Connection connection, String sent)
            throws java.sql.SQLException {
        try (var asked = connection.prepareStatement("SELECT length(?), pg_sleep(0.2)");
                Statement statement = connection.createStatement()) {
            asked.setString(1, sent);
            try (var row = asked.executeQuery()) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(sent.length());
            }
            try (var rows = statement.executeQuery(FLOOD)) {
                while (rows.next()) {
                    assertThat(rows.getString(2)).hasSize(640_000);
                }
            }
        }
        return null;
    }

    static PostgresUrl url(Fixture on, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("connection", on.database.uri());
        return PostgresUrl.of(Config.of(new PostgresConnector().settings(), all));
    }

    private static PostgresEndpoint endpoint(Fixture on, Map<String, String> settings) {
        return new PostgresEndpoint(url(on, settings), new RealTime());
    }
}
