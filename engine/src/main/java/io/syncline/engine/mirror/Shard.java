package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.shape.Shaped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies the changes of one part of a flow's keys, in order. Works that wait together are folded
 * to one write per row and applied in one transaction of the target, with the shard's checkpoint.
 *
 * <p>Threads: the feed puts work in, the shard's own lane takes it out; everything they share is
 * guarded by this object.
 */
final class Shard implements Lane, AutoCloseable {
    /** What is folded together; how much of it is written at once is the batch's size. */
    private static final int CHANGES_MAX = 10_000;

    private static final long BATCH_BYTES_MAX = 16L << 20;
    private static final Duration IDLE = Duration.ofMillis(100);

    private final Target target;
    private final String flow;
    private final int number;
    private final long epoch;
    private final Parking parking;
    private final BulkWrites bulk;
    private final SingleWrites single;
    private final Runnable changed;
    private final Phases phases;

    private final ArrayDeque<Work> queue = new ArrayDeque<>();
    private long bytes;
    private boolean busy;
    private @Nullable RuntimeException failure;
    private final Deferred deferred;
    private final @Nullable Whole whole;
    private final List<ChunkTicket> chunks = new ArrayList<>();
    private Position stored;
    private Position queued;
    private Position taken;
    private boolean open;
    private long applied;

    /**
     * @param bulk how most of it is written
     * @param stored where it goes on
     * @param changed lets the feed look again
     */
    Shard(
            Target target,
            String flow,
            int number,
            long epoch,
            BulkWrites bulk,
            Position stored,
            Parking parking,
            Missing missing,
            Demands demands,
            Runnable changed,
            Phases phases,
            @Nullable Whole whole) {
        this.target = target;
        this.flow = flow;
        this.number = number;
        this.epoch = epoch;
        this.stored = stored;
        this.queued = stored;
        this.taken = stored;
        this.parking = parking;
        this.bulk = bulk;
        this.single = new SingleWrites(target, parking, missing, demands, this::fence);
        this.deferred = new Deferred(single);
        this.changed = changed;
        this.phases = phases;
        this.whole = whole;
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

    /** Whether it was handed changes after the last place it was handed. */
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

    /** The checkpoint as the target has it. */
    synchronized Position stored() {
        return stored;
    }

    /** The checkpoint as it will be when all that waits is applied. */
    synchronized Position queued() {
        return queued;
    }

    synchronized long applied() {
        return applied;
    }

    synchronized @Nullable RuntimeException failure() {
        return failure;
    }

    /** Whether writes wait for the others to be drained. */
    boolean hasDeferred() {
        return !deferred.isEmpty();
    }

    /** What has to be tried again when all shards are drained. Its checkpoint has not moved. */
    Deferred deferred() {
        return deferred;
    }

    @Override
    public Next step() {
        List<Work> works = take();
        if (works.isEmpty()) {
            return new Next.Wait(IDLE);
        }
        phases.enter(Phases.Phase.STREAM);
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
        } finally {
            phases.leave(Phases.Phase.STREAM);
        }
        changed.run();
        return Next.Again.AGAIN;
    }

    private synchronized List<Work> take() {
        List<Work> works = new ArrayList<>();
        if (failure != null) {
            return works;
        }
        int changes = 0;
        long size = 0;
        while (!queue.isEmpty() && changes < CHANGES_MAX && size < BATCH_BYTES_MAX) {
            Work work = queue.remove();
            works.add(work);
            changes += work.changes().size();
            size += work.bytes();
        }
        busy = !works.isEmpty();
        return works;
    }

    private void apply(List<Work> works) {
        if (whole != null) {
            wholly(whole, works);
            return;
        }
        Net net = new Net(works);
        int count = 0;
        long size = 0;
        for (Work work : works) {
            taken = work.end() == null ? taken : work.end();
            count += work.changes().size();
            size += work.bytes();
        }
        deferred.under(net);
        Position end = hasDeferred() ? stored() : taken;
        List<Change> refused = bulk.write(net, fence(), new Fence(flow, number, epoch, end));
        synchronized (this) {
            refused.forEach(deferred::add);
            for (Work work : works) {
                if (work.chunk() != null) {
                    chunks.add(work.chunk());
                }
            }
            if (deferred.isEmpty()) {
                stored = end;
                chunks.forEach(ChunkTicket::applied);
                chunks.clear();
            }
            applied += count - refused.size();
            bytes -= size;
            busy = false;
        }
    }

    private void wholly(Whole writes, List<Work> works) {
        Position end = writes.write(works);
        synchronized (this) {
            for (Work work : works) {
                if (work.chunk() != null) {
                    chunks.add(work.chunk());
                }
                applied += work.changes().size();
                bytes -= work.bytes();
            }
            if (end != null) {
                stored = end;
            }
            if (!writes.isOpen()) {
                chunks.forEach(ChunkTicket::applied);
                chunks.clear();
            }
            busy = false;
        }
    }

    /** Parks what no other row could help, and moves the checkpoint, while all are drained. */
    void giveUp() {
        deferred.park();
        align(queued());
        chunks.forEach(ChunkTicket::applied);
        chunks.clear();
    }

    /** Writes one change alone, while all shards are drained; parks it if it is refused. */
    void alone(Change change) {
        single.write(change);
    }

    /** Writes rows of any shard as the source has them now, while all shards are drained. */
    void mend(Map<RowId, Shaped> rows) {
        if (whole != null) {
            whole.looked();
        }
        single.mend(rows);
    }

    /** Writes a parked row of any shard as a person wants it, while all shards are drained. */
    Edit.Answer edit(Change seen, Change wanted) {
        return single.edit(seen, wanted);
    }

    /** Empties collections, while all shards are drained. */
    void truncate(List<String> collections) {
        if (!collections.isEmpty()) {
            target.truncate(collections, fence());
            parking.emptied(collections);
        }
    }

    /** Brings the checkpoint to a place, while all shards are drained. */
    void align(Position place) {
        if (!place.equals(stored())) {
            target.apply(List.of(), new Fence(flow, number, epoch, place));
            synchronized (this) {
                stored = place;
                // Of what was handed over after its last place, the end is still to come.
                open &= place.equals(queued);
                queued = place;
                taken = place;
            }
        }
    }

    /** Gives up what is not committed; its lane has ended. */
    @Override
    public void close() {
        if (whole != null) {
            whole.close();
        }
    }

    private Fence fence() {
        return new Fence(flow, number, epoch, stored());
    }
}
