package io.syncline.testkit.services;

import io.syncline.embedded.EmbeddedMariaDb;
import io.syncline.embedded.EmbeddedPostgres;
import io.syncline.embedded.MariaDbSettings;
import io.syncline.embedded.PostgresSettings;
import io.syncline.embedded.RunningServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Real servers for tests, on a machine that has none: PostgreSQL 16, 17 and 18, and MariaDB.
 *
 * <p>Take a shared one ({@link #postgres}, {@link #mariaDb}) and a fresh database in it; start a
 * private one when the test stops, kills or configures it. All are fast: a commit survives a killed
 * server but no power cut. Everything is gone when the JVM ends. Safe for use by several threads.
 */
public final class Services {
    private static final String PASSWORD = "only for tests";

    /** What each major version stands for; all but the newest come with this module. */
    private static final Map<Integer, String> VERSIONS =
            Map.of(16, "16.15.0", 17, "17.11.0", 18, PostgresSettings.DEFAULT_VERSION);

    /** Room for many tests in one server, and large transactions that are sent as they grow. */
    private static final Map<String, String> POSTGRES =
            Map.of(
                    "max_connections", "200",
                    "max_replication_slots", "100",
                    "max_wal_senders", "100",
                    "max_prepared_transactions", "20",
                    "logical_decoding_work_mem", "64kB");

    private static final Scratch SCRATCH = Scratch.create();
    private static final List<RunningServer> STARTED = new CopyOnWriteArrayList<>();
    private static final Map<Integer, SharedServer> SHARED_POSTGRES = new HashMap<>();
    private static @Nullable SharedServer sharedMariaDb;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Services::endAll, "services-end"));
    }

    private Services() {}

    /** The shared PostgreSQL of a major version: 16, 17 or 18. Started at the first call. */
    public static SharedServer postgres(int major) {
        synchronized (SHARED_POSTGRES) {
            return SHARED_POSTGRES.computeIfAbsent(
                    major, wanted -> new SharedServer(startPostgres(wanted)));
        }
    }

    /** The shared MariaDB. Started at the first call. */
    public static SharedServer mariaDb() {
        synchronized (STARTED) {
            SharedServer server = sharedMariaDb;
            if (server == null) {
                server = new SharedServer(startMariaDb());
                sharedMariaDb = server;
            }
            return server;
        }
    }

    /** Starts a PostgreSQL of the test's own, which may kill it. Close it after the test. */
    public static RunningServer startPostgres(int major) {
        return startPostgres(folder("postgres"), major, POSTGRES);
    }

    /**
     * Starts a PostgreSQL on a folder from {@link #folder}, again or for the first time.
     *
     * @param parameters server parameters that override ours, by name
     */
    public static RunningServer startPostgres(
            Path folder, int major, Map<String, String> parameters) {
        String version = VERSIONS.get(major);
        if (version == null) {
            throw new IllegalArgumentException(
                    "There is PostgreSQL 16, 17 and 18 for tests, not " + major);
        }
        PostgresSettings settings = new PostgresSettings(version, 0, false, parameters, PASSWORD);
        return kept(EmbeddedPostgres.in(folder, settings).start());
    }

    /** Starts a MariaDB of the test's own, which may kill it. Close it after the test. */
    public static RunningServer startMariaDb() {
        return startMariaDb(Map.of());
    }

    /** Starts a MariaDB of the test's own with options that override ours, by name. */
    public static RunningServer startMariaDb(Map<String, String> options) {
        MariaDbSettings settings = new MariaDbSettings(0, false, options, PASSWORD);
        return kept(EmbeddedMariaDb.in(folder("mariadb"), settings).start());
    }

    /** A new empty folder that servers can reach; JUnit's are closed to them when root tests. */
    public static Path folder(String purpose) {
        return SCRATCH.folder(purpose);
    }

    private static RunningServer kept(RunningServer server) {
        // The folder must go after the server, so one hook has to end both.
        server.leaveToOwner();
        STARTED.add(server);
        return server;
    }

    private static void endAll() {
        STARTED.parallelStream().forEach(RunningServer::stop);
        SCRATCH.remove();
    }
}
