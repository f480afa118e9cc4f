package io.syncline.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Single rows that are inserted at the source, a hundred a second whatever becomes of them, and
 * looked for at the target. What passes between the source's answer to a commit and the first look
 * that sees its row is the latency.
 */
final class Probes {
    private static final long GAP_NANOS = 10_000_000;
    private static final long GIVE_UP_SECONDS = 30;

    private final Lab lab;
    private final String table;
    private final long pauseNanos;
    private long last;

    private record Sent(long id, long committed) {}

    /**
     * None sent yet.
     *
     * @param table of items, which gets nobody else's rows
     * @param pauseNanos between two looks; looking without a pause is most exact, and takes a
     *     processor
     */
    Probes(Lab lab, String table, long pauseNanos) {
        this.lab = lab;
        this.table = table;
        this.pauseNanos = pauseNanos;
    }

    /** How many were sent until now. */
    long sent() {
        return last;
    }

    /** Sends so many and sees them all; in milliseconds, the shortest first. */
    double[] send(int count) throws Exception {
        BlockingQueue<Sent> sent = new ArrayBlockingQueue<>(count);
        double[] millis = new double[count];
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                Connection target = Lab.connect(lab.target, Lab.DATABASE);
                PreparedStatement look =
                        target.prepareStatement("select 1 from " + table + " where id = ?")) {
            Future<?> inserting = threads.submit(insert(count, sent));
            for (int i = 0; i < count; i++) {
                Sent next = sent.poll(GIVE_UP_SECONDS, TimeUnit.SECONDS);
                if (next == null) {
                    inserting.get(0, TimeUnit.SECONDS);
                    throw new IllegalStateException("nothing is sent");
                }
                look.setLong(1, next.id());
                await(look, next.committed());
                millis[i] = (System.nanoTime() - next.committed()) / 1e6;
            }
            inserting.get();
        }
        Arrays.sort(millis);
        return millis;
    }

    private Callable<Void> insert(int count, BlockingQueue<Sent> sent) {
        return () -> {
            try (Connection source = Lab.connect(lab.source, Lab.DATABASE);
                    PreparedStatement insert = source.prepareStatement(Workload.insert(table))) {
                long due = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    insert.setLong(1, last + 1);
                    insert.executeUpdate();
                    sent.put(new Sent(++last, System.nanoTime()));
                    due += GAP_NANOS;
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
            return null;
        };
    }

    private void await(PreparedStatement look, long since) throws SQLException {
        while (true) {
            try (ResultSet row = look.executeQuery()) {
                if (row.next()) {
                    return;
                }
            }
            if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS)) {
                throw new IllegalStateException("a change does not come");
            }
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }
}
