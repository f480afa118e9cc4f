package io.syncline.engine.mirror;

import io.syncline.core.endpoint.SnapshotPosition;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of a snapshot on its way: counts the shards that still have rows of it. Safe for use by
 * several threads.
 */
final class ChunkTicket {
    final String collection;
    final @Nullable SnapshotPosition next;
    final int rows;
    private final AtomicInteger open;
    private volatile boolean refused;

    ChunkTicket(ChunkRead read, int shards) {
        this.collection = read.collection();
        this.next = read.chunk().next();
        this.rows = read.count();
        this.open = new AtomicInteger(shards);
    }

    void applied() {
        open.decrementAndGet();
    }

    boolean durable() {
        return open.get() == 0;
    }

    /** Nothing of it was written, because something is against writing it as a whole. */
    void refuse() {
        refused = true;
    }

    boolean refused() {
        return refused;
    }

    /** It is on its way again, to so many shards. */
    void again(int shards) {
        open.set(shards);
        refused = false;
    }
}
