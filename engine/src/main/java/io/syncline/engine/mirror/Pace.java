package io.syncline.engine.mirror;

/**
 * How long to leave the stream alone before it is read again. A change that comes alone is read and
 * handed over at once. In a flood each hand-over costs the target more than the changes in it, and
 * each message the source more than its bytes if somebody waits for it: fewer and larger reads
 * bring all of them sooner. Used by one thread.
 */
final class Pace {
    /** Beyond this the shards have enough to do, unless the target is far away. */
    private static final long ENOUGH_BYTES = 2L << 20;

    private static final long REST_NANOS = 30_000_000;

    /** Ten thousand changes a second are a flood. */
    private static final int FLOOD = 500;

    private static final long WINDOW_NANOS = 50_000_000;
    private static final long FLOOD_REST_NANOS = 10_000_000;

    private long windowAt;
    private int count;
    private boolean flood;
    private long readAt;

    /** The stream was read, and this many changes were found. */
    void read(int changes, long nanos) {
        readAt = nanos;
        window(nanos);
        count += changes;
    }

    /**
     * How long to leave it alone yet, in nanoseconds; not positive: it is time to read.
     *
     * @param bytes what waits at the shards
     */
    long rest(long bytes, long nanos) {
        window(nanos);
        long rest =
                bytes > ENOUGH_BYTES ? REST_NANOS : flood || count >= FLOOD ? FLOOD_REST_NANOS : 0;
        return rest - (nanos - readAt);
    }

    private void window(long nanos) {
        long since = nanos - windowAt;
        if (since >= WINDOW_NANOS) {
            // In a window that was missed nothing came.
            flood = count >= FLOOD && since < 2 * WINDOW_NANOS;
            windowAt = nanos;
            count = 0;
        }
    }
}
