package io.syncline.engine.reconcile;

import java.util.concurrent.atomic.AtomicLong;

/** What a two-way flow says of itself: counted since the process started. From any thread. */
public final class TwoWayMeter {
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong written = new AtomicLong();

    void told(long changes) {
        read.addAndGet(changes);
    }

    void wrote() {
        written.incrementAndGet();
    }

    /** Changes that both logs told. */
    public long read() {
        return read.get();
    }

    /** Rows that were written to either end. */
    public long written() {
        return written.get();
    }
}
