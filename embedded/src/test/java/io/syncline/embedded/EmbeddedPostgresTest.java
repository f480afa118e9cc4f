package io.syncline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
    private static final String PASSWORD = "p:w/ü &1";
    private final Place place = Place.create();

    @AfterEach
    void remove() {
        place.close();
    }

    @Test
    void aSecondStartOnTheSameFolderFindsTheRowAndThePortAgain() throws SQLException {
        int port;
        try (RunningServer first = start()) {
            port = first.port();
            execute(first, "CREATE TABLE t (v text)");
            execute(first, "INSERT INTO t VALUES ('kept')");
        }
        try (RunningServer second = start()) {
            assertThat(query(second, "SELECT v FROM t")).isEqualTo("kept");
            assertThat(second.port()).isEqualTo(port);
        }
    }

    @Test
    void aKilledServerComesBackWithWhatItHadCommitted() throws SQLException {
        try (RunningServer server = start()) {
            execute(server, "CREATE TABLE t (v text)");
            execute(server, "INSERT INTO t VALUES ('committed')");
            String url = server.jdbcUrl("postgres");
            server.kill9();
            assertThat(server.alive()).isFalse();
            server.restart();
            assertThat(server.jdbcUrl("postgres")).isEqualTo(url);
            assertThat(query(server, "SELECT v FROM t")).isEqualTo("committed");
        }
    }

    @Test
    void itAsksForThePasswordAndDecodesItsLogLogically() throws SQLException {
        try (RunningServer server = start()) {
            assertThatThrownBy(
                            () ->
                                    DriverManager.getConnection(
                                            server.jdbcUrl("postgres"), "syncline", "wrong"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            assertThat(query(server, "SHOW wal_level")).isEqualTo("logical");
            assertThat(query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(server, "SHOW password_encryption")).isEqualTo("scram-sha-256");
            assertThat(
                            query(
                                    server,
                                    "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void otherDataThanOursIsRefusedWithTheReason() {
        start().close();
        PostgresSettings other = PostgresSettings.fast("another");
        assertThatThrownBy(() -> EmbeddedPostgres.in(place.folder(), other).start())
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("created with another password");
        // The failed start must not have kept the folder.
        start().close();
    }

    @Test
    void aFolderInUseIsRefused() {
        try (RunningServer server = start()) {
            assertThat(server.alive()).isTrue();
            assertThatThrownBy(this::start).hasMessageContaining("runs a server in");
        }
    }

    @Test
    void aServerThatCannotStartShowsItsLog() {
        PostgresSettings wrong =
                new PostgresSettings(
                        PostgresSettings.DEFAULT_VERSION,
                        0,
                        false,
                        Map.of("shared_buffers", "many"),
                        PASSWORD);
        assertThatThrownBy(() -> EmbeddedPostgres.in(place.folder(), wrong).start())
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("server.log")
                .hasMessageContaining("shared_buffers");
    }

    @Test
    void aLeftoverServerIsFoundAndStopped() throws Exception {
        start().close();
        PostgresRecipe recipe =
                new PostgresRecipe(
                        PostgresSettings.fast(PASSWORD),
                        PostgresRecipe.unpack(PostgresSettings.DEFAULT_VERSION));
        Child orphan;
        // As after the death of a parent: the process serves, and nobody holds the folder.
        try (Home home = Home.open(place.folder())) {
            orphan = Child.start(recipe.launch(home, home.port(0)));
            while (Leftovers.of("postgres", home.data()).isEmpty()
                    || !Files.exists(home.data().resolve("postmaster.pid"))) {
                Thread.sleep(20);
            }
        }
        try (RunningServer server = start()) {
            assertThat(orphan.awaitExit(Duration.ZERO)).isTrue();
            assertThat(server.pid()).isNotEqualTo(orphan.pid());
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aProcessIdThatBelongsToSomeoneElseIsLeftAlone() throws Exception {
        start().close();
        long stranger = ProcessHandle.current().pid();
        Files.writeString(
                place.file("data/postmaster.pid"), stranger + "\n" + place.file("data") + "\n");
        try (RunningServer server = start()) {
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void secretsStayOutOfText() {
        assertThat(PostgresSettings.fast("hush").toString()).doesNotContain("hush");
        try (RunningServer server = start()) {
            assertThat(server.toString()).doesNotContain(PASSWORD);
            assertThat(
                            EmbeddedPostgres.in(place.folder(), PostgresSettings.fast("hush"))
                                    .toString())
                    .doesNotContain("hush");
        }
    }

    private RunningServer start() {
        return EmbeddedPostgres.in(place.folder(), PostgresSettings.fast(PASSWORD)).start();
    }

    private static void execute(RunningServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(RunningServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(RunningServer server) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl("postgres"), server.user(), server.password());
    }
}
