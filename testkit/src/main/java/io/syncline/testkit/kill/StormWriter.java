package io.syncline.testkit.kill;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes to every second key of the two tables, so that two of them never touch one row: a few
 * changes at a time while it is calm, a thousand and more in a storm. Every row that it writes gets
 * the next number of one sequence, so the numbers of a key only grow. Reconnects when its database
 * was killed.
 */
final class StormWriter implements AutoCloseable {
    /** How much is written. */
    enum Mode {
        /** Nothing. */
        REST,
        /** Transactions of a few changes. */
        CALM,
        /** Transactions of about a thousand changes. */
        STORM
    }

    private static final int STORM_ROWS = 2000;
    private static final int MOVED = 10_000_000;

    private final String url;
    private final String user;
    private final String password;
    private final boolean maria;
    private final int keys;
    private final int parity;
    private final Random random;
    private final Thread thread;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicLong changes = new AtomicLong();
    private Mode mode = Mode.REST;
    private volatile boolean ended;

    /**
     * Begins, at rest.
     *
     * @param keys how many keys are written to, from 1 on
     * @param parity 0 or 1: which of them
     */
    StormWriter(String url, String user, String password, int keys, int parity, long seed) {
        this.url = url;
        this.maria = url.startsWith("jdbc:mariadb:");
        this.user = user;
        this.password = password;
        this.keys = keys;
        this.parity = parity;
        this.random = new Random(seed);
        this.thread = new Thread(this::run, "storm-writer-" + parity);
        thread.setDaemon(true);
        thread.start();
    }

    /** Row changes committed so far. */
    long changes() {
        return changes.get();
    }

    /** Changes the mode; no transaction of the old one is under way when this returns. */
    void mode(Mode wanted) {
        writing.lock();
        try {
            mode = wanted;
        } finally {
            writing.unlock();
        }
    }

    private void run() {
        while (!ended) {
            try (Connection connection = DriverManager.getConnection(url, user, password)) {
                connection.setAutoCommit(false);
                // Locks of what lies between rows would bring the two writers together.
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                while (!ended) {
                    Thread.sleep(write(connection) == Mode.STORM ? 25 : 2);
                }
            } catch (SQLException e) {
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Mode write(Connection connection) throws SQLException {
        writing.lock();
        try {
            Mode now = mode;
            int count =
                    switch (now) {
                        case REST -> 0;
                        case CALM -> calm(connection);
                        case STORM -> storm(connection);
                    };
            connection.commit();
            changes.addAndGet(count);
            return now;
        } finally {
            writing.unlock();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int calm(Connection connection) throws SQLException {
        int count = 0;
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int from = 1 + random.nextInt(keys);
            count += one(connection, from, from + 1 + random.nextInt(2));
        }
        return count;
    }

    private int storm(Connection connection) throws SQLException {
        int from = 1 + random.nextInt(Math.max(1, keys - STORM_ROWS));
        int change = update(connection, from, from + STORM_ROWS);
        int other = 1 + random.nextInt(keys);
        return change + one(connection, other, other + random.nextInt(400));
    }

    private int one(Connection connection, int from, int to) throws SQLException {
        int what = random.nextInt(100);
        if (what < 40) {
            return update(connection, from, to);
        }
        if (what < 70) {
            return insert(connection, from, to);
        }
        if (what < 96) {
            return delete(connection, from, to);
        }
        // A transaction with a key change is repeated whole after a crash, as it is promised; so
        // nothing else of it may touch the rows that move.
        connection.commit();
        int moved = move(connection, from, Math.min(to, from + 3));
        connection.commit();
        return moved;
    }

    private String mine(int from, int to) {
        return " where id between " + from + " and " + to + " and id % 2 = " + parity;
    }

    private int update(Connection connection, int from, int to) throws SQLException {
        int text = random.nextInt(1000);
        return run(
                        connection,
                        "update items set ver = "
                                + next()
                                + ", name = 'näme "
                                + text
                                + "', amount = id + "
                                + text
                                + "/ 100.0, active = not active, at = "
                                + now()
                                + ","
                                // Every seventh changes its long text too, so others keep theirs.
                                + " note = case when id % 7 = 0 then repeat(md5("
                                + (maria ? "rand()" : "random()::text")
                                + "), 100) else note end"
                                + mine(from, to))
                + run(
                        connection,
                        "update stock set ver = "
                                + next()
                                + ", count = count + 1"
                                + mine(from, Math.min(to, from + 300)));
    }

    private int insert(Connection connection, int from, int to) throws SQLException {
        return run(
                connection,
                "insert into items select %1$s, %2$s, 'new', %1$s, true, %3$s, repeat(md5(%4$s), 90)"
                                .formatted(
                                        maria ? "seq" : "g",
                                        next(),
                                        now(),
                                        maria ? "seq" : "g::text")
                        + (maria ? " from seq_%d_to_%d" : " from generate_series(%d, %d) g")
                                .formatted(from, to)
                        + (maria ? " where seq % 2 = " : " where g % 2 = ")
                        + parity
                        + (maria
                                ? " on duplicate key update ver = "
                                : " on conflict (id) do update set ver = ")
                        + next()
                        + ", name = 'again'");
    }

    private String next() {
        return maria ? "nextval(versions)" : "nextval('versions')";
    }

    private String now() {
        return maria ? "now(6)" : "clock_timestamp()";
    }

    private int delete(Connection connection, int from, int to) throws SQLException {
        String table = random.nextBoolean() ? "items" : "stock";
        return run(connection, "delete from " + table + mine(from, to));
    }

    private int move(Connection connection, int from, int to) throws SQLException {
        int by = MOVED + 2 * random.nextInt(1_000_000);
        return run(
                connection,
                "update items i set ver = "
                        + next()
                        + ", id = id + "
                        + by
                        + mine(from, to)
                        + " and not exists (select 1 from items j where j.id = i.id + "
                        + by
                        + ")");
    }

    private static int run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** Stops after the transaction under way. */
    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
