package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.embedded.RunningServer;
import io.syncline.testkit.services.Authority;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.services.TestSshServer;
import io.syncline.testkit.system.RealTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the connection over which the binary log comes is encrypted, led and watched. */
class BinlogConnectionTest {
    private static final Selection SELECTION = new Selection("logged", List.of("t"));
    private static final int ROWS = 300;

    private static Authority authority;
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        authority = Authority.create().sign("server", "-ext", "SAN=dns:localhost").sign("client");
        Path folder = Services.folder("tls");
        server =
                Services.startMariaDb(
                        Map.of(
                                "ssl-cert", file(folder, "server", authority.certificate("server")),
                                "ssl-key", file(folder, "key", authority.key("server")),
                                "ssl-ca", file(folder, "root", authority.root())));
        server.createDatabase("shop");
        sql(
                "CREATE TABLE t (id int primary key, v mediumtext)",
                "CREATE USER known@'%' IDENTIFIED BY 'x' REQUIRE X509",
                "GRANT ALL ON *.* TO known@'%'");
    }

    private static String file(Path folder, String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void sql(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl("shop"), server.user(), server.password());
    }

    /** What a server needs that wants to be sure of us as we want to be of it. */
    private static Map<String, String> proven() throws Exception {
        Map<String, String> settings = new TreeMap<>();
        settings.put("host", "localhost");
        settings.put("user", "known");
        settings.put("password", "x");
        settings.put("sslmode", "verify-full");
        settings.put("sslrootcert", authority.root());
        settings.put("sslcert", authority.certificate("client"));
        settings.put("sslkey", authority.key("client"));
        return settings;
    }

    private static MySqlEndpoint endpoint(Map<String, String> settings, RealTime time) {
        MySqlConnector connector = new MySqlConnector();
        Map<String, String> all = new TreeMap<>(settings);
        all.put("connection", server.uri("shop"));
        return (MySqlEndpoint) connector.open(Config.of(connector.settings(), all), time);
    }

    @Test
    void theStreamIsEncryptedByACertificateOfEachSideAndTellsLargeAndSmallRows() throws Exception {
        sql("DELETE FROM t");
        try (MySqlEndpoint endpoint = endpoint(proven(), new RealTime());
                Reader reader = endpoint.read(endpoint.prepare(SELECTION), SELECTION)) {
            assertThat(reader()).isEqualTo("known");
            sql("INSERT INTO t SELECT seq, repeat(seq, 20000) FROM seq_1_to_" + ROWS);
            for (int i = 1; i <= 20; i++) {
                sql("UPDATE t SET v = 'small' WHERE id = " + i);
            }
            List<Change> changes = changes(reader, endpoint);
            assertThat(changes).hasSize(ROWS + 20);
            assertThat(changes.getLast().after().row().get("v")).isEqualTo(Place.text("small"));
        }
    }

    /** Who reads the log; this user is let in with a certificate of ours only. */
    private static String reader() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT user FROM information_schema.processlist WHERE command ="
                                        + " 'Binlog Dump'")) {
            return row.next() ? row.getString(1) : "nobody";
        }
    }

    @Test
    void aTunnelsNearEndIsNotTheNameThatIsProvenAndTheStreamTakesTheTunnelToo() throws Exception {
        sql("DELETE FROM t");
        try (TestSshServer ssh = TestSshServer.start()) {
            Map<String, String> settings = proven();
            settings.putAll(ssh.settings());
            try (MySqlEndpoint endpoint = endpoint(settings, new RealTime());
                    Reader reader = endpoint.read(endpoint.prepare(SELECTION), SELECTION)) {
                sql("INSERT INTO t VALUES (1, 'one')");
                assertThat(changes(reader, endpoint)).hasSize(1);
                assertThat(ssh.sessions()).isOne();
                ssh.kill();
                assertThatExceptionOfType(EndpointException.class)
                        .isThrownBy(() -> changes(reader, endpoint))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT));
                ssh.again();
            }
            settings.put("host", "127.0.0.1");
            try (MySqlEndpoint other = endpoint(settings, new RealTime())) {
                assertThatExceptionOfType(EndpointException.class)
                        .isThrownBy(other::catalog)
                        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.TLS_UNTRUSTED));
            }
        }
    }

    @Test
    void aHalfOpenStreamIsFoundByItsSilenceAndReadAgainWithoutALoss() throws Exception {
        sql("DELETE FROM t");
        // Ten seconds of this clock pass in one.
        RealTime hasty =
                new RealTime() {
                    @Override
                    public long nanos() {
                        return System.nanoTime() * 10;
                    }
                };
        try (HalfOpen way = new HalfOpen(server.port())) {
            Map<String, String> settings = Map.of("port", Integer.toString(way.port()));
            try (MySqlEndpoint endpoint = endpoint(settings, hasty)) {
                Position place = endpoint.prepare(SELECTION);
                try (Reader reader = endpoint.read(place, SELECTION)) {
                    // Beyond the limit, so that what is told later is the silence of the way.
                    for (int i = 1; i <= 12; i++) {
                        sql("INSERT INTO t VALUES (" + i + ", 'told')");
                        assertThat(reader.poll(Duration.ofMillis(900))).isNotNull();
                        Thread.sleep(100);
                    }
                    way.silence();
                    sql("INSERT INTO t VALUES (13, 'not told')");
                    assertThatExceptionOfType(EndpointException.class)
                            .isThrownBy(() -> listen(reader))
                            .withMessageContaining("silent")
                            .satisfies(e -> assertThat(e.code()).isEqualTo(Code.CONNECTION_LOST))
                            .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT));
                }
                try (MySqlEndpoint next = endpoint(settings, hasty);
                        Reader again = next.read(place, SELECTION)) {
                    assertThat(changes(again, next)).hasSize(13);
                }
            }
        }
    }

    private static void listen(Reader reader) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < end) {
            reader.poll(Duration.ofMillis(500));
        }
    }

    private static List<Change> changes(Reader reader, MySqlEndpoint endpoint) {
        Position head = endpoint.head();
        List<Change> changes = new ArrayList<>();
        Position last = null;
        long end = System.nanoTime() + 20_000_000_000L;
        while (last == null || !endpoint.covers(last, head)) {
            assertThat(System.nanoTime()).isLessThan(end);
            switch (reader.poll(Duration.ofMillis(100))) {
                case null -> {}
                case Batch.Rows rows -> {
                    changes.addAll(rows.changes());
                    last = rows.position() == null ? last : rows.position();
                }
                case Batch.Quiet(Position position) -> last = position;
                case Batch.Truncated _, Batch.Relayout _ -> {}
            }
        }
        return changes;
    }
}
