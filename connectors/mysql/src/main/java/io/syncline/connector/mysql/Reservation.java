package io.syncline.connector.mysql;

import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Context;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes keys from the counter of a table: rows are inserted and taken back at once, and InnoDB
 * leaves the counter where they have brought it. Nobody sees such rows, and the log does not tell
 * them; triggers do run. There is no other way to a number of AUTO_INCREMENT that is nobody else's.
 *
 * <p>The rows hold implicit defaults and whatever keeps them out of the way of others, so checks
 * and foreign keys do not count for them. A statement of a known number of rows gets its numbers
 * from one range, whatever {@code innodb_autoinc_lock_mode} is. On a connection of its caller.
 */
final class Reservation {
    /** Few, so that little is locked at a time. */
    private static final int ROWS_AT_ONCE = 100;

    private static final int ATTEMPTS_MAX = 5;

    /** For this statement alone; what triggers do has the mode that they were made with. */
    private static final String LENIENT =
            "SET STATEMENT sql_mode='',foreign_key_checks=0,check_constraint_checks=0,"
                    + "innodb_lock_wait_timeout=1,lock_wait_timeout=2 FOR ";

    /** What the server warns of if a trigger wrote to a table that knows no transactions. */
    private static final int NOT_TAKEN_BACK = 1196;

    private final Connection connection;
    private final Codec key;
    private final Placeholders rows;

    Reservation(Connection connection, Shape shape, Context context) {
        this.connection = connection;
        this.key = shape.keyCodecs().getFirst();
        this.rows = new Placeholders(shape.table(), context.random());
    }

    /** The table gives its rows other keys than those of its counter, or keeps traces of them. */
    static final class Unusable extends SQLException {
        private static final long serialVersionUID = 1;

        Unusable(String why) {
            super(why);
        }
    }

    /**
     * So many keys.
     *
     * @throws Unusable in words that follow the table's name
     */
    List<Value> take(int count) throws SQLException {
        List<Value> keys = new ArrayList<>(count);
        while (keys.size() < count) {
            for (BigDecimal number : part(Math.min(ROWS_AT_ONCE, count - keys.size()))) {
                keys.add(key.number(number));
            }
        }
        return keys;
    }

    /** A number may be a row's already whose key was changed by an update: the next is not. */
    private List<BigDecimal> part(int count) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(count);
            } catch (SQLException e) {
                boolean again =
                        e.getErrorCode() == Failures.DUPLICATE
                                || Failures.worthRepeating(e)
                                        && e.getErrorCode() != Failures.LOCK_WAIT;
                if (!again || attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    private List<BigDecimal> once(int count) throws SQLException {
        List<BigDecimal> numbers = new ArrayList<>(count);
        boolean own;
        try (Statement statement = connection.createStatement()) {
            statement.execute("START TRANSACTION");
            boolean kept;
            try {
                // It stays what it was where a trigger gives a row its key.
                statement.execute("DO LAST_INSERT_ID(0)");
                try (ResultSet row = statement.executeQuery(LENIENT + rows.insert(count))) {
                    while (row.next()) {
                        numbers.add(row.getBigDecimal(1));
                    }
                }
                own = own(statement, numbers);
            } finally {
                statement.execute("ROLLBACK");
                kept = kept(statement.getWarnings());
            }
            if (kept) {
                throw new Unusable("has a trigger that writes to a table without transactions");
            }
        }
        if (!own || numbers.size() != count) {
            throw new Unusable("has a trigger that gives rows another key than AUTO_INCREMENT");
        }
        return numbers;
    }

    /** Whether these are the counter's own, one after another. */
    private static boolean own(Statement statement, List<BigDecimal> numbers) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT LAST_INSERT_ID(), @@auto_increment_increment")) {
            row.next();
            BigDecimal next = row.getBigDecimal(1);
            BigDecimal step = row.getBigDecimal(2);
            for (BigDecimal number : numbers) {
                if (number.compareTo(next) != 0) {
                    return false;
                }
                next = next.add(step);
            }
            return true;
        }
    }

    private static boolean kept(SQLWarning first) {
        for (SQLWarning each = first; each != null; each = each.getNextWarning()) {
            if (each.getErrorCode() == NOT_TAKEN_BACK) {
                return true;
            }
        }
        return false;
    }
}
