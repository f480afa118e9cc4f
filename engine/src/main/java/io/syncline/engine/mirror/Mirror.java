package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.HybridClock;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.shape.Shaped;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one-way loop of one flow, as a lane: reads the stream and the snapshot's chunks, hands their
 * changes to the shards by key, and acknowledges what all shards have stored. One step reads once,
 * hands over once or settles once.
 */
public final class Mirror implements Lane {
    /** How much may wait at the shards: bounded in bytes, never in items. */
    private static final long QUEUE_BYTES_MAX = 32L << 20;

    private static final int TAKE_CHANGES_MAX = 10_000;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final long HEARTBEAT_NANOS = 500_000_000L;

    private final Source source;
    private final Reader reader;
    private final List<Shard> shards;
    private final Ledgers ledgers;
    private final @Nullable SnapshotRun snapshot;
    private final @Nullable Sweep sweep;
    private final Map<String, SnapshotProgress> durable;
    private final Context context;
    private final Runnable wakeShards;
    private final MirrorMeter meter;
    private final ArrayDeque<Act> acts = new ArrayDeque<>();
    private final Shaping shaping;
    private final Intake intake;
    private final Pace pace = new Pace();
    private final HybridClock clock;
    private final Replay replay;
    private final Missing missing;
    private final ConcurrentLinkedQueue<RowId> mends = new ConcurrentLinkedQueue<>();
    private Position routed;
    private @Nullable Position acknowledged;
    private long heartbeatAt;
    private boolean streamRead;

    Mirror(MirrorParts parts) {
        this.source = parts.source();
        this.reader = parts.reader();
        this.shards = parts.shards();
        this.ledgers = parts.ledgers();
        this.snapshot = parts.snapshot();
        this.sweep = parts.sweep();
        this.durable = new HashMap<>(parts.durable());
        this.context = parts.context();
        this.wakeShards = parts.wakeShards();
        this.meter = parts.meter();
        this.routed = parts.from();
        this.missing = parts.missing();
        this.clock = parts.clock();
        this.shaping = new Shaping(parts.plan().shapes(), missing);
        this.intake = new Intake(shaping, parts.places().keySet(), snapshot, meter, acts);
        List<Position> before = shards.stream().map(Shard::stored).toList();
        this.replay =
                new Replay(
                        source,
                        routed,
                        Places.least(source, before),
                        Places.latest(source, allStored()),
                        change -> before.get(number(change)),
                        parts.places());
    }

    @Override
    public Next step() {
        for (Shard shard : shards) {
            RuntimeException failure = shard.failure();
            if (failure != null) {
                throw failure;
            }
        }
        RuntimeException failed = ledgers.failure();
        if (failed != null) {
            throw failed;
        }
        if (shards.stream().anyMatch(Shard::hasDeferred)) {
            return settle();
        }
        if (!acts.isEmpty()) {
            return act();
        }
        checkpoint();
        if (!mends.isEmpty()) {
            return mend();
        }
        if (queuedBytes() > QUEUE_BYTES_MAX) {
            return new Next.Wait(SOON);
        }
        // What an earlier run has stored is not applied again, so every chunk has to show it: it
        // must all be told before a chunk is read.
        if (snapshot != null
                && replay.over()
                && !snapshot.allRead()
                && !snapshot.mustStreamFirst()) {
            return readChunk(snapshot);
        }
        long rest = pace.rest(queuedBytes(), context.nanos());
        if (rest > 0) {
            return new Next.Wait(Duration.ofNanos(rest));
        }
        if (sweep != null && !sweep.over() && copied()) {
            sweep.bite(mends::add);
            return readStream(Duration.ZERO);
        }
        return readStream(copied() ? POLL : SOON);
    }

    private Next settle() {
        if (!drained()) {
            return new Next.Wait(SOON);
        }
        Ring.settle(shards);
        shards.forEach(Shard::giveUp);
        return Next.Again.AGAIN;
    }

    /** Writes rows as the source has them now; the stream then tells whatever changes later. */
    private Next mend() {
        if (!drained()) {
            return new Next.Wait(SOON);
        }
        RowId id = mends.element();
        if (ledgers.has(id.collection())) {
            ledgers.again(id);
            mends.remove();
            return Next.Again.AGAIN;
        }
        Shaped whole =
                missing.complete(Change.of(id, Image.absent(), Image.absent(), clock.next()));
        if (whole != null) {
            shards.get(shardNumber(id)).mend(id, whole);
        }
        mends.remove();
        return Next.Again.AGAIN;
    }

    /**
     * Asks for a row, by the target's name, to be written as the source has it. From any thread.
     */
    public void mend(RowId id) {
        mends.add(id);
    }

    /** Whether all rows that were asked for are written. From any thread. */
    public boolean mended() {
        return mends.isEmpty();
    }

    private Next act() {
        Act act = acts.element();
        if (!(act instanceof Act.Route) && !drained()) {
            return new Next.Wait(SOON);
        }
        switch (act) {
            case Act.Route(var changes, var bad, var end, int ended, long bytes) ->
                    route(ledgers.take(changes, end, ended, routed), bad, end, bytes, null);
            case Act.Alone(Change change) -> shards.getFirst().alone(change);
            case Act.Truncate(List<String> collections) ->
                    shards.getFirst().truncate(ledgers.truncate(collections));
            case Act.Align(Position place) -> align(place);
        }
        acts.remove();
        return Next.Again.AGAIN;
    }

    private Next readChunk(SnapshotRun run) {
        // The stream is read between two chunks and not until it has nothing left: a source that
        // never rests would never be copied.
        if (!streamRead) {
            streamRead = true;
            drainStream(Duration.ZERO);
            if (!acts.isEmpty()) {
                return Next.Again.AGAIN;
            }
        }
        streamRead = false;
        SnapshotRun.Read read = run.read(context);
        if (read == null) {
            return readStream(SOON);
        }
        ChunkTicket ticket =
                new ChunkTicket(
                        read.collection(),
                        read.chunk().next(),
                        read.changes().size(),
                        shards.size());
        run.sent(ticket);
        route(read.changes(), read.bad(), null, read.chunk().bytes(), ticket);
        meter.read(read.changes().size());
        return Next.Again.AGAIN;
    }

    private Next readStream(Duration wait) {
        drainStream(wait);
        return Next.Again.AGAIN;
    }

    /** Takes what the stream has, up to a bound. */
    private void drainStream(Duration wait) {
        for (Batch batch = reader.poll(wait); batch != null; batch = reader.poll(Duration.ZERO)) {
            replay.pass(batch).forEach(intake::take);
            if (intake.changes() >= TAKE_CHANGES_MAX) {
                break;
            }
        }
        pace.read(intake.changes(), context.nanos());
        intake.close();
    }

    private void route(
            List<Change> changes,
            List<Shaped.Bad> bad,
            @Nullable Position end,
            long bytes,
            @Nullable ChunkTicket ticket) {
        List<List<Change>> parts = new ArrayList<>();
        if (shards.size() == 1) {
            parts.add(changes);
        } else {
            shards.forEach(_ -> parts.add(new ArrayList<>()));
            changes.forEach(change -> parts.get(shardNumber(change.id())).add(change));
        }
        for (int i = 0; i < parts.size(); i++) {
            List<Change> part = parts.get(i);
            Shard shard = shards.get(i);
            // A shard that has a part of a transaction is told its end, or a crash would repeat
            // what later transactions have overwritten.
            List<Shaped.Bad> refused = refused(bad, i);
            boolean has = !part.isEmpty() || !refused.isEmpty();
            if (has || ticket != null || end != null && shard.open()) {
                long share = bytes * part.size() / Math.max(1, changes.size());
                shard.put(new Work(part, refused, ahead(shard, end), share, ticket));
            }
        }
        if (end != null) {
            routed = end;
        }
        wakeShards.run();
    }

    private List<Shaped.Bad> refused(List<Shaped.Bad> bad, int shard) {
        return bad.stream().filter(each -> shardNumber(each.change().id()) == shard).toList();
    }

    private void align(Position place) {
        shards.forEach(shard -> shard.align(place));
        routed = place;
    }

    /** A shard's checkpoint never goes back, whatever is replayed. */
    private @Nullable Position ahead(Shard shard, @Nullable Position end) {
        return end != null && source.covers(shard.queued(), end) ? null : end;
    }

    /**
     * Notes the snapshot's progress, brings idle shards' checkpoints along, and lets the source
     * forget.
     */
    private void checkpoint() {
        if (snapshot != null) {
            snapshot.checkpoint(durable);
            meter.snapshot(snapshot.progress(), snapshot.done());
        }
        meter.applied(shards.stream().mapToLong(Shard::applied).sum() + ledgers.applied());
        if (context.nanos() - heartbeatAt >= HEARTBEAT_NANOS) {
            heartbeatAt = context.nanos();
            for (Shard shard : shards) {
                if (!source.covers(shard.queued(), routed)) {
                    shard.put(new Work(List.of(), routed, 0, null));
                }
            }
            ledgers.advance(routed);
            wakeShards.run();
        }
        Position safe = stored();
        meter.stored(safe);
        // While a snapshot runs nothing is acknowledged: after a restart every transaction that a
        // chunk has to show must be told again.
        if (copied() && !safe.equals(acknowledged)) {
            context.phases().enter(Phases.Phase.ACKNOWLEDGE);
            reader.acknowledge(safe);
            context.phases().leave(Phases.Phase.ACKNOWLEDGE);
            acknowledged = safe;
        }
    }

    /** The place that every shard and every ledger has stored. */
    public Position stored() {
        return Places.least(source, allStored());
    }

    private List<Position> allStored() {
        List<Position> all = new ArrayList<>(ledgers.stored());
        shards.forEach(shard -> all.add(shard.stored()));
        return all;
    }

    private boolean copied() {
        return snapshot == null || snapshot.done();
    }

    /**
     * Whether everything up to a place is stored, and the snapshot and what follows it are done.
     */
    public boolean reached(Position place) {
        return copied()
                && (sweep == null || sweep.over())
                && acts.isEmpty()
                && source.covers(stored(), place);
    }

    private boolean drained() {
        return shards.stream().allMatch(Shard::drained) && ledgers.drained();
    }

    private long queuedBytes() {
        return shards.stream().mapToLong(Shard::bytes).sum() + ledgers.bytes();
    }

    /** The shard of a change that still has the source's name. */
    private int number(Change change) {
        return shardNumber(shaping.there(change.id()));
    }

    private int shardNumber(RowId id) {
        return Sharding.shard(id, shards.size());
    }
}
