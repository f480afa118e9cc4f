package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Loading;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.shape.Shaped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Applies the changes of one part of a flow's keys, in order. Works that wait together are folded
 * to one write per row and applied in one transaction of the target, with the shard's checkpoint.
 *
 * <p>Threads: the feed puts work in, the shard's own lane takes it out; everything they share is
 * guarded by this object.
 */
final class Shard implements Lane, AutoCloseable {
    private static final Duration IDLE = Duration.ofMillis(100);

    private final Target target;
    private final Fence at;
    private final Parking parking;
    private final Demands demands;
    private final BulkWrites bulk;
    private final SingleWrites single;
    private final Runnable changed;
    private final Phases phases;

    private final WorkQueue queue;
    private @Nullable RuntimeException failure;
    private final Deferred deferred;
    private final @Nullable Whole whole;
    private final List<ChunkTicket> chunks = new ArrayList<>();
    private Position stored;
    private Position taken;
    private long applied;

    /**
     * @param at whose part, and where it goes on
     * @param bulk how most of it is written
     * @param changed lets the feed look again
     */
    Shard(
            Target target,
            Fence at,
            BulkWrites bulk,
            Parking parking,
            Missing missing,
            Demands demands,
            Runnable changed,
            Phases phases,
            @Nullable Whole whole) {
        this.target = target;
        this.at = at;
        this.stored = at.position();
        this.queue = new WorkQueue(stored);
        this.taken = stored;
        this.parking = parking;
        this.demands = demands;
        this.bulk = bulk;
        this.single = new SingleWrites(target, parking, missing, demands, this::fence);
        this.deferred = new Deferred(single);
        this.changed = changed;
        this.phases = phases;
        this.whole = whole;
    }

    void put(Work work) {
        queue.put(work);
    }

    /** Whether it was handed changes after the last place it was handed. */
    boolean open() {
        return queue.open();
    }

    /** Bytes waiting and in flight. */
    long bytes() {
        return queue.bytes();
    }

    /** Whether nothing waits and nothing is in flight. */
    boolean drained() {
        return queue.drained();
    }

    /** The checkpoint as the target has it. */
    synchronized Position stored() {
        return stored;
    }

    /** The checkpoint as it will be when all that waits is applied. */
    Position queued() {
        return queue.queued();
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
        List<Work> works = failure() == null ? queue.take() : List.of();
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

    private void apply(List<Work> works) {
        if (whole != null) {
            wholly(whole, works);
            return;
        }
        Work first = works.getFirst();
        if (first.load() != null) {
            load(first, first.load());
            return;
        }
        Net net = new Net(works);
        int count = 0;
        for (Work work : works) {
            taken = work.end() == null ? taken : work.end();
            count += work.changes().size();
        }
        deferred.under(net);
        Position end = hasDeferred() ? stored() : taken;
        List<Change> refused = bulk.write(net, fence(), fence(end));
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
        }
        queue.done(works);
    }

    private void wholly(Whole writes, List<Work> works) {
        Position end = writes.write(works);
        synchronized (this) {
            for (Work work : works) {
                if (work.chunk() != null) {
                    chunks.add(work.chunk());
                }
                applied += work.changes().size();
            }
            if (end != null) {
                stored = end;
            }
            if (!writes.isOpen()) {
                chunks.forEach(ChunkTicket::applied);
                chunks.clear();
            }
        }
        queue.done(works);
    }

    private void load(Work work, Work.Load load) {
        boolean loaded = ((Loading) target).load(load.collection(), load.rows(), fence());
        synchronized (this) {
            ChunkTicket chunk = Objects.requireNonNull(work.chunk());
            if (loaded) {
                chunk.applied();
                applied += load.rows().size();
            } else {
                chunk.refuse();
            }
        }
        queue.done(List.of(work));
    }

    /** Whether chunks of a collection, by the target's name, may be written as a whole now. */
    boolean loads(String collection) {
        return target instanceof Loading
                && whole == null
                && parking.isEmpty()
                && !demands.fixed().contains(collection);
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
        looked();
        single.mend(rows);
    }

    /** Rows have been looked up at the source, and will be written. From any thread. */
    void looked() {
        if (whole != null) {
            whole.looked();
        }
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
            target.apply(List.of(), fence(place));
            synchronized (this) {
                stored = place;
                taken = place;
            }
            queue.align(place);
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
        return fence(stored());
    }

    private Fence fence(Position place) {
        return new Fence(at.flow(), at.shard(), at.epoch(), place);
    }
}
