package io.syncline.connector.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What there is to know of a server before writing to it.
 *
 * @param version as it prints it
 * @param mariaDb whether it is MariaDB, else MySQL
 * @param major the first number of its version
 * @param minor the second
 * @param packetBytesMax the largest statement it takes
 */
record Server(String version, boolean mariaDb, int major, int minor, long packetBytesMax) {
    static Server ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT VERSION(), @@max_allowed_packet")) {
            row.next();
            String version = row.getString(1);
            String[] parts = version.split("[^0-9]+", 3);
            return new Server(
                    version,
                    version.contains("MariaDB"),
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    row.getLong(2));
        }
    }

    /** Whether this connector was made for its version. */
    boolean supported() {
        return mariaDb ? atLeast(10, 6) : atLeast(8, 0);
    }

    /** Whether it has a type of its own for identifiers of 128 bits. */
    boolean hasUuid() {
        return mariaDb && atLeast(10, 7);
    }

    /** The collation of Unicode text that compares code points and leaves no space out. */
    String exactCollation() {
        return mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
    }

    /** Product and version. */
    String name() {
        return (mariaDb ? "MariaDB " : "MySQL ") + version;
    }

    private boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
    }
}
