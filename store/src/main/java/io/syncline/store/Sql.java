package io.syncline.store;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements, each unit of work as one transaction, and says what a failure means. Safe for
 * use by several threads.
 *
 * @param connections where connections come from
 */
record Sql(DataSource connections) {
    private static final String UNIQUE_VIOLATED = "23505";

    /** Connection lost or refused, server ending or full, serialisation failures, timeouts. */
    private static final Pattern WEATHER = Pattern.compile("(08|53|57|58|40|55).*");

    private static final Pattern LOGIN = Pattern.compile("28.*");
    private static final String NO_DATABASE = "3D000";

    /** Work within one transaction. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run(Transaction transaction) throws SQLException;
    }

    /** Makes one thing of a row. */
    @FunctionalInterface
    interface Shape<T extends @Nullable Object> {
        T of(ResultSet row) throws SQLException;
    }

    /** Such a thing is kept already; for the caller to explain. */
    static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Taken(SQLException cause) {
            super(cause);
        }
    }

    /** Does the work and commits; when this returns, it is durable. */
    <T extends @Nullable Object> T transact(Work<T> work) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(new Transaction(connection));
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw meaning(e);
        }
    }

    /** One statement that changes something; returns how many rows it did. */
    int change(String statement, @Nullable Object... arguments) {
        return transact(transaction -> transaction.change(statement, arguments));
    }

    /** One query; everything it finds. */
    <T> List<T> all(String query, Shape<T> shape, @Nullable Object... arguments) {
        return List.copyOf(transact(transaction -> transaction.all(query, shape, arguments)));
    }

    /** One query; the first row's thing, or null if there is none. */
    <T> @Nullable T first(String query, Shape<T> shape, @Nullable Object... arguments) {
        return transact(transaction -> transaction.first(query, shape, arguments));
    }

    /** Words for people as the database takes them: without NUL and halves of surrogate pairs. */
    static @Nullable String words(@Nullable String text) {
        return text == null
                ? null
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                        .replace('\0', '\uFFFD');
    }

    private static void rollback(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /** What an error of the store's database means. */
    static RuntimeException meaning(SQLException e) {
        String state = stateOf(e);
        if (state.equals(UNIQUE_VIOLATED)) {
            return new Taken(e);
        }
        if (LOGIN.matcher(state).matches()) {
            return new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.LOGIN_REFUSED,
                    "The store's database refuses the user or password",
                    e);
        }
        if (state.equals(NO_DATABASE)) {
            return new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_DATABASE,
                    "The store's database does not exist",
                    e);
        }
        // The pool's own timeouts have no state.
        if (state.isEmpty() || WEATHER.matcher(state).matches()) {
            return new EndpointException(
                    EndpointException.Kind.TRANSIENT,
                    Code.STORE_UNREACHABLE,
                    "The store does not answer",
                    e);
        }
        return new EndpointException(
                EndpointException.Kind.BUG,
                Code.BUG,
                "The store refused a statement, SQLSTATE " + state,
                e);
    }

    private static String stateOf(SQLException e) {
        for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    /** Statements with {@code ?} for their arguments. */
    record Transaction(Connection connection) {
        int change(String statement, @Nullable Object... arguments) throws SQLException {
            try (PreparedStatement prepared = prepare(statement, arguments)) {
                return prepared.executeUpdate();
            }
        }

        <T extends @Nullable Object> List<T> all(
                String query, Shape<T> shape, @Nullable Object... arguments) throws SQLException {
            try (PreparedStatement prepared = prepare(query, arguments);
                    ResultSet rows = prepared.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(shape.of(rows));
                }
                return found;
            }
        }

        /** The first row's thing, or null if there is none. */
        <T> @Nullable T first(String query, Shape<T> shape, @Nullable Object... arguments)
                throws SQLException {
            List<T> found = all(query, shape, arguments);
            return found.isEmpty() ? null : found.getFirst();
        }

        private PreparedStatement prepare(String statement, @Nullable Object... arguments)
                throws SQLException {
            PreparedStatement prepared = connection.prepareStatement(statement);
            try {
                for (int i = 0; i < arguments.length; i++) {
                    prepared.setObject(i + 1, arguments[i]);
                }
                return prepared;
            } catch (SQLException | RuntimeException e) {
                prepared.close();
                throw e;
            }
        }
    }
}
