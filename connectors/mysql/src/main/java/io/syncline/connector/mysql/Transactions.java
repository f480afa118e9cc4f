package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Phases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Work that is committed as a whole; made again when the server chose it to break a deadlock. */
final class Transactions {
    private static final int ATTEMPTS_MAX = 5;
    private static final int PAUSE_MILLIS = 20;

    private final Pool pool;
    private final Context context;

    Transactions(Pool pool, Context context) {
        this.pool = pool;
        this.context = context;
    }

    /** What to answer when nobody knows whether the commit arrived. */
    @FunctionalInterface
    interface Doubt<T> {
        T answer(SQLException lost);
    }

    /**
     * Does the work in one transaction.
     *
     * @param doing what it is, for the message of a failure
     * @param doubt for a commit whose answer was lost
     * @throws EndpointException for every failure; nothing is written then
     */
    <T> T run(String doing, Pool.Work<T> work, Doubt<T> doubt) {
        for (int attempt = 1; ; attempt++) {
            Attempt<T> made = once(doing, work, doubt, attempt == ATTEMPTS_MAX);
            if (made.again() == null) {
                return made.result();
            }
            int pause = PAUSE_MILLIS * attempt;
            context.sleep(Duration.ofMillis(pause + context.random().nextInt(pause)));
        }
    }

    /** The same for work that may simply be done again when its commit is in doubt. */
    <T> T run(String doing, Pool.Work<T> work) {
        return run(
                doing,
                work,
                lost -> {
                    throw Failures.weather(lost, doing);
                });
    }

    /** What one attempt came to: a result, or an error after which to try again. */
    private record Attempt<T>(@Nullable T value, @Nullable SQLException again) {
        T result() {
            if (value == null) {
                throw new IllegalStateException("Work without a result");
            }
            return value;
        }
    }

    private <T> Attempt<T> once(String doing, Pool.Work<T> work, Doubt<T> doubt, boolean last) {
        try (Pool.Lease lease = pool.lease()) {
            Connection connection = lease.connection();
            boolean committing = false;
            try {
                connection.setAutoCommit(false);
                T result = work.with(connection);
                committing = true;
                commit(connection);
                connection.setAutoCommit(true);
                lease.done();
                return new Attempt<>(result, null);
            } catch (SQLException e) {
                if (committing && Failures.lost(e)) {
                    return new Attempt<>(doubt.answer(e), null);
                }
                giveUp(lease);
                if (Failures.worthRepeating(e) && !last) {
                    return new Attempt<>(null, e);
                }
                throw Failures.weather(e, doing);
            } catch (EndpointException e) {
                giveUp(lease);
                throw e;
            }
        }
    }

    /** Commits; the phase can be seen. */
    void commit(Connection connection) throws SQLException {
        context.phases().enter(Phases.Phase.COMMIT);
        try {
            connection.commit();
        } finally {
            context.phases().leave(Phases.Phase.COMMIT);
        }
    }

    private static void giveUp(Pool.Lease lease) {
        try {
            lease.connection().rollback();
            lease.connection().setAutoCommit(true);
            lease.done();
        } catch (SQLException _) {
            // The lease closes the connection, and the server rolls back.
        }
    }

    /** Runs a statement without parameters. */
    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
