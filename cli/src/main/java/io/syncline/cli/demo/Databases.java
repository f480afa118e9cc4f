package io.syncline.cli.demo;

import io.syncline.embedded.EmbeddedMariaDb;
import io.syncline.embedded.EmbeddedPostgres;
import io.syncline.embedded.LaunchException;
import io.syncline.embedded.MariaDbSettings;
import io.syncline.embedded.PostgresSettings;
import io.syncline.embedded.RunningServer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The databases of a demo, each a server of its own.
 *
 * @param servers by what the demo calls them
 */
record Databases(Map<String, RunningServer> servers) implements AutoCloseable {
    /** The database's name everywhere. */
    static final String NAME = "shop";

    private static final int PASSWORD_BYTES = 18;

    /** What a server can be. */
    enum Kind {
        /** A PostgreSQL. */
        POSTGRESQL,
        /** A MariaDB. */
        MARIADB;

        private Callable<RunningServer> in(Path folder, String password) {
            return switch (this) {
                case POSTGRESQL ->
                        EmbeddedPostgres.in(folder, PostgresSettings.fast(password))::start;
                case MARIADB -> EmbeddedMariaDb.in(folder, MariaDbSettings.fast(password))::start;
            };
        }
    }

    /** Starts all at once, each in a folder of its name, and creates the empty databases. */
    static Databases start(Path folder, Map<String, Kind> wanted) {
        String password = password();
        Map<String, RunningServer> started = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<RunningServer>> starts = new ArrayList<>();
            wanted.forEach((name, kind) -> starts.add(kind.in(folder.resolve(name), password)));
            List<Future<RunningServer>> all = threads.invokeAll(starts);
            int next = 0;
            for (String name : wanted.keySet()) {
                started.put(name, all.get(next++).get());
            }
            for (RunningServer server : started.values()) {
                // We stop them ourselves, after everything that uses them.
                server.leaveToOwner();
                server.createDatabase(NAME);
            }
            return new Databases(started);
        } catch (ExecutionException e) {
            started.values().forEach(RunningServer::close);
            if (e.getCause() instanceof LaunchException cause) {
                throw new DemoException(String.valueOf(cause.getMessage()), cause);
            }
            throw new DemoException("A database does not start: " + e.getCause(), e);
        } catch (SQLException e) {
            started.values().forEach(RunningServer::close);
            throw new DemoException("A database does not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted.", e);
        }
    }

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private RunningServer server(String name) {
        return Objects.requireNonNull(servers.get(name));
    }

    /** A new connection to one of them. */
    Connection connect(String name) throws SQLException {
        RunningServer server = server(name);
        return DriverManager.getConnection(server.jdbcUrl(NAME), server.user(), server.password());
    }

    /** The address of one of them, with its password: a secret. */
    String uri(String name) {
        return server(name).uri(NAME);
    }

    /** Where they are, a line for each, with passwords: a secret. */
    String addresses() {
        StringBuilder lines = new StringBuilder();
        servers.keySet()
                .forEach(
                        name ->
                                lines.append(
                                        String.format(Locale.ROOT, "%-8s%s%n", name, uri(name))));
        return lines.toString();
    }

    /** Stops all at once. */
    @Override
    public void close() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            servers.values().forEach(server -> threads.execute(server::close));
        }
    }
}
