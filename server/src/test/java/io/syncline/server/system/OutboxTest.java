package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Capture;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Verification;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.ShopWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A source whose log cannot be read: its user may not replicate. */
class OutboxTest {
    private static final Map<String, String> SETTINGS =
            Map.of("capture_allowed", "outbox", "poll_every", "50ms");

    private static void sql(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The database under another user, who owns it and may not replicate. */
    private static FreshDatabase owned(FreshDatabase database) throws SQLException {
        String user = "owner_of_" + database.name();
        try (Connection admin = database.connect()) {
            sql(
                    admin,
                    "create role " + user + " login password 'x'",
                    "alter database " + database.name() + " owner to " + user);
        }
        String place = database.uri().substring(database.uri().indexOf('@'));
        return new FreshDatabase(
                database.name(),
                "postgresql://" + user + ":x" + place,
                database.jdbcUrl(),
                user,
                "x");
    }

    private static LivePair pair(int rows) throws SQLException {
        LivePair pair =
                new LivePair(
                        SETTINGS,
                        owned(Services.postgres(18).freshDatabase()),
                        Services.postgres(18).freshDatabase());
        try (Connection connection = pair.source.connect()) {
            ShopWriter.create(connection, rows);
        }
        return pair;
    }

    @Test
    void underWritesRestartsAndLostConnectionsTheDestinationEndsEqual() throws Exception {
        try (LivePair pair = pair(20_000);
                ShopWriter writer = pair.writer(1);
                Connection admin = pair.targets.getFirst().connect()) {
            pair.engine.configure(pair.definition(3, ExistingData.REFUSE));
            for (int i = 0; i < 4; i++) {
                Thread.sleep(400 + 150L * i);
                if (i % 2 == 0) {
                    pair.restart();
                } else {
                    sql(
                            admin,
                            "select pg_terminate_backend(pid) from pg_stat_activity where usename = '"
                                    + pair.source.user()
                                    + "' and application_name = 'syncline'");
                }
            }
            pair.awaitStreaming(60);
            assertThat(pair.engine.flows(LivePair.SYNC).getFirst().capture())
                    .extracting(capture -> ((Capture) capture).method())
                    .isEqualTo(Capture.Method.OUTBOX);
            writer.close();
            assertThat(writer.changes()).isGreaterThan(300);
            pair.awaitEqual(60);
            for (Verification verification : pair.engine.verify(LivePair.SYNC)) {
                assertThat(verification.equal()).as(verification.toString()).isTrue();
            }
            assertThat(pair.engine.flows(LivePair.SYNC).getFirst().parked()).isZero();
            pair.engine.delete(LivePair.SYNC);
            try (Connection source = pair.source.connect();
                    Statement statement = source.createStatement();
                    var row = statement.executeQuery("select count(*) from pg_trigger")) {
                row.next();
                assertThat(row.getInt(1)).isZero();
            }
        }
    }
}
