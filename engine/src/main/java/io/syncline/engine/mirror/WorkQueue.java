package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The works of one shard that wait, and those that are being done. Safe for use by two threads: one
 * puts works in, the other takes them out.
 */
final class WorkQueue {
    /** What is folded together; how much of it is written at once is the batch's size. */
    private static final int CHANGES_MAX = 10_000;

    private static final long BATCH_BYTES_MAX = 16L << 20;

    private final ArrayDeque<Work> queue = new ArrayDeque<>();
    private long bytes;
    private boolean busy;
    private Position queued;
    private boolean open;

    /** None yet, after a place. */
    WorkQueue(Position place) {
        this.queued = place;
    }

    synchronized void put(Work work) {
        queue.add(work);
        bytes += work.bytes();
        if (work.end() != null) {
            queued = work.end();
            open = false;
        } else {
            open |= !work.changes().isEmpty() || !work.bad().isEmpty() || work.apart() != null;
        }
    }

    /** Whether changes were put in after the last place that was. */
    synchronized boolean open() {
        return open;
    }

    /** Bytes waiting and in flight. */
    synchronized long bytes() {
        return bytes;
    }

    /** Whether nothing waits and nothing is in flight. */
    synchronized boolean drained() {
        return queue.isEmpty() && !busy;
    }

    /** The last place that was put in. */
    synchronized Position queued() {
        return queued;
    }

    /** Works that are done together, until {@link #done}; none if none wait. */
    synchronized List<Work> take() {
        List<Work> works = new ArrayList<>();
        int changes = 0;
        long size = 0;
        while (!queue.isEmpty() && changes < CHANGES_MAX && size < BATCH_BYTES_MAX) {
            boolean alone = queue.element().load() != null;
            if (alone && !works.isEmpty()) {
                break;
            }
            Work work = queue.remove();
            works.add(work);
            changes += work.changes().size();
            size += work.bytes();
            if (alone) {
                break;
            }
        }
        busy = !works.isEmpty();
        return works;
    }

    /** What was taken is done. */
    synchronized void done(List<Work> works) {
        for (Work work : works) {
            bytes -= work.bytes();
        }
        busy = false;
    }

    /** The last place is another, while nothing waits. */
    synchronized void align(Position place) {
        // Of what was handed over after its last place, the end is still to come.
        open &= place.equals(queued);
        queued = place;
    }
}
