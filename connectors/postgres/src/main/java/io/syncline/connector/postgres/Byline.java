package io.syncline.connector.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Who made a transaction, said in its log by messages: by ourselves as the first thing of it, and
 * by applications that want to be known in a history.
 */
final class Byline {
    /** Its text is the name of the flow whose transaction it is. */
    static final String FLOW = "syncline.flow";

    /** Its text is what the application says of who made the transaction. */
    static final String BY = "syncline.by";

    private Byline() {}

    /** Whether the user may say anything. */
    static boolean may(Connection connection) throws SQLException {
        return missing(connection) == null;
    }

    /** What would allow the user to say something; null if that is allowed. */
    static @Nullable String missing(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT string_agg(format('GRANT EXECUTE ON FUNCTION %s TO %I;',"
                                        + " oid::regprocedure, current_user), ' ')"
                                        + " FROM pg_proc WHERE proname = 'pg_logical_emit_message'"
                                        + " AND NOT has_function_privilege(oid, 'execute')")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The statement that says that the transaction is a flow's. */
    static String of(String flow) {
        return "SELECT pg_logical_emit_message(true, '" + FLOW + "', " + PgName.literal(flow) + ")";
    }
}
