package io.syncline.testkit.kill;

import io.syncline.embedded.RunningServer;
import io.syncline.testkit.services.Services;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server process with a two-way sync of a PostgreSQL and a MariaDB that are both written to, and
 * the kills. After every kill the writers rest, and both ends must be as {@link PairTruth} has it;
 * anything else is an {@link AssertionError}. Used by the thread that made it.
 */
public final class TwoWayGround implements AutoCloseable {
    /** What can be killed. */
    public enum Victim {
        /** The server process. */
        SERVER,
        /** The sync's source. */
        POSTGRES,
        /** Its destination. */
        MARIADB,
        /** The server's own database. */
        STORE
    }

    private static final Duration EQUAL_MAX = Duration.ofMinutes(3);
    private static final int EDITS_MIN = 300;
    private static final int EDITS_COPYING = 30;
    private static final int WRONG_SHOWN = 10;
    private static final Pattern SYNC = Pattern.compile("\"sync_id\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern STREAMING = Pattern.compile("\"phase\"\\s*:\\s*\"streaming\"");

    private final Pairing pairing;
    private final ServerProcess server;
    private final Random random;
    private final List<BothWriter> writers = new ArrayList<>();
    private @Nullable PairTruth truth;
    private @Nullable String sync;
    private String database = "";
    private int rounds;

    /** Starts all servers. */
    public TwoWayGround(long seed) throws IOException, InterruptedException {
        this.random = new Random(seed);
        this.pairing = Pairing.start();
        this.server = new ServerProcess(Services.folder("killed"));
        server.start();
    }

    /**
     * Ends the sync there was, and begins another whose rows have to be copied.
     *
     * @param rows how many rows only one end writes
     */
    public void begin(int rows) throws SQLException, IOException, InterruptedException {
        end();
        database = "pairs_" + ++rounds;
        pairing.fill(database, rows);
        List<Pairing.Side> sides = pairing.sides(database);
        for (Pairing.Side side : sides) {
            writers.add(new BothWriter(side, rows, random.nextLong()));
        }
        Matcher found =
                SYNC.matcher(server.call("POST", "/api/v1/sync/configure", pairing.sync(database)));
        if (!found.find()) {
            throw new AssertionError("No sync_id in the answer");
        }
        sync = found.group(1);
        truth = new PairTruth(sides, new StoreFile(server.data()));
    }

    private void end() throws SQLException, IOException, InterruptedException {
        writers.forEach(BothWriter::close);
        writers.clear();
        String last = sync;
        if (last != null) {
            server.call("DELETE", "/api/v1/sync/" + last, "");
            pairing.drop(database);
            sync = null;
        }
    }

    /** Waits until the rows that were there are at both ends, and both are followed. */
    public void awaitStreaming() throws Exception {
        long end = System.nanoTime() + EQUAL_MAX.toNanos();
        while (!STREAMING.matcher(state()).find()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not followed: " + state());
            }
            Thread.sleep(50);
        }
    }

    /**
     * Kills something while both ends are written to, brings it back a little later, and waits
     * until all is as it must be.
     *
     * @return how long all that took, in milliseconds
     */
    public long kill(Victim victim) throws Exception {
        long began = System.nanoTime();
        edit(EDITS_MIN);
        Thread.sleep(random.nextInt(600));
        switch (victim) {
            case SERVER -> {
                server.kill9();
                edit(random.nextInt(EDITS_MIN));
                server.start();
            }
            case POSTGRES -> restart(pairing.ours());
            case MARIADB -> restart(pairing.theirs());
            // Whose it is has to bring it back.
            case STORE -> server.store().destroyForcibly();
        }
        edit(random.nextInt(EDITS_MIN));
        settle();
        return (System.nanoTime() - began) / 1_000_000;
    }

    /**
     * Kills the server once so many of the rows that were there have come to the other end, some of
     * which were edited meanwhile, and starts it anew. Nobody writes to the other end: a row made
     * there before it has come would be another one of the same key.
     *
     * @return how many had come when it was dead: not all, or the kill came too late
     */
    public long killWhileCopying(int copied) throws Exception {
        edit(writers.subList(0, 1), EDITS_COPYING);
        writers.getFirst().rest(true);
        long end = System.nanoTime() + EQUAL_MAX.toNanos();
        while (copied() < copied) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not copied: " + state());
            }
            Thread.sleep(5);
        }
        server.kill9();
        long come = copied();
        server.start();
        return come;
    }

    private long copied() throws SQLException {
        try (Connection connection = pairing.sides(database).getLast().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from account")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Lets both ends be written to a little longer, and waits until all is as it must be. */
    public void awaitRest() throws Exception {
        edit(EDITS_MIN);
        settle();
    }

    private void restart(RunningServer killed) throws InterruptedException {
        killed.kill9();
        Thread.sleep(random.nextInt(1000));
        killed.restart();
    }

    /** Lets the users write, and waits for so many edits of either end. */
    private void edit(int wanted) throws InterruptedException {
        edit(writers, wanted);
    }

    private static void edit(List<BothWriter> writers, int wanted) throws InterruptedException {
        long end = System.nanoTime() + EQUAL_MAX.toNanos();
        writers.forEach(writer -> writer.rest(false));
        for (BothWriter writer : writers) {
            long until = writer.edits() + wanted;
            while (writer.edits() < until) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("The writers write nothing");
                }
                Thread.sleep(5);
            }
        }
    }

    private void settle() throws Exception {
        writers.forEach(writer -> writer.rest(true));
        long end = System.nanoTime() + EQUAL_MAX.toNanos();
        List<String> wrong = wrong();
        while (!wrong.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        wrong.size()
                                + " wrong: "
                                + wrong.subList(0, Math.min(WRONG_SHOWN, wrong.size()))
                                + " "
                                + state()
                                + server.words());
            }
            Thread.sleep(100);
            wrong = wrong();
        }
    }

    private List<String> wrong() throws Exception {
        try {
            return truth().wrong();
        } catch (SQLException | IOException e) {
            // The store may still be on its way back.
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private PairTruth truth() {
        PairTruth now = truth;
        if (now == null) {
            throw new IllegalStateException("Not begun");
        }
        return now;
    }

    private String state() throws IOException, InterruptedException {
        return server.call("GET", "/api/v1/sync/status/" + sync, "");
    }

    /** Edits of both ends in this round. */
    public long edits() {
        return writers.stream().mapToLong(BothWriter::edits).sum();
    }

    /** Names that had lost to the other end's by the last kill of this round. */
    public int lost() {
        return truth().lost();
    }

    /** Rows that waited for a person after the last kill of this round. */
    public int waiting() {
        return truth().waiting();
    }

    @Override
    public void close() {
        writers.forEach(BothWriter::close);
        server.close();
        pairing.close();
    }
}
