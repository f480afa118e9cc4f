package io.syncline.testkit.connector;

import io.syncline.core.change.Value;
import io.syncline.testkit.services.FreshDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An application that makes rows and lets the database give them their keys. For one thread. */
public interface Maker extends AutoCloseable {
    /**
     * Makes a row and commits it.
     *
     * @return its key, as the connector tells it
     */
    Value make(String text) throws Exception;

    @Override
    void close() throws SQLException;

    /**
     * One that speaks SQL to a table whose keys are whole numbers.
     *
     * @param insert with one parameter, the text
     */
    static Maker of(FreshDatabase database, String insert) throws SQLException {
        Connection connection = database.connect();
        PreparedStatement statement =
                connection.prepareStatement(insert, Statement.RETURN_GENERATED_KEYS);
        return new Maker() {
            @Override
            public Value make(String text) throws SQLException {
                statement.setString(1, text);
                statement.executeUpdate();
                try (ResultSet keys = statement.getGeneratedKeys()) {
                    keys.next();
                    return new Value.Int(keys.getLong(1));
                }
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }
}
