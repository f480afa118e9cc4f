package io.syncline.testkit.kill;

import io.syncline.core.change.Value;
import io.syncline.core.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks into the embedded store of a running server from outside.
 *
 * @param data the server's data folder
 */
record StoreFile(Path data) {
    /** How many rows each flow has durably copied of each table; all of a table that is done. */
    Map<String, Long> copied() throws IOException, SQLException {
        Map<String, Long> copied = new HashMap<>();
        read(
                "select flow || ' ' || collection, copied from syncline.snapshot_progress",
                row -> copied.put(row.getString(1), row.getLong(2)));
        return copied;
    }

    /** The rows that wait for a person, by their keys, with a line for each thing they wait for. */
    Map<Long, String> waiting() throws IOException, SQLException {
        Map<Long, String> waiting = new TreeMap<>();
        read(
                "select id, waits_for from syncline.pair where waits_since is not null",
                row -> waiting.put(key(row.getString(1)), row.getString(2).strip()));
        return waiting;
    }

    /** All that both ends have shown of each row, by its key, as the history keeps it. */
    Map<Long, String> shown() throws IOException, SQLException {
        Map<Long, String> shown = new HashMap<>();
        read(
                "select p.id, concat(e.ours, e.theirs) from syncline.episode e"
                        + " join syncline.pair p using (flow, row_hash)",
                row -> shown.merge(key(row.getString(1)), row.getString(2), String::concat));
        return shown;
    }

    private static long key(String id) {
        return ((Value.Int) Wire.rowId(id).key().getFirst()).value();
    }

    /** What is done with each row of an answer. */
    @FunctionalInterface
    private interface Take {
        void row(ResultSet row) throws SQLException;
    }

    private void read(String query, Take take) throws IOException, SQLException {
        String port = Files.readString(data.resolve("store").resolve("port")).strip();
        String password = Files.readString(data.resolve("store.password")).strip();
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                                "syncline",
                                password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                take.row(row);
            }
        }
    }

    /**
     * All of these rows; the store has no others, because a sync that is deleted takes its own
     * along.
     */
    long rowsCopied() throws IOException, SQLException {
        return copied().values().stream().mapToLong(Long::longValue).sum();
    }
}
