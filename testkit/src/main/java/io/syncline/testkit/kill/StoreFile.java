package io.syncline.testkit.kill;

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

/**
 * Looks into the embedded store of a running server from outside.
 *
 * @param data the server's data folder
 */
record StoreFile(Path data) {
    /** How many rows each flow has durably copied of each table; all of a table that is done. */
    Map<String, Long> copied() throws IOException, SQLException {
        String port = Files.readString(data.resolve("store").resolve("port")).strip();
        String password = Files.readString(data.resolve("store.password")).strip();
        Map<String, Long> copied = new HashMap<>();
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                                "syncline",
                                password);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select flow || ' ' || collection, copied"
                                        + " from syncline.snapshot_progress")) {
            while (row.next()) {
                copied.put(row.getString(1), row.getLong(2));
            }
        }
        return copied;
    }

    /**
     * All of these rows; the store has no others, because a sync that is deleted takes its own
     * along.
     */
    long rowsCopied() throws IOException, SQLException {
        return copied().values().stream().mapToLong(Long::longValue).sum();
    }
}
