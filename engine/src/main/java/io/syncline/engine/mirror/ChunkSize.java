package io.syncline.engine.mirror;

import java.util.HashMap;
import java.util.Map;

/**
 * How many rows of a collection are read at once: few at first, since nobody knows yet how wide
 * they are, then as many as a chunk may have bytes. Used by one thread.
 */
final class ChunkSize {
    private static final int ROWS_MAX = 10_000;

    /** Rows that nobody looks at are less to hold, and each chunk has a cost of its own. */
    private static final int BLOCK_ROWS_MAX = 25_000;

    private static final int ROWS_FIRST = 1_000;

    /** A busy source gets no smaller chunks than this, unless its rows are wide. */
    private static final int ROWS_BUSY = 200;

    private static final long BYTES_MAX = 8L << 20;
    private static final int GROWTH = 16;

    private final Map<String, Integer> rows = new HashMap<>();

    /** How many rows of a collection to ask for. */
    int of(String collection) {
        return rows.getOrDefault(collection, ROWS_FIRST);
    }

    /**
     * So many were read, which hold so many bytes.
     *
     * @param block whether they may go to the target in their source's own bytes
     */
    void read(String collection, int count, long bytes, boolean block) {
        int most = block ? BLOCK_ROWS_MAX : ROWS_MAX;
        long more = Math.min(most, (long) of(collection) * GROWTH);
        long each = Math.max(1, bytes / Math.max(1, count));
        rows.put(collection, (int) Math.max(1, Math.min(more, BYTES_MAX / each)));
    }

    /** The chunk did not show all that was told: less shows it sooner. */
    void tooLate(String collection) {
        int now = of(collection);
        rows.put(collection, Math.max(Math.min(now, ROWS_BUSY), now / 2));
    }
}
