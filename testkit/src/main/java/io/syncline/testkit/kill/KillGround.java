package io.syncline.testkit.kill;

import io.syncline.core.endpoint.Phases.Phase;
import io.syncline.embedded.RunningServer;
import io.syncline.testkit.services.Services;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server process, three databases, one sync with two destinations, two writers: and the kills.
 * Every kill ends with both destinations equal to the source by an export of its own, and with logs
 * in which nothing repeats; anything else is an {@link AssertionError}. Used by the thread that
 * made it.
 */
public final class KillGround implements AutoCloseable {
    /** The kinds of database that can be read. */
    public enum Origin {
        /** By logical decoding. */
        POSTGRESQL,
        /** By its binary log. */
        MARIADB
    }

    /** The databases that can be killed. */
    public enum Database {
        /** The one that is read. */
        SOURCE,
        /** The PostgreSQL that is written to. */
        COPY,
        /** The MariaDB that is written to. */
        REPORT,
        /** The server's own. */
        STORE
    }

    private static final Duration EQUAL_MAX = Duration.ofMinutes(3);

    /** The end of a backlog is far on a busy machine. */
    private static final Duration PHASE_MAX = Duration.ofSeconds(40);

    /** A busy one notices at its next step. */
    private static final Duration OUTLIVING_MAX = Duration.ofSeconds(10);

    private static final int STORM_CHANGES_MIN = 5000;
    private static final int BACKLOG_STORMS = 4;

    /** Two tables, to two destinations. */
    private static final int FLOW_TABLES = 4;

    private static final Pattern SYNC = Pattern.compile("\"sync_id\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern STREAMING = Pattern.compile("\"phase\"\\s*:\\s*\"streaming\"");

    private final Trio trio;
    private final ServerProcess server;
    private final Random random;
    private final List<StormWriter> writers = new ArrayList<>();
    private List<WriteLog> logs = List.of();
    private @Nullable String sync;
    private String database = "";
    private int rounds;
    private int rows;
    private boolean copied;

    /** Starts all servers; a PostgreSQL is read. */
    public KillGround(long seed) throws IOException, InterruptedException {
        this(seed, Origin.POSTGRESQL);
    }

    /** Starts all servers. */
    public KillGround(long seed, Origin origin) throws IOException, InterruptedException {
        this.random = new Random(seed);
        this.trio = Trio.start(origin);
        this.server = new ServerProcess(Services.folder("killed"));
        server.start();
    }

    /** The process that is killed. */
    public ServerProcess server() {
        return server;
    }

    /**
     * Ends the sync there was, and begins another on new databases, whose rows have to be copied.
     *
     * @param rows how many rows each table has
     */
    public void begin(int rows) throws SQLException, IOException, InterruptedException {
        end();
        database = "killed_" + ++rounds;
        copied = false;
        this.rows = rows;
        trio.fill(database, rows);
        logs = List.of(new WriteLog("the PostgreSQL copy"), new WriteLog("the MariaDB copy"));
        RunningServer source = trio.source();
        for (int parity = 0; parity < 2; parity++) {
            writers.add(
                    new StormWriter(
                            source.jdbcUrl(database),
                            source.user(),
                            source.password(),
                            rows,
                            parity,
                            random.nextLong()));
        }
        Matcher found =
                SYNC.matcher(server.call("POST", "/api/v1/sync/configure", trio.sync(database)));
        if (!found.find()) {
            throw new AssertionError("No sync_id in the answer");
        }
        sync = found.group(1);
    }

    private void end() throws SQLException, IOException, InterruptedException {
        writers.forEach(StormWriter::close);
        writers.clear();
        String last = sync;
        if (last != null) {
            server.call("DELETE", "/api/v1/sync/" + last, "");
            trio.drop(database);
            sync = null;
        }
    }

    /**
     * Kills the server while some work is in a phase, or a little later, in a storm of writes;
     * starts it again, and waits until all is equal.
     */
    public Kill kill(Phase wanted) throws Exception {
        long began = System.nanoTime();
        if (Kill.CATCHING_UP.contains(wanted)) {
            fallBehind();
        } else if (wanted == Phase.SNAPSHOT) {
            // Most rows are still to be copied; a storm would only keep them from it.
            mode(StormWriter.Mode.CALM);
        } else {
            storm();
        }
        List<ProcessHandle> children = server.children();
        // Not met in time: then it dies in another one, and is counted there.
        if (server.phases().await(wanted, PHASE_MAX)) {
            linger(wanted);
        }
        Map<String, Long> copied =
                wanted == Phase.SNAPSHOT ? new StoreFile(server.data()).copied() : Map.of();
        server.kill9();
        Set<Phase> inside = server.phases().inside();
        mode(StormWriter.Mode.REST);
        List<Integer> unapplied = trio.unapplied(database);
        mode(StormWriter.Mode.CALM);
        server.start();
        for (ProcessHandle child : children) {
            try {
                child.onExit().get(OUTLIVING_MAX.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("Process " + child.pid() + " has outlived its parent", e);
            }
        }
        notFromTheStart(copied);
        settle();
        return new Kill(wanted, inside, unapplied, (System.nanoTime() - began) / 1_000_000);
    }

    /** Kills a database in a storm of writes, brings it back, and waits until all is equal. */
    public long kill(Database which) throws Exception {
        long began = System.nanoTime();
        storm();
        Thread.sleep(random.nextInt(500));
        switch (which) {
            case SOURCE -> restart(trio.source());
            case COPY -> restart(trio.copy());
            case REPORT -> restart(trio.report());
            // Whose it is has to bring it back.
            case STORE -> server.store().destroyForcibly();
        }
        mode(StormWriter.Mode.CALM);
        Thread.sleep(300);
        settle();
        awaitStreaming();
        return (System.nanoTime() - began) / 1_000_000;
    }

    /** What a person asks a server for. */
    public enum Ask {
        /** To copy a table again. */
        TABLE,
        /** To look at the first half of a table's keys again. */
        RANGE,
        /** To take a table out of the sync. */
        LEAVE,
        /** To take it in again. */
        JOIN
    }

    /**
     * Kills the server while it does what it was asked, or a little later, in a storm of writes,
     * and starts it again. What it had answered it must do without being asked again; the rest is
     * asked once more. {@link #awaitStreaming} waits until all is equal.
     */
    public void kill(Ask ask) throws Exception {
        if (ask == Ask.TABLE || ask == Ask.RANGE) {
            trio.spoil(database, rows / 2);
        }
        storm();
        // Whoever looks at rows again may show a change before the stream brings it.
        copied = false;
        AtomicBoolean answered = new AtomicBoolean();
        Thread asking =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        ask(ask);
                                        answered.set(true);
                                    } catch (Exception | AssertionError e) {
                                        // Killed before it could answer.
                                    }
                                });
        Thread.sleep(random.nextInt(800));
        server.kill9();
        asking.join();
        mode(StormWriter.Mode.CALM);
        server.start();
        if (!answered.get()) {
            ask(ask);
        }
    }

    /** Asks the server for something. */
    public void ask(Ask ask) throws IOException, InterruptedException {
        String body =
                switch (ask) {
                    case TABLE -> "{\"tables\": [\"items\"]}";
                    case RANGE ->
                            "{\"tables\": [{\"table\": \"items\", \"to\": %d}]}"
                                    .formatted(rows / 2);
                    case LEAVE -> "{\"tables\": [\"stock\"]}";
                    case JOIN -> "{\"tables\": [\"items\", \"stock\"]}";
                };
        boolean shape = ask == Ask.LEAVE || ask == Ask.JOIN;
        server.call(
                shape ? "PATCH" : "POST",
                (shape ? "/api/v1/sync/" : "/api/v1/sync/resync/") + sync,
                body);
    }

    /** The server is away while so much is written that it has to catch up. */
    private void fallBehind() throws IOException, InterruptedException {
        server.kill9();
        for (int i = 0; i < BACKLOG_STORMS; i++) {
            storm();
        }
        mode(StormWriter.Mode.CALM);
        server.start();
    }

    private void restart(RunningServer killed) throws InterruptedException {
        killed.kill9();
        Thread.sleep(random.nextInt(1000));
        killed.restart();
    }

    private void storm() throws InterruptedException {
        long before = changes();
        mode(StormWriter.Mode.STORM);
        long end = System.nanoTime() + EQUAL_MAX.toNanos();
        while (changes() < before + STORM_CHANGES_MIN) {
            if (System.nanoTime() > end) {
                throw new AssertionError("The writers write nothing");
            }
            Thread.sleep(10);
        }
    }

    private long changes() {
        return writers.stream().mapToLong(StormWriter::changes).sum();
    }

    private void mode(StormWriter.Mode mode) {
        writers.forEach(writer -> writer.mode(mode));
    }

    /** A random while that is short enough to end within the phase more often than not. */
    private void linger(Phase phase) throws Exception {
        switch (phase) {
            case SNAPSHOT -> untilCopied(random.nextInt(FLOW_TABLES * rows / 2));
            case STREAM -> Thread.sleep(random.nextInt(40));
            case COMMIT -> spin(random.nextInt(300_000));
            case ACKNOWLEDGE -> Thread.sleep(random.nextInt(35));
            case CATCH_UP -> Thread.sleep(random.nextInt(400));
            case AHEAD, FOLLOW, SWITCH -> spin(random.nextInt(2_000_000));
        }
    }

    /** By rows and not by time, so that it dies anywhere in the copy on any machine. */
    private void untilCopied(int wanted) throws Exception {
        while (server.phases().inside().contains(Phase.SNAPSHOT)
                && new StoreFile(server.data()).rowsCopied() < wanted) {
            Thread.sleep(20);
        }
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private void notFromTheStart(Map<String, Long> before) throws IOException, SQLException {
        Map<String, Long> now = new StoreFile(server.data()).copied();
        before.forEach(
                (part, rows) -> {
                    if (now.getOrDefault(part, 0L) < rows) {
                        throw new AssertionError(
                                "Of " + part + " " + rows + " rows were copied, and now " + now);
                    }
                });
    }

    /** Waits until both flows are past their snapshots and all is equal. */
    public void awaitStreaming() throws Exception {
        long end = System.nanoTime() + EQUAL_MAX.toNanos();
        while (!streaming()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not copied: " + state());
            }
            Thread.sleep(100);
        }
        if (!copied) {
            settle();
        }
    }

    private boolean streaming() throws IOException, InterruptedException {
        String status = server.call("GET", "/api/v1/sync/status/" + sync, "");
        return STREAMING.matcher(status).results().count() == logs.size();
    }

    /** Lets the writers rest, waits until all is equal, and reads the logs. */
    private void settle() throws Exception {
        mode(StormWriter.Mode.REST);
        long end = System.nanoTime() + EQUAL_MAX.toNanos();
        boolean streaming = streaming();
        Map<String, String> wanted;
        String mark;
        try (Connection from = Trio.connect(trio.source(), database)) {
            mark = Tables.mark(from);
            wanted = Tables.sums(from);
        }
        for (int i = 0; i < logs.size(); i++) {
            try (Connection to = Trio.connect(trio.targets().get(i), database)) {
                while (!mark.equals(Tables.mark(to)) || !wanted.equals(Tables.sums(to))) {
                    if (System.nanoTime() > end) {
                        throw new AssertionError(
                                "Unequal: " + trio.unapplied(database) + " " + state());
                    }
                    Thread.sleep(200);
                }
                logs.get(i).check(to, copied);
            }
        }
        copied |= streaming;
    }

    private String state() throws IOException, InterruptedException {
        return server.call("GET", "/api/v1/sync/status/" + sync, "") + "\n" + server.words();
    }

    /** Effective writes of both destinations in this round. */
    public long writes() {
        return logs.stream().mapToLong(WriteLog::writes).sum();
    }

    /** Effective writes that went back to an older state while the rows were still copied. */
    public long backWhileCopied() {
        return logs.stream().mapToLong(WriteLog::backWhileCopied).sum();
    }

    @Override
    public void close() {
        writers.forEach(StormWriter::close);
        server.close();
        trio.close();
    }
}
