package io.syncline.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A database server that was started here, as a child that dies with this process.
 *
 * <p>Safe for use by several threads. {@link #stop} (or {@link #close}) ends its life in good
 * order; after {@link #kill9} it can be brought back with {@link #restart}.
 */
public final class RunningServer implements AutoCloseable {
    /** Recovery after a crash may take a while; a dead child is noticed at once. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(5);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(20);

    /** A free port may be taken by someone else before the server has it. */
    private static final int ATTEMPTS = 4;

    /** Names that need no quotes, so that nobody can slip anything into a statement. */
    private static final Pattern DATABASE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final Recipe recipe;
    private final Home home;
    private Child child;
    private final int port;
    private boolean leftToOwner;

    private RunningServer(Recipe recipe, Home home, int port, Child child) {
        this.recipe = recipe;
        this.home = home;
        this.port = port;
        this.child = child;
    }

    private static void install(Recipe recipe, Home home) throws IOException {
        try {
            recipe.install(home);
        } catch (LaunchException first) {
            // A machine that is short of memory or time for a moment ends an installer.
            try {
                recipe.install(home);
            } catch (LaunchException second) {
                second.addSuppressed(first);
                throw second;
            }
        }
    }

    /** Installs when needed, starts, and waits until it answers. */
    static RunningServer start(Recipe recipe, Path folder) {
        Host.requireSupported();
        try {
            Home home = Home.open(folder);
            try {
                stopLeftovers(recipe, home);
                if (!Files.isDirectory(home.data())) {
                    install(recipe, home);
                }
                Started started = startSomewhere(recipe, home, recipe.wantedPort());
                return new RunningServer(recipe, home, started.port(), started.child());
            } catch (IOException | RuntimeException | Error e) {
                home.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LaunchException(
                    "Cannot prepare %s for %s".formatted(folder, recipe.product()), e);
        }
    }

    private record Started(Child child, int port) {}

    private static Started startSomewhere(Recipe recipe, Home home, int wanted) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = home.port(wanted);
            Child child = Child.start(recipe.launch(home, port));
            try {
                awaitAnswer(recipe, home, child, port);
                home.rememberPort(port);
                return new Started(child, port);
            } catch (LaunchException e) {
                child.stop(STOP_PATIENCE);
                if (attempt == ATTEMPTS || !worthAnotherTry(home, wanted)) {
                    throw e;
                }
            }
        }
    }

    private static boolean worthAnotherTry(Home home, int wanted) {
        return wanted == 0
                && LaunchException.tail(home.log()).stream()
                        .anyMatch(line -> line.contains("Address already in use"));
    }

    private static void stopLeftovers(Recipe recipe, Home home) throws IOException {
        Child.Signal farewell = recipe.launch(home, 0).farewell();
        Leftovers.stop(recipe.program(), home.data(), farewell, STOP_PATIENCE);
        recipe.clearTraces(home);
    }

    private static void awaitAnswer(Recipe recipe, Home home, Child child, int port) {
        long end = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            boolean alive = child.alive();
            try (Connection connection = recipe.connect(port)) {
                if (alive && connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                if (recipe.refusedLogin(e)) {
                    throw new LaunchException(
                            "%s in %s refuses our login: its data was created with another password."
                                    .formatted(recipe.product(), home.folder()));
                }
                if (System.nanoTime() > end) {
                    throw LaunchException.withLog(
                            "%s did not answer on port %d within %d s."
                                    .formatted(recipe.product(), port, START_PATIENCE.toSeconds()),
                            home.log(),
                            e);
                }
            }
            if (!alive) {
                throw LaunchException.withLog(
                        "%s ended while it started, with exit code %d."
                                .formatted(recipe.product(), child.exitCode()),
                        home.log(),
                        null);
            }
            child.awaitExit(STEP);
        }
    }

    /** Address for JDBC, without credentials. */
    public String jdbcUrl(String database) {
        return recipe.jdbcUrl(port(), database);
    }

    /** Address with credentials: a secret, not for logs. */
    public String uri(String database) {
        return recipe.uri(port(), database);
    }

    /** The administrator's name. */
    public String user() {
        return recipe.user();
    }

    /** The administrator's password: a secret. */
    public String password() {
        return recipe.password();
    }

    /** The port it listens on, on 127.0.0.1; stays the same over {@link #restart}. */
    public int port() {
        return port;
    }

    /** The process id of the running, or last, server process. */
    public synchronized long pid() {
        return child.pid();
    }

    /** Whether the server process runs. */
    public synchronized boolean alive() {
        return child.alive();
    }

    /** Product and place, and of a process that has ended how it did and what it said last. */
    public synchronized String condition() {
        return child.alive()
                ? toString()
                : "%s, which has ended with exit code %d.%n%s"
                        .formatted(this, child.exitCode(), LaunchException.ending(home.log()));
    }

    /** The file its output goes to. */
    public Path log() {
        return home.log();
    }

    /**
     * Creates an empty database.
     *
     * @param name lower case letters, digits and underscores
     * @throws SQLException when it exists or the server does not answer
     */
    public void createDatabase(String name) throws SQLException {
        if (!DATABASE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A database name is lower case letters, digits and underscores: " + name);
        }
        try (Connection connection = recipe.connect(port());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
    }

    /** Kills the server process with signal 9, as a power cut would; for tests. */
    public synchronized void kill9() {
        child.kill9();
    }

    /** Stops it when it runs, and starts it again on the same data and port. */
    public synchronized void restart() {
        child.stop(STOP_PATIENCE);
        try {
            stopLeftovers(recipe, home);
            child = startSomewhere(recipe, home, port).child();
            if (leftToOwner) {
                child.leaveToOwner();
            }
        } catch (IOException e) {
            throw new LaunchException(
                    "Cannot restart %s in %s".formatted(recipe.product(), home.folder()), e);
        }
    }

    /**
     * Takes this server out of the JVM's shutdown hook, for an owner who stops it in a hook of
     * their own, after everything that writes to it. It still dies with the JVM, in good order.
     */
    public synchronized void leaveToOwner() {
        leftToOwner = true;
        child.leaveToOwner();
    }

    /** Stops it in good order and frees the folder; a second call does nothing. */
    public synchronized void stop() {
        child.stop(STOP_PATIENCE);
        home.close();
    }

    /** Same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /** Product and place, no credentials. */
    @Override
    public String toString() {
        return "%s on 127.0.0.1:%d in %s".formatted(recipe.product(), port(), home.folder());
    }
}
