package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.ConnectionUse;
import io.syncline.connector.jdbc.Tls;
import io.syncline.connector.jdbc.Tunnel;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Phases;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * Opens connections to one database and keeps a few idle ones. Safe for use by several threads; a
 * connection is used by one at a time.
 */
final class PostgresConnections implements AutoCloseable {
    /** Every session prints values alike, whatever the server's or the user's defaults are. */
    private static final String OPTIONS =
            "-c intervalstyle=postgres -c bytea_output=hex -c extra_float_digits=3"
                    + " -c idle_in_transaction_session_timeout=0"
                    + " -c lock_timeout=60000 -c statement_timeout=";

    /** More than these are closed when given back. */
    private static final int IDLE_MAX = 4;

    /** One idle for longer is asked whether it still lives before it is used. */
    private static final long TRUSTED_NANOS = 5_000_000_000L;

    /** Work on a connection that is in autocommit when it gets it. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    private record Idle(Connection connection, long sinceNanos) {}

    /** A half-open connection ends here; nothing we ask for is silent for that long. */
    private static final int SILENCE_SECONDS_MAX = 300;

    /** The server ends a statement before we end the connection. */
    private static final int GRACE_SECONDS = 5;

    private final PostgresUrl url;
    private final @Nullable Tunnel tunnel;
    private final ConnectionUse use;
    private final Context context;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    PostgresConnections(PostgresUrl url, Context context) {
        this(url, ConnectionUse.standard(), context);
    }

    PostgresConnections(PostgresUrl url, ConnectionUse use, Context context) {
        this.url = url;
        this.tunnel = url.tunnel() == null ? null : new Tunnel(url.tunnel());
        this.use = use;
        this.context = context;
    }

    /** Who is told of the phases of work on them. */
    Phases phases() {
        return context.phases();
    }

    /** Whether what is idle is kept for the next use. */
    boolean pooling() {
        return use.pooling();
    }

    /** Where they lead. */
    PostgresUrl url() {
        return url;
    }

    /**
     * Does work on a connection and gives it back; after an error the connection is closed, and an
     * open transaction with it.
     *
     * @param doing for the message of an error: {@code "reading the catalog"}
     * @throws EndpointException for any error of the server or the network
     */
    <T extends @Nullable Object> T call(String doing, Work<T> work) {
        Connection connection = borrow(doing);
        boolean good = false;
        try {
            T result = work.on(connection);
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            good = true;
            return result;
        } catch (SQLException e) {
            throw PostgresErrors.of(e, doing);
        } finally {
            if (good) {
                giveBack(connection);
            } else {
                quietly(connection);
            }
        }
    }

    /** A connection of the caller's own, in autocommit; the caller closes it. */
    Connection open(String doing) {
        return open(doing, properties());
    }

    /**
     * A connection of the caller's own on which a call may take minutes, whatever limit calls have;
     * the caller closes it.
     */
    Connection unlimited(String doing) {
        Properties properties = properties();
        PGProperty.SOCKET_TIMEOUT.set(properties, SILENCE_SECONDS_MAX * 2);
        PGProperty.OPTIONS.set(properties, OPTIONS + 0);
        return open(doing, properties);
    }

    /**
     * A connection that streams; one stream only, then it is closed.
     *
     * @param socket what it reads from
     */
    record Replication(PGConnection connection, WaitingSocket socket) {}

    /** Opens a connection that streams. */
    Replication replication() {
        Properties properties = properties();
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.SOCKET_TIMEOUT.set(properties, "0");
        PGProperty.OPTIONS.set(properties, OPTIONS + 0);
        PGProperty.SOCKET_FACTORY.set(properties, WaitingSocket.Factory.class.getName());
        try {
            Connection connection = open("opening the stream", properties);
            return new Replication(
                    connection.unwrap(PGConnection.class),
                    Objects.requireNonNull(WaitingSocket.taken()));
        } catch (SQLException e) {
            throw PostgresErrors.of(e, "opening the stream");
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            idle.forEach(each -> quietly(each.connection));
            idle.clear();
        }
        if (tunnel != null) {
            tunnel.close();
        }
    }

    private Connection borrow(String doing) {
        Idle found;
        while ((found = pop()) != null) {
            if (context.nanos() - found.sinceNanos < TRUSTED_NANOS || alive(found.connection)) {
                return found.connection;
            }
            quietly(found.connection);
        }
        return open(doing, properties());
    }

    private synchronized @Nullable Idle pop() {
        if (closed) {
            throw new EndpointException(
                    Kind.TRANSIENT, Code.CONNECTION_LOST, "This endpoint is closed");
        }
        return idle.pollFirst();
    }

    private synchronized void giveBack(Connection connection) {
        if (closed || !use.pooling() || idle.size() >= IDLE_MAX) {
            quietly(connection);
        } else {
            idle.addFirst(new Idle(connection, context.nanos()));
        }
    }

    private Connection open(String doing, Properties properties) {
        String database = URLEncoder.encode(url.database(), StandardCharsets.UTF_8);
        String address = "jdbc:postgresql://" + address() + "/" + database;
        try {
            Connection connection = new Driver().connect(address, properties);
            if (connection == null) {
                throw new SQLException("The driver does not know this address", "08001");
            }
            return connection;
        } catch (SQLException e) {
            String said = tunnel == null ? "" : tunnel.said();
            throw PostgresErrors.of(e, doing + " at " + url.place() + said);
        }
    }

    /** What to connect to just now; opens the tunnel if there has to be one. */
    private String address() {
        return tunnel == null
                ? url.host() + ":" + url.port()
                : Tunnel.HOST + ":" + tunnel.port(url.host(), url.port());
    }

    private Properties properties() {
        Properties properties = new Properties();
        PGProperty.CONNECT_TIMEOUT.set(properties, "10");
        PGProperty.APPLICATION_NAME.set(properties, "syncline");
        url.parameters().forEach(properties::setProperty);
        Tls.Mode mode = url.tls().mode();
        // The driver demands encryption; the sockets demand the proof, and read no files.
        PGProperty.SSL_MODE.set(properties, (mode.demanded() ? Tls.Mode.REQUIRE : mode).word());
        PGProperty.SSL_FACTORY.set(properties, PostgresTls.class.getName());
        url.tls().into(properties, url.host());
        String user = url.user();
        if (user != null) {
            PGProperty.USER.set(properties, user);
        }
        if (url.password() != null) {
            PGProperty.PASSWORD.set(properties, url.password().reveal());
        }
        Duration timeout = use.timeout();
        PGProperty.OPTIONS.set(properties, OPTIONS + (timeout == null ? 0 : timeout.toMillis()));
        PGProperty.TCP_KEEP_ALIVE.set(properties, "true");
        PGProperty.SOCKET_TIMEOUT.set(
                properties,
                timeout == null ? SILENCE_SECONDS_MAX : seconds(timeout) + GRACE_SECONDS);
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "12");
        return properties;
    }

    private static int seconds(Duration timeout) {
        return (int) Math.min(timeout.toSeconds() + 1, 1_000_000);
    }

    /** Whether texts of this database are ordered by code point when they are by byte. */
    static boolean utf8(Connection connection) throws SQLException {
        return "UTF8"
                .equals(
                        connection
                                .unwrap(PGConnection.class)
                                .getParameterStatus("server_encoding"));
    }

    private static boolean alive(Connection connection) {
        try {
            return connection.isValid(2);
        } catch (SQLException _) {
            return false;
        }
    }

    /** Closes what may be broken already: nothing can be done about an error then. */
    static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception _) {
            // It is gone either way.
        }
    }
}
