package io.syncline.testkit.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.embedded.RunningServer;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesTest {
    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void eachMajorVersionIsWhatItSays(int major) throws SQLException {
        try (Connection connection = Services.postgres(major).freshDatabase().connect()) {
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(major);
            assertThat(first(connection, "SHOW wal_level")).isEqualTo("logical");
        }
    }

    @Test
    void aSharedServerIsStartedOnceAndGivesEveryoneADatabaseOfTheirOwn() throws SQLException {
        SharedServer server = Services.mariaDb();
        assertThat(Services.mariaDb()).isSameAs(server);
        FreshDatabase mine = server.freshDatabase();
        FreshDatabase yours = server.freshDatabase();
        assertThat(yours.name()).isNotEqualTo(mine.name());
        try (Connection connection = mine.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id int primary key)");
        }
        try (Connection connection = yours.connect()) {
            assertThat(
                            first(
                                    connection,
                                    "SELECT count(*) FROM information_schema.tables WHERE table_schema = database()"))
                    .isEqualTo("0");
        }
    }

    @Test
    void theUriHoldsAllThatIsNeededToConnect() throws SQLException {
        FreshDatabase database = Services.postgres(18).freshDatabase();
        URI uri = URI.create(database.uri());
        assertThat(uri.getUserInfo()).isEqualTo(database.user() + ":" + database.password());
        assertThat(database.jdbcUrl())
                .isEqualTo("jdbc:postgresql://127.0.0.1:" + uri.getPort() + uri.getPath());
    }

    @Test
    void aPrivateServerMayBeKilledWithoutHarmToTheSharedOne() throws SQLException {
        SharedServer shared = Services.postgres(18);
        try (RunningServer server = Services.startPostgres(18)) {
            server.kill9();
            server.restart();
            try (Connection connection =
                    DriverManager.getConnection(
                            server.jdbcUrl("postgres"), server.user(), server.password())) {
                assertThat(first(connection, "SELECT 1")).isEqualTo("1");
            }
        }
        try (Connection connection = shared.freshDatabase().connect()) {
            assertThat(first(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    private static String first(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
