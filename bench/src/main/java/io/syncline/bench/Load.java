package io.syncline.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Several writers that together change so many rows of a table a second, a few rows in each
 * transaction. One that is late does not wait until it is in time again. No two of them change the
 * same row.
 */
final class Load {
    /** Changes in a transaction. */
    static final int EACH = 10;

    private static final int WRITERS = 8;

    private final ExecutorService threads =
            Executors.newFixedThreadPool(WRITERS, Thread.ofPlatform().daemon().factory());
    private final List<Future<Void>> writers = new ArrayList<>();
    private final AtomicLong changes = new AtomicLong();
    private final long start = System.nanoTime();
    private volatile boolean over;

    private Load() {}

    /**
     * What has been done.
     *
     * @param changes committed
     * @param perSecond of these
     */
    record Done(long changes, double perSecond) {}

    /**
     * Begins.
     *
     * @param rows of the table, with ids from 1
     * @param perSecond changes that are meant to be made
     */
    static Load begin(Lab lab, String table, long rows, double perSecond) {
        Load load = new Load();
        for (int i = 0; i < WRITERS; i++) {
            load.writers.add(load.threads.submit(load.writer(lab, table, rows, i, perSecond)));
        }
        return load;
    }

    private Callable<Void> writer(Lab lab, String table, long rows, int number, double perSecond) {
        String update =
                "update %s set price = price + 1 where id between ? and ? + %d"
                        .formatted(table, EACH - 1);
        long gapNanos = (long) (1e9 * EACH * WRITERS / perSecond);
        long blocks = rows / EACH / WRITERS;
        return () -> {
            try (Connection source = Lab.connect(lab.source, Lab.DATABASE);
                    PreparedStatement statement = source.prepareStatement(update)) {
                long due = start + gapNanos * number / WRITERS;
                for (long i = 0; !over; i++) {
                    LockSupport.parkNanos(due - System.nanoTime());
                    long block = i * 7919 % blocks * WRITERS + number;
                    statement.setLong(1, 1 + block * EACH);
                    statement.setLong(2, 1 + block * EACH);
                    changes.addAndGet(statement.executeUpdate());
                    due += gapNanos;
                }
            }
            return null;
        };
    }

    /** Ends it; fails if a writer has. */
    Done end() throws Exception {
        double seconds = (System.nanoTime() - start) / 1e9;
        over = true;
        try (threads) {
            for (Future<Void> writer : writers) {
                writer.get();
            }
        }
        return new Done(changes.get(), changes.get() / seconds);
    }
}
