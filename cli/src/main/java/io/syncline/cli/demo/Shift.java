package io.syncline.cli.demo;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Work that is done again and again by a thread of its own, at a bounded pace, until stopped. */
final class Shift implements AutoCloseable {
    /** What is done. */
    interface Work {
        /** Does it once, durably, and returns how many rows it has changed. */
        int once() throws SQLException;
    }

    private final Work work;
    private final long everyNanos;
    private final AtomicLong rows = new AtomicLong();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable SQLException problem;

    private Shift(String name, double perSecond, Work work) {
        this.work = work;
        this.everyNanos = (long) (1e9 / perSecond);
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /**
     * Begins it.
     *
     * @param perSecond how often it is done at most
     */
    static Shift start(String name, double perSecond, Work work) {
        Shift shift = new Shift(name, perSecond, work);
        shift.thread.start();
        return shift;
    }

    /** How many rows were changed so far. */
    long rows() {
        SQLException found = problem;
        if (found != null) {
            throw new DemoException("The shop's database refused a write: " + found.getMessage());
        }
        return rows.get();
    }

    private void run() {
        long began = System.nanoTime();
        try {
            for (long done = 1; !stopping; done++) {
                rows.addAndGet(work.once());
                long millis = (began + done * everyNanos - System.nanoTime()) / 1_000_000;
                if (millis > 0) {
                    Thread.sleep(millis);
                }
            }
        } catch (SQLException e) {
            problem = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops it after what is being done now. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
