package io.syncline.connector.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a server where its binary log is. */
final class LogPlaces {
    private LogPlaces() {}

    /**
     * The place that a transaction with a consistent snapshot shows; outside of one, the end of
     * what is committed and visible. Its GTIDs may be further than its offset, never behind.
     */
    static BinlogPlace shown(Connection connection) throws SQLException {
        String file = "";
        long offset = 0;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows =
                    statement.executeQuery("SHOW STATUS LIKE 'binlog\\_snapshot\\_%'")) {
                while (rows.next()) {
                    switch (rows.getString(1).toLowerCase(java.util.Locale.ROOT)) {
                        case "binlog_snapshot_file" -> file = rows.getString(2);
                        case "binlog_snapshot_position" -> offset = rows.getLong(2);
                        default -> {}
                    }
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT @@gtid_binlog_pos, @@server_id")) {
                row.next();
                return new BinlogPlace(Gtids.parse(row.getString(1)), row.getLong(2), file, offset);
            }
        }
    }

    /** The same place with the GTIDs that belong to its offset. */
    static BinlogPlace exact(Connection connection, BinlogPlace place) throws SQLException {
        Gtids gtids = gtids(connection, place.file(), place.offset());
        return gtids == null
                ? place
                : new BinlogPlace(gtids, place.server(), place.file(), place.offset());
    }

    /** What lies before an offset; null if there is no such file or no transaction ends there. */
    static @Nullable Gtids gtids(Connection connection, String file, long offset)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT BINLOG_GTID_POS(?, ?)")) {
            statement.setString(1, file);
            statement.setLong(2, offset);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String text = row.getString(1);
                return text == null ? null : Gtids.parse(text);
            }
        }
    }

    /** The log's files with their sizes, oldest first; null if we may not see them. */
    static @Nullable Map<String, Long> files(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW BINARY LOGS")) {
            Map<String, Long> files = new LinkedHashMap<>();
            while (rows.next()) {
                files.put(rows.getString(1), rows.getLong(2));
            }
            return files;
        } catch (SQLException e) {
            if (e.getErrorCode() == 1227) {
                return null;
            }
            throw e;
        }
    }
}
