package io.syncline.testkit.connector;

import io.syncline.testkit.services.FreshDatabase;
import java.sql.Connection;
import java.sql.Statement;

/** A database of one test's own, as the contracts use it beside the connector. */
public interface Database {
    /** Its address, with credentials. */
    String uri();

    /**
     * Does what statements of SQL say, one after another on one connection. One that does not speak
     * SQL understands those of the contracts.
     */
    void run(String... statements) throws Exception;

    /** One that speaks SQL. */
    static Database of(FreshDatabase database) {
        return new Database() {
            @Override
            public String uri() {
                return database.uri();
            }

            @Override
            public void run(String... statements) throws Exception {
                try (Connection connection = database.connect();
                        Statement statement = connection.createStatement()) {
                    for (String each : statements) {
                        statement.execute(each);
                    }
                }
            }
        };
    }
}
