package io.syncline.connector.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Work that nobody else does at the same time who works on the tables for checkpoints of the same
 * database: statements that make and remove tables know no transactions.
 *
 * @param pool of the database
 */
record Alone(Pool pool) {
    /** Of this database's tables alone. */
    private static final String LOCK = "SELECT GET_LOCK(CONCAT('syncline.', MD5(DATABASE())), 30)";

    private static final String RELEASE =
            "SELECT RELEASE_LOCK(CONCAT('syncline.', MD5(DATABASE())))";

    /** Work that is told whether nobody else makes or removes the tables meanwhile. */
    @FunctionalInterface
    interface Work<T> {
        T with(boolean held);
    }

    /**
     * Does the work. A server that knows no such locks lets it be done; the tables just stay then.
     *
     * @param doing what it is, for the message of a failure
     */
    <T> T run(String doing, Work<T> work) {
        return pool.read(
                doing,
                connection -> {
                    boolean held = answer(connection, LOCK);
                    try {
                        return work.with(held);
                    } finally {
                        if (held) {
                            answer(connection, RELEASE);
                        }
                    }
                });
    }

    /** Whether the answer to a question is 1. */
    static boolean answer(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            return row.next() && row.getInt(1) == 1;
        }
    }
}
