package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.ShopWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class LostHistoryTest {
    private static final String LOST = "SYN-3005";

    @Test
    void aSyncWhoseLogWasRemovedSaysSoAndCopiesAgain() throws Exception {
        try (LivePair pair =
                new LivePair(
                        Services.postgres(18).freshDatabase(),
                        Services.postgres(17).freshDatabase())) {
            try (Connection source = pair.source.connect()) {
                ShopWriter.create(source, 1000);
                pair.engine.configure(pair.definition(2, ExistingData.REFUSE));
                pair.awaitStreaming(60);
                pair.awaitEqual(30);
                pair.engine.close();
                run(source, "DELETE FROM orders WHERE id % 3 = 0");
                run(source, "UPDATE customers SET name = 'other' WHERE id % 5 = 0");
                lose(source);
            }
            pair.restart();
            long end = System.nanoTime() + 30_000_000_000L;
            while (!said(pair)) {
                assertThat(System.nanoTime()).as("nobody was told").isLessThan(end);
                // Green is a claim that the log was read.
                assertThat(pair.engine.flows(LivePair.SYNC))
                        .noneMatch(flow -> flow.phase() == FlowStatus.Phase.STREAMING);
                Thread.sleep(5);
            }
            pair.awaitEqual(60);
            pair.awaitStreaming(30);
        }
    }

    private static boolean said(LivePair pair) {
        return pair.store.events(LivePair.SYNC, 0, 1000).stream()
                .anyMatch(event -> LOST.equals(event.data().get("code")));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Fills the log past what the server keeps for the slots of this database. */
    private static void lose(Connection source) throws SQLException {
        run(source, "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
        run(source, "SELECT pg_reload_conf()");
        try {
            long end = System.nanoTime() + 30_000_000_000L;
            while (!lost(source)) {
                assertThat(System.nanoTime()).isLessThan(end);
                run(source, "SELECT pg_logical_emit_message(true, 'x', 'x')");
                run(source, "SELECT pg_switch_wal()");
                run(source, "CHECKPOINT");
            }
        } finally {
            run(source, "ALTER SYSTEM RESET max_slot_wal_keep_size");
            run(source, "SELECT pg_reload_conf()");
        }
    }

    private static boolean lost(Connection source) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT bool_and(wal_status = 'lost') FROM pg_replication_slots"
                                        + " WHERE database = current_database()")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
