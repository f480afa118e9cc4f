package io.syncline.cli.demo;

import io.syncline.embedded.EmbeddedMariaDb;
import io.syncline.embedded.EmbeddedPostgres;
import io.syncline.embedded.LaunchException;
import io.syncline.embedded.MariaDbSettings;
import io.syncline.embedded.PostgresSettings;
import io.syncline.embedded.RunningServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The three databases of the demo.
 *
 * @param shop where the shop writes
 * @param copy a second PostgreSQL
 * @param report a MariaDB
 */
record Databases(RunningServer shop, RunningServer copy, RunningServer report)
        implements AutoCloseable {
    /** The database's name everywhere. */
    static final String NAME = "shop";

    /** Starts all three at once, each in its folder, and creates the empty databases. */
    static Databases start(Path folder, String password) {
        PostgresSettings postgres = PostgresSettings.fast(password);
        MariaDbSettings mariaDb = MariaDbSettings.fast(password);
        List<RunningServer> started = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<RunningServer>> starts =
                    List.of(
                            EmbeddedPostgres.in(folder.resolve("shop"), postgres)::start,
                            EmbeddedPostgres.in(folder.resolve("copy"), postgres)::start,
                            EmbeddedMariaDb.in(folder.resolve("report"), mariaDb)::start);
            List<Future<RunningServer>> all = threads.invokeAll(starts);
            for (Future<RunningServer> one : all) {
                started.add(one.get());
            }
            for (RunningServer server : started) {
                // We stop them ourselves, after everything that uses them.
                server.leaveToOwner();
                server.createDatabase(NAME);
            }
            return new Databases(started.get(0), started.get(1), started.get(2));
        } catch (ExecutionException e) {
            started.forEach(RunningServer::close);
            if (e.getCause() instanceof LaunchException cause) {
                throw new DemoException(String.valueOf(cause.getMessage()), cause);
            }
            throw new DemoException("A database does not start: " + e.getCause(), e);
        } catch (SQLException e) {
            started.forEach(RunningServer::close);
            throw new DemoException("A database does not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted.", e);
        }
    }

    /** A new connection to the shop's database. */
    Connection connectToShop() throws SQLException {
        return DriverManager.getConnection(shop.jdbcUrl(NAME), shop.user(), shop.password());
    }

    /** Where they are, a line for each, with passwords: a secret. */
    String addresses() {
        return "shop    %s\ncopy    %s\nreport  %s\n"
                .formatted(shop.uri(NAME), copy.uri(NAME), report.uri(NAME));
    }

    /** Stops all three at once. */
    @Override
    public void close() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List.of(shop, copy, report).forEach(server -> threads.execute(server::close));
        }
    }
}
