package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.Tunnel;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;

/**
 * The connections of one endpoint: made when needed, kept while idle. Each is used by one thread at
 * a time; the pool by any number.
 */
final class Pool implements AutoCloseable {
    /** More writers than this only wait for each other at the server. */
    private static final int CONNECTIONS_MAX = 24;

    private static final Duration BORROW_PATIENCE = Duration.ofSeconds(60);

    /** A connection idle for longer is asked before it is used: it may be dead by now. */
    private static final Duration TRUSTED_IDLE = Duration.ofSeconds(2);

    private final Address address;
    private final @Nullable Tunnel tunnel;
    private final Context context;
    private final Semaphore places = new Semaphore(CONNECTIONS_MAX);
    private final Deque<Idle> idle = new ArrayDeque<>();
    private @Nullable Server server;
    private boolean closed;

    Pool(Address address, Context context) {
        this.address = address;
        this.tunnel = address.tunnel() == null ? null : new Tunnel(address.tunnel());
        this.context = context;
    }

    private record Idle(Connection connection, long sinceNanos) {}

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /**
     * Does the work with a connection that commits each statement.
     *
     * @param doing what it is, for the message of a failure
     * @throws EndpointException for every failure
     */
    <T> T read(String doing, Work<T> work) {
        Lease lease = lease();
        try {
            T result = work.with(lease.connection());
            lease.done();
            return result;
        } catch (SQLException e) {
            throw Failures.weather(e, doing);
        } finally {
            lease.close();
        }
    }

    /** A connection for as long as its lease is open. */
    final class Lease implements AutoCloseable {
        private final Connection connection;
        private boolean healthy;
        private boolean open = true;

        private Lease(Connection connection) {
            this.connection = connection;
        }

        Connection connection() {
            return connection;
        }

        /** Says that the connection was left in order; without it, it is not used again. */
        void done() {
            healthy = true;
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                if (healthy) {
                    keep(connection);
                } else {
                    drop(connection);
                }
                places.release();
            }
        }
    }

    /**
     * Lends a connection.
     *
     * @throws EndpointException TRANSIENT if none can be had, MISCONFIGURED if the login is refused
     */
    Lease lease() {
        try {
            if (!places.tryAcquire(BORROW_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new EndpointException(
                        EndpointException.Kind.TRANSIENT,
                        Code.UNREACHABLE,
                        "All connections to " + address + " are busy.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT, Code.CONNECTION_LOST, "Interrupted.", e);
        }
        boolean lent = false;
        try {
            Connection kept = takeIdle();
            Lease lease = new Lease(kept == null ? connect() : kept);
            lent = true;
            return lease;
        } finally {
            if (!lent) {
                places.release();
            }
        }
    }

    /** The server's facts, asked once; asked again after each first connection. */
    Server server() {
        Server known;
        synchronized (this) {
            known = server;
        }
        return known != null ? known : read("Asking for the version", Server::ask);
    }

    Address address() {
        return address;
    }

    /**
     * What to connect to just now, for the driver; opens the tunnel if there has to be one.
     *
     * @throws EndpointException if the tunnel cannot be opened
     */
    String url() {
        return tunnel == null
                ? address.jdbcUrl()
                : address.jdbcUrl(Tunnel.HOST, tunnel.port(address.host(), address.port()));
    }

    /** The failure of a connection to {@link #url}. */
    EndpointException failure(SQLException e) {
        return Failures.login(e, address + (tunnel == null ? "" : tunnel.said()));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (Idle next = pollIdle(); next != null; next = pollIdle()) {
            drop(next.connection());
        }
        if (tunnel != null) {
            tunnel.close();
        }
    }

    private Connection connect() {
        synchronized (this) {
            if (closed) {
                throw new EndpointException(
                        EndpointException.Kind.TRANSIENT,
                        Code.CONNECTION_LOST,
                        "The endpoint is closed.");
            }
        }
        try {
            Connection connection = new Driver().connect(url(), address.properties());
            if (connection == null) {
                throw new IllegalStateException("The driver does not know its own URL");
            }
            remember(connection);
            return connection;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private void remember(Connection connection) throws SQLException {
        Server found;
        try {
            found = Server.ask(connection);
            limit(connection, found);
        } catch (SQLException e) {
            drop(connection);
            throw e;
        }
        synchronized (this) {
            server = found;
        }
    }

    /** MySQL ends only what reads; beyond that, the end of the connection is the limit. */
    private void limit(Connection connection, Server found) throws SQLException {
        Duration timeout = address.use().timeout();
        if (timeout == null) {
            return;
        }
        long millis = timeout.toMillis();
        String setting =
                found.mariaDb()
                        ? "max_statement_time="
                                + millis / 1000
                                + "."
                                + "%03d".formatted(millis % 1000)
                        : "max_execution_time=" + millis;
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION " + setting);
        }
    }

    private @Nullable Connection takeIdle() {
        for (Idle next = pollIdle(); next != null; next = pollIdle()) {
            try {
                if (context.nanos() - next.sinceNanos() < TRUSTED_IDLE.toNanos()
                        || next.connection().isValid(2)) {
                    return next.connection();
                }
            } catch (SQLException _) {
                // It is dead: the next one, or a new one, will do.
            }
            drop(next.connection());
        }
        return null;
    }

    private synchronized @Nullable Idle pollIdle() {
        return idle.pollLast();
    }

    private void keep(Connection connection) {
        synchronized (this) {
            if (!closed && address.use().pooling()) {
                idle.addLast(new Idle(connection, context.nanos()));
                return;
            }
        }
        drop(connection);
    }

    private static void drop(Connection connection) {
        try {
            connection.close();
        } catch (SQLException _) {
            // Nothing more can be done for a connection that cannot even be closed.
        }
    }
}
