package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.PushedFilter;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Scan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rows of one table as one statement sees them, brought over a part at a time. Used by one
 * thread; holds a connection until it is closed.
 */
final class TableScan implements Scan.Rows {
    private static final int ROWS_AT_ONCE = 1000;

    private final Pool.Lease lease;
    private final Shape shape;
    private final PreparedStatement statement;
    private final ResultSet result;
    private boolean ended;

    private TableScan(
            Pool.Lease lease, Shape shape, PreparedStatement statement, ResultSet result) {
        this.lease = lease;
        this.shape = shape;
        this.statement = statement;
        this.result = result;
    }

    /**
     * Begins to read.
     *
     * @param wanted which rows; null for all
     */
    static TableScan open(Pool.Lease lease, Shape shape, @Nullable PushedFilter wanted) {
        try {
            PreparedStatement statement =
                    lease.connection()
                            .prepareStatement(
                                    "SELECT "
                                            + shape.selected(shape.allCodecs())
                                            + " FROM "
                                            + shape.table().quoted()
                                            + (wanted == null ? "" : " WHERE " + wanted.sql()));
            statement.setFetchSize(ROWS_AT_ONCE);
            int at = 1;
            for (Object value : wanted == null ? List.of() : wanted.values()) {
                Sql.bind(statement, at++, value);
            }
            return new TableScan(lease, shape, statement, statement.executeQuery());
        } catch (SQLException e) {
            lease.close();
            throw Failures.weather(e, "Reading " + shape.table().name());
        }
    }

    /** How many rows there are, counted no further than asked. */
    static long count(Connection connection, Table table, long most) throws SQLException {
        String sql =
                "SELECT count(*) FROM (SELECT 1 FROM " + table.quoted() + " LIMIT " + most + ") t";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public @Nullable Row next() {
        try {
            if (!ended && result.next()) {
                return shape.row(result);
            }
            ended = true;
            return null;
        } catch (SQLException e) {
            throw Failures.weather(e, "Reading " + shape.table().name());
        }
    }

    @Override
    public void close() {
        // A connection with rows still under way is not worth emptying: it is given up.
        if (ended) {
            try {
                result.close();
                statement.close();
                lease.done();
            } catch (SQLException _) {
                // The lease closes the connection.
            }
        }
        lease.close();
    }
}
