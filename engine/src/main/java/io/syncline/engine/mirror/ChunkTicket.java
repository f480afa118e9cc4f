package io.syncline.engine.mirror;

import io.syncline.core.endpoint.SnapshotPosition;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A chunk of a snapshot on its way: counts the shards that still have rows of it. */
final class ChunkTicket {
    final String collection;
    final @Nullable SnapshotPosition next;
    final int rows;
    private final AtomicInteger open;

    ChunkTicket(String collection, @Nullable SnapshotPosition next, int rows, int shards) {
        this.collection = collection;
        this.next = next;
        this.rows = rows;
        this.open = new AtomicInteger(shards);
    }

    void applied() {
        open.decrementAndGet();
    }

    boolean durable() {
        return open.get() == 0;
    }
}
