package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.sql.Connection;
import java.sql.SQLException;

/** Alters a table, and says which errors are the rows' and not the weather's. */
final class Alteration {
    /** Who reads the table holds an alteration up, and an alteration everybody after it. */
    private static final int PATIENCE_SECONDS = 10;

    private Alteration() {}

    /**
     * Makes it; the server commits by itself.
     *
     * @throws EndpointException MISCONFIGURED if rows or rules that are there speak against it
     */
    static boolean make(Connection connection, String sql) throws SQLException {
        Transactions.execute(connection, "SET lock_wait_timeout = " + PATIENCE_SECONDS);
        try {
            Transactions.execute(connection, sql);
            return true;
        } catch (SQLException e) {
            if (Failures.lost(e) || Failures.worthRepeating(e)) {
                throw e;
            }
            if (Failures.refusal(e) == null && Failures.weather(e, "").code() != Code.BUG) {
                throw e;
            }
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.NOT_WIDENED,
                    "The table cannot be altered: SQL error " + e.getErrorCode(),
                    e);
        } finally {
            Transactions.execute(connection, "SET lock_wait_timeout = DEFAULT");
        }
    }
}
