package io.syncline.connector.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Rows that nobody has seen before, in MariaDB's binary form for many rows, which it takes faster
 * than any text of SQL. A row that is there already ends it: then the others are written as over
 * rows that may be there. For one batch.
 */
final class Append {
    private final Connection connection;
    private boolean worthwhile;

    Append(Connection connection, boolean mariaDb) {
        this.connection = connection;
        this.worthwhile = mariaDb;
    }

    /** Writes all rows, which are alike, or none and returns false. */
    boolean passes(List<Pending> writes) throws SQLException {
        if (!worthwhile) {
            return false;
        }
        Transactions.execute(connection, "SAVEPOINT fresh");
        try (PreparedStatement statement =
                connection.prepareStatement(Statements.insertSql(writes.getFirst(), 1))) {
            for (Pending each : writes) {
                Sql.bind(statement, List.of(each.parameters()));
                statement.addBatch();
            }
            statement.executeBatch();
            return true;
        } catch (SQLException e) {
            if (Failures.refusal(e) == null) {
                throw e;
            }
            Transactions.execute(connection, "ROLLBACK TO SAVEPOINT fresh");
            worthwhile = false;
            return false;
        }
    }
}
