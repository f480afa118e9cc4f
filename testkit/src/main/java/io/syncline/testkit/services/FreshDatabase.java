package io.syncline.testkit.services;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A new, empty database of a test's own.
 *
 * @param name its name
 * @param uri address with credentials
 * @param jdbcUrl address for JDBC, without credentials
 * @param user the administrator's name
 * @param password the administrator's password
 */
public record FreshDatabase(String name, String uri, String jdbcUrl, String user, String password) {
    /** A new connection as administrator; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }
}
