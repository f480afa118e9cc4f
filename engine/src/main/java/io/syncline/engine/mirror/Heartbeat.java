package io.syncline.engine.mirror;

/**
 * When the checkpoints of idle lanes are brought along. Each time is a commit of every such lane,
 * and a change that comes just then waits for it; so it is rare while changes come, unless somebody
 * waits for a place. Used by one thread, but for what is said otherwise.
 */
final class Heartbeat {
    private static final long CALM_NANOS = 500_000_000L;
    private static final long BUSY_NANOS = 5_000_000_000L;

    /** Without a change for so long, none comes. */
    private static final long REST_NANOS = 100_000_000L;

    private long beatAt;
    private long changedAt;
    private volatile boolean awaited;

    /** Notes how many changes came, at a time of the clock that only goes on. */
    void read(int changes, long now) {
        changedAt = changes > 0 ? now : changedAt;
    }

    /** Somebody waits for a place that is not stored yet. From any thread. */
    void await() {
        awaited = true;
    }

    /** Whether it is time, which then begins anew. */
    boolean due(long now) {
        boolean calm = awaited || now - changedAt >= REST_NANOS;
        if (now - beatAt < (calm ? CALM_NANOS : BUSY_NANOS)) {
            return false;
        }
        beatAt = now;
        awaited = false;
        return true;
    }
}
