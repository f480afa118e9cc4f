package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies the changes of one collection that has no key, all of them in the source's order: rows
 * that look alike cannot be told apart, so nothing is folded and nothing is written twice. Its
 * cursor is its own, whatever the shards do.
 *
 * <p>Threads: the feed puts work in, the ledger's own lane takes it out; everything they share is
 * guarded by this object.
 */
final class Ledger implements Lane {
    private static final Duration IDLE = Duration.ofMillis(100);

    private final String collection;
    private final OrderedWrites writes;
    private final int batchSize;
    private final Runnable changed;

    private final ArrayDeque<Work> queue = new ArrayDeque<>();
    private Cursor cursor;
    private Position queued;
    private long skip;
    private long bytes;
    private long applied;
    private boolean busy;
    private @Nullable RuntimeException failure;

    /**
     * Goes on at a cursor.
     *
     * @param collection by the target's name
     * @param batchSize the most rows of one write
     * @param changed tells the feed's lane that this one got on
     */
    Ledger(
            String collection,
            OrderedWrites writes,
            int batchSize,
            Cursor cursor,
            Runnable changed) {
        this.collection = collection;
        this.writes = writes;
        this.batchSize = batchSize;
        this.cursor = cursor;
        this.queued = cursor.place();
        this.skip = cursor.more();
        this.changed = changed;
    }

    synchronized void put(Work work) {
        queue.add(work);
        bytes += work.bytes();
        if (work.end() != null) {
            queued = work.end();
        }
    }

    /** Bytes waiting and in flight. */
    synchronized long bytes() {
        return bytes;
    }

    /** Whether nothing waits and nothing is in flight. */
    synchronized boolean drained() {
        return queue.isEmpty() && !busy;
    }

    /** Up to where everything is written. */
    synchronized Position stored() {
        return cursor.place();
    }

    /** Where that will be when all that waits is written. */
    synchronized Position queued() {
        return queued;
    }

    synchronized long applied() {
        return applied;
    }

    synchronized @Nullable RuntimeException failure() {
        return failure;
    }

    @Override
    public Next step() {
        List<Work> works = take();
        if (works.isEmpty()) {
            return new Next.Wait(IDLE);
        }
        try {
            apply(works);
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            // A lane that ended without a word would leave its flow waiting for ever.
            synchronized (this) {
                failure =
                        e instanceof RuntimeException known ? known : new IllegalStateException(e);
            }
            changed.run();
            return Next.Done.DONE;
        }
        changed.run();
        return Next.Again.AGAIN;
    }

    private synchronized List<Work> take() {
        List<Work> works = new ArrayList<>();
        int changes = 0;
        while (failure == null && !queue.isEmpty() && changes < batchSize) {
            Work work = queue.remove();
            works.add(work);
            changes += work.changes().size();
        }
        busy = !works.isEmpty();
        return works;
    }

    private void apply(List<Work> works) {
        List<Change> changes = new ArrayList<>();
        List<Cursor> behind = new ArrayList<>();
        Cursor next = now();
        long size = 0;
        for (Work work : works) {
            for (int i = 0; i < work.changes().size(); i++) {
                if (!skipped()) {
                    changes.add(work.changes().get(i));
                    behind.add(new Cursor(next.place(), next.more() + i + 1));
                }
            }
            Position end = work.end();
            next =
                    end == null
                            ? new Cursor(next.place(), next.more() + work.changes().size())
                            : new Cursor(end, 0);
            size += work.bytes();
        }
        // Until all that was written before has come again, what is stored says more.
        if (skip == 0) {
            write(changes, behind, next);
        }
        synchronized (this) {
            if (skip == 0) {
                cursor = next;
            }
            applied += changes.size();
            bytes -= size;
            busy = false;
        }
    }

    /** In writes of a bounded size; each but the last leaves the cursor behind its last change. */
    private void write(List<Change> changes, List<Cursor> behind, Cursor next) {
        int from = 0;
        while (changes.size() - from > batchSize) {
            int to = from + batchSize;
            writes.write(changes.subList(from, to), behind.get(to - 1).position());
            from = to;
        }
        writes.write(changes.subList(from, changes.size()), next.position());
    }

    private synchronized Cursor now() {
        return new Cursor(cursor.place(), cursor.more() - skip);
    }

    private synchronized boolean skipped() {
        boolean before = skip > 0;
        skip -= before ? 1 : 0;
        return before;
    }

    /** Empties the collection, while everything is drained. */
    void truncate() {
        Cursor now = now();
        if (!skipped()) {
            Cursor next = new Cursor(now.place(), now.more() + 1);
            writes.truncate(collection, next.position());
            synchronized (this) {
                cursor = next;
            }
        }
    }

    /** Writes a parked row again, while everything is drained. */
    void again(Change parked) {
        writes.again(parked, now().position());
    }
}
