package io.syncline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedMariaDbTest {
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
            first.createDatabase("shop");
            execute(first, "CREATE TABLE shop.t (v text)");
            execute(first, "INSERT INTO shop.t VALUES ('kept 🐘')");
        }
        try (RunningServer second = start()) {
            assertThat(query(second, "SELECT v FROM shop.t")).isEqualTo("kept 🐘");
            assertThat(second.port()).isEqualTo(port);
        }
    }

    @Test
    void aKilledServerComesBackWithWhatItHadCommitted() throws SQLException {
        try (RunningServer server = start()) {
            server.createDatabase("shop");
            execute(server, "CREATE TABLE shop.t (v text)");
            execute(server, "INSERT INTO shop.t VALUES ('committed')");
            int port = server.port();
            server.kill9();
            assertThat(server.alive()).isFalse();
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(query(server, "SELECT v FROM shop.t")).isEqualTo("committed");
        }
    }

    /** One that starts removes what it takes for temporary tables that a crash has left. */
    @Test
    void aServerThatStartsLeavesTheTemporaryTablesOfAnotherAlone() throws SQLException {
        try (RunningServer server = start()) {
            server.createDatabase("shop");
            try (Connection session = connect(server, server.user(), server.password());
                    Statement statement = session.createStatement()) {
                statement.execute("CREATE TEMPORARY TABLE shop.t (v text) ENGINE=Aria");
                Path other = place.file("other");
                EmbeddedMariaDb.in(other, MariaDbSettings.fast(PASSWORD)).start().close();
                statement.execute("INSERT INTO shop.t VALUES ('kept')");
                statement.execute("DROP TEMPORARY TABLE shop.t");
            }
        }
    }

    @Test
    void anInstallerThatIsKilledIsRunAgainAndOnlyOnce() throws Exception {
        Path real = MariaDbRecipe.unpack();
        Path fake = place.file("fake");
        Files.createDirectories(fake.resolve("bin"));
        Files.createSymbolicLink(fake.resolve("share"), real.resolve("share"));
        Path left = Files.createDirectory(place.file("left"));
        Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createFile(left.resolve("kill"));
        Path program = fake.resolve("bin/mariadbd");
        Files.writeString(
                program,
                """
                #!/bin/sh
                if rm "%1$s/kill"; then kill -9 $$; fi
                if [ -e "%1$s/refuse" ]; then exit 3; fi
                exec "%2$s" "$@"
                """
                        .formatted(left, real.resolve("bin/mariadbd")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Recipe recipe = new MariaDbRecipe(MariaDbSettings.fast(PASSWORD), fake);

        try (RunningServer server = RunningServer.start(recipe, place.file("data"))) {
            assertThat(query(server, "SELECT 'up'")).isEqualTo("up");
        }
        assertThat(left.resolve("kill")).doesNotExist();
        Files.createFile(left.resolve("refuse"));
        assertThatThrownBy(() -> RunningServer.start(recipe, place.file("other")))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("bin/mariadbd ended with code 3")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(place.file("other").resolve("data")).doesNotExist();
    }

    @Test
    void everyAccountNeedsItsPassword() throws SQLException {
        try (RunningServer server = start()) {
            assertRefused(server, "syncline", "wrong");
            assertRefused(server, "syncline", "");
            assertRefused(server, "root", "");
            assertRefused(server, "", "");
            assertRefused(server, "stranger", "");
            try (Connection root = connect(server, "root", PASSWORD)) {
                assertThat(root.isValid(1)).isTrue();
            }
            assertThat(
                            query(
                                    server,
                                    "SELECT group_concat(concat(user, '@', host) ORDER BY user) FROM mysql.user"))
                    .isEqualTo("mariadb.sys@localhost,root@127.0.0.1,syncline@127.0.0.1");
        }
    }

    @Test
    void itLogsRowsWithGlobalTransactionIds() throws SQLException {
        try (RunningServer server = start()) {
            server.createDatabase("shop");
            assertThat(query(server, "SELECT @@binlog_format")).isEqualTo("ROW");
            assertThat(query(server, "SELECT @@binlog_row_metadata")).isEqualTo("FULL");
            assertThat(query(server, "SELECT @@gtid_binlog_pos")).isEqualTo("7-1-1");
            assertThat(query(server, "SELECT @@bind_address")).isEqualTo("127.0.0.1");
            assertThat(query(server, "SELECT @@character_set_server")).isEqualTo("utf8mb4");
            // The administrator may do what a replica needs, and may hand it on.
            assertThat(query(server, "SHOW GRANTS"))
                    .contains("GRANT ALL PRIVILEGES ON *.*")
                    .contains("WITH GRANT OPTION");
        }
    }

    @Test
    void aDurableServerWaitsForTheDisk() throws SQLException {
        try (RunningServer server =
                EmbeddedMariaDb.in(place.folder(), MariaDbSettings.durable(PASSWORD)).start()) {
            assertThat(query(server, "SELECT @@sync_binlog")).isEqualTo("1");
            assertThat(query(server, "SELECT @@innodb_flush_log_at_trx_commit")).isEqualTo("1");
        }
    }

    @Test
    void aServerThatCannotStartShowsItsLog() {
        MariaDbSettings wrong =
                new MariaDbSettings(0, false, Map.of("no-such-option", "1"), PASSWORD);
        assertThatThrownBy(() -> EmbeddedMariaDb.in(place.folder(), wrong).start())
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("server.log")
                .hasMessageContaining("no-such-option");
    }

    @Test
    void aLeftoverServerIsFoundAndStopped() throws Exception {
        start().close();
        MariaDbRecipe recipe =
                new MariaDbRecipe(MariaDbSettings.fast(PASSWORD), MariaDbRecipe.unpack());
        Child orphan;
        // As after the death of a parent: the process serves, and nobody holds the folder.
        try (Home home = Home.open(place.folder())) {
            orphan = Child.start(recipe.launch(home, home.port(0)));
            while (Leftovers.of("mariadbd", home.data()).isEmpty()) {
                Thread.sleep(20);
            }
        }
        try (RunningServer server = start()) {
            assertThat(orphan.awaitExit(Duration.ZERO)).isTrue();
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
    }

    private RunningServer start() {
        return EmbeddedMariaDb.in(place.folder(), MariaDbSettings.fast(PASSWORD)).start();
    }

    private static void assertRefused(RunningServer server, String user, String password) {
        assertThatThrownBy(() -> connect(server, user, password).close())
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1045));
    }

    private static void execute(RunningServer server, String sql) throws SQLException {
        try (Connection connection = connect(server, server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(RunningServer server, String sql) throws SQLException {
        try (Connection connection = connect(server, server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(RunningServer server, String user, String password)
            throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(""), user, password);
    }
}
