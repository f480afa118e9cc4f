package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.sync.ExistingData;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniqueValuesTest {
    private static final String ROWS =
            "SELECT string_agg(id || ':' || coalesce(u, '-') || ':' || n || ':' || more, ' '"
                    + " ORDER BY id) FROM t";

    /** In a table that was there before, within one shard and over several. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void rowsThatExchangeUniqueValuesAreNotParked(int workers) throws Exception {
        try (LivePair pair =
                new LivePair(
                        Services.postgres(18).freshDatabase(),
                        Services.postgres(16).freshDatabase())) {
            try (Connection source = pair.source.connect();
                    Connection target = pair.targets.getFirst().connect()) {
                String table =
                        "CREATE TABLE t (id int PRIMARY KEY, u text UNIQUE, n int NOT NULL UNIQUE,"
                                + " more text)";
                run(target, table);
                run(
                        source,
                        table,
                        "INSERT INTO t SELECT i, 'u' || i, i, 'x' FROM generate_series(1, 40) i");
                pair.engine.configure(pair.definition(workers, ExistingData.ADOPT));
                pair.awaitStreaming(60);
                run(
                        source,
                        "BEGIN; UPDATE t SET u = NULL WHERE id = 1; UPDATE t SET u = 'u1' WHERE id"
                                + " = 2; UPDATE t SET u = 'u2' WHERE id = 1; COMMIT",
                        // A ring of all rows, and a row that comes for one that goes.
                        "BEGIN; UPDATE t SET n = -n; UPDATE t SET n = 1 + (-n) % 40; COMMIT",
                        "BEGIN; DELETE FROM t WHERE id = 7; INSERT INTO t VALUES (70, 'u7', 8,"
                                + " 'y'); COMMIT",
                        "INSERT INTO t VALUES (100, 'end', 100, 'z')");
            }
            String expected = read(pair.source);
            long end = System.nanoTime() + 30_000_000_000L;
            while (!expected.equals(read(pair.targets.getFirst())) && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            assertThat(read(pair.targets.getFirst())).isEqualTo(expected);
            assertThat(pair.store.parked(LivePair.SYNC, 0, 10)).isEmpty();
        }
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String read(FreshDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ROWS)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
