package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.Triggers;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a target: each call of apply borrows one. There are never more than calls at a
 * time, that is, shards. Safe for use by several threads.
 */
final class TargetSessions implements AutoCloseable {
    /** Work in a session's transaction, which it commits itself. */
    @FunctionalInterface
    interface Work<T> {
        T in(TargetSession session) throws SQLException;
    }

    private final PostgresConnections connections;
    private final boolean durable;
    private final Triggers triggers;
    private final Deque<TargetSession> idle = new ArrayDeque<>();
    private boolean closed;

    TargetSessions(PostgresConnections connections, boolean durable, Triggers triggers) {
        this.connections = connections;
        this.durable = durable;
        this.triggers = triggers;
    }

    /** Does work in a session; after an error the session is not used again. */
    <T> T call(Work<T> work) {
        TargetSession session = borrow();
        boolean good = false;
        try {
            T result = work.in(session);
            good = !session.connection().isClosed();
            return result;
        } catch (SQLException e) {
            throw FencedApply.failure(e);
        } finally {
            giveBack(session, good);
        }
    }

    /** Lends a session; whoever has it gives it back. */
    TargetSession borrow() {
        TargetSession session = pop();
        if (session != null) {
            return session;
        }
        Connection connection = connections.open("opening a writing session");
        try {
            return TargetSession.on(connection, durable, triggers);
        } catch (SQLException e) {
            PostgresConnections.quietly(connection);
            throw PostgresErrors.of(e, "opening a writing session");
        } catch (EndpointException e) {
            PostgresConnections.quietly(connection);
            throw e;
        }
    }

    private synchronized @Nullable TargetSession pop() {
        if (closed) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT,
                    Code.CONNECTION_LOST,
                    "This endpoint is closed");
        }
        return idle.pollFirst();
    }

    /** Takes a session back, between two transactions if it is good. */
    synchronized void giveBack(TargetSession session, boolean good) {
        if (good && !closed && connections.pooling()) {
            idle.addFirst(session);
        } else {
            session.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(TargetSession::close);
        idle.clear();
    }
}
