package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person says of the use of connections shows at the server. */
class MySqlUseTest {
    @Test
    void connectionsAreCompressedOnDemandOnly() throws Exception {
        try (Place plain = new Place();
                Place small = new Place(Map.of("compression_enabled", "true"))) {
            assertThat(compression(plain)).isEqualTo("OFF");
            assertThat(compression(small)).isEqualTo("ON");
        }
    }

    @Test
    void withoutPoolingNoConnectionIsKept() throws Exception {
        try (Place kept = new Place();
                Place gone = new Place(Map.of("connection_pooling", "false"))) {
            for (Place place : new Place[] {kept, gone}) {
                try (Pool pool = new Pool(place.address, place.context)) {
                    long first = pool.read("Asking", MySqlUseTest::number);
                    long second = pool.read("Asking", MySqlUseTest::number);
                    assertThat(second == first).isEqualTo(place == kept);
                }
            }
        }
    }

    @Test
    void aStatementEndsAtTheTimeout() throws Exception {
        try (Place place = new Place(Map.of("timeout", "300ms"));
                Pool pool = new Pool(place.address, place.context)) {
            long begun = System.nanoTime();
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(
                            () ->
                                    pool.read(
                                            "Counting",
                                            connection ->
                                                    text(
                                                            connection,
                                                            "SELECT count(*) FROM seq_1_to_100000000 a,"
                                                                    + " seq_1_to_100000000 b")))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.UNREACHABLE))
                    .satisfies(
                            e -> assertThat(e.kind()).isEqualTo(EndpointException.Kind.TRANSIENT));
            assertThat(System.nanoTime() - begun).isLessThan(30_000_000_000L);
        }
    }

    @Test
    void noFileOfThisMachineIsSent(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("rows"), "secret\n");
        try (Place place = new Place();
                Pool pool = new Pool(place.address, place.context)) {
            place.sql("CREATE TABLE taken (line varchar(50))");
            String load = "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE taken";

            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(
                            () ->
                                    pool.read(
                                            "Loading",
                                            connection -> {
                                                Transactions.execute(connection, load);
                                                return true;
                                            }));
            assertThat(place.one("SELECT count(*) FROM taken")).isEqualTo("0");
        }
    }

    private static String compression(Place place) {
        try (Pool pool = new Pool(place.address, place.context)) {
            return pool.read(
                    "Asking",
                    connection -> text(connection, "SHOW SESSION STATUS LIKE 'Compression'"));
        }
    }

    private static long number(Connection connection) throws SQLException {
        return Long.parseLong(text(connection, "SELECT 0, connection_id()"));
    }

    /** The second column of the first row, or the only one. */
    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(row.getMetaData().getColumnCount());
        }
    }
}
