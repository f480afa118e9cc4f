package io.syncline.testkit.kill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A user of one end of a two-way sync: writes rows that nobody else writes, and every now and then
 * one of the few that both ends write. What it has committed stands in a journal that its own
 * transactions fill, so a commit whose answer was lost is no riddle. Every text it writes is new.
 * Reconnects when its database was killed.
 */
final class BothWriter implements AutoCloseable {
    /** Of a hundred edits, so many are of rows that both ends write. */
    private static final int SHARED_PERCENT = 5;

    private static final int PAUSE_MILLIS = 2;
    private static final int RECONNECT_MILLIS = 50;

    private final Pairing.Side side;
    private final int keys;
    private final Random random;
    private final String session;
    private final Thread thread;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicLong edits = new AtomicLong();
    private boolean resting = true;
    private volatile boolean ended;
    private long texts;

    /**
     * Begins, at rest.
     *
     * @param keys how many rows there are of its own and the other's
     */
    BothWriter(Pairing.Side side, int keys, long seed) {
        this.side = side;
        this.keys = keys;
        this.random = new Random(seed);
        this.session = Long.toString(seed & 0xffffff, 36);
        this.thread = new Thread(this::run, "writer-" + side.mark());
        thread.setDaemon(true);
        thread.start();
    }

    /** Edits committed so far, as far as it was told. */
    long edits() {
        return edits.get();
    }

    /** Rests, or goes on; no transaction is under way when it rests. */
    void rest(boolean wanted) {
        writing.lock();
        try {
            resting = wanted;
        } finally {
            writing.unlock();
        }
    }

    private void run() {
        while (!ended) {
            try (Connection connection = side.connect()) {
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                while (!ended) {
                    write(connection);
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (SQLException e) {
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RECONNECT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Connection connection) throws SQLException {
        writing.lock();
        try {
            if (resting) {
                return;
            }
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                if (random.nextInt(100) < SHARED_PERCENT) {
                    shared(connection, 1 + random.nextInt(Pairing.SHARED));
                } else {
                    own(connection, ownKey());
                }
            }
            connection.commit();
            edits.addAndGet(count);
        } finally {
            writing.unlock();
        }
    }

    private int ownKey() {
        int key = Pairing.SHARED + 1 + random.nextInt(keys);
        return key - Math.floorMod(key - side.parity(), 2) + 2;
    }

    private String text() {
        return side.mark() + session + "-" + ++texts;
    }

    private void shared(Connection connection, int key) throws SQLException {
        int what = random.nextInt(100);
        if (what < 50) {
            int by = random.nextInt(21) - 10;
            run(connection, "update account set stock = stock + ? where id = ?", by, key);
            run(connection, "insert into journal (id, op, stock) values (?, 'S', ?)", key, by);
        } else {
            String field = what < 75 ? "name" : "note";
            run(connection, "update account set " + field + " = ? where id = ?", text(), key);
        }
    }

    private void own(Connection connection, int key) throws SQLException {
        if (random.nextInt(100) < 10) {
            run(connection, "delete from account where id = ?", key);
            run(connection, "insert into journal (id, op) values (?, 'D')", key);
            return;
        }
        String text = text();
        int stock = random.nextInt(1000);
        int found =
                random.nextBoolean()
                        ? run(
                                connection,
                                "update account set stock = ?, name = ? where id = ?",
                                stock,
                                text,
                                key)
                        : run(
                                connection,
                                "update account set stock = ?, note = ? where id = ?",
                                stock,
                                text,
                                key);
        if (found == 0) {
            run(
                    connection,
                    "insert into account (id, name, note, stock) values (?, ?, null, ?)",
                    key,
                    text,
                    stock);
        }
        run(
                connection,
                "insert into journal (id, op, name, note, stock)"
                        + " select id, 'W', name, note, stock from account where id = ?",
                key);
    }

    private static int run(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
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
