package io.syncline.testkit.services;

import io.syncline.embedded.RunningServer;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that all tests of this JVM share; each takes a database of its own. It must not be
 * stopped or killed: for that, start a private one. Safe for use by several threads.
 */
public final class SharedServer {
    private final RunningServer server;
    private final AtomicInteger databases = new AtomicInteger();

    SharedServer(RunningServer server) {
        this.server = server;
    }

    /** Creates an empty database under a name that nobody had before. */
    public FreshDatabase freshDatabase() {
        String name = "fresh_" + databases.incrementAndGet();
        try {
            server.createDatabase(name);
        } catch (SQLException e) {
            throw new AssertionError("Cannot create a database on " + server.condition(), e);
        }
        return new FreshDatabase(
                name, server.uri(name), server.jdbcUrl(name), server.user(), server.password());
    }

    /** The port it listens on, on 127.0.0.1. */
    public int port() {
        return server.port();
    }

    /** The administrator's name. */
    public String user() {
        return server.user();
    }

    /** The administrator's password. */
    public String password() {
        return server.password();
    }
}
