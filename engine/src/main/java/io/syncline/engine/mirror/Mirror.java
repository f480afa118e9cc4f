package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.HybridClock;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Room;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one-way loop of one flow, as a lane: reads the stream and the snapshot's chunks, hands their
 * changes to the shards by key, and acknowledges what all shards have stored. One step reads once,
 * hands over once or settles once.
 */
public final class Mirror implements Lane, AutoCloseable {
    /** How much may wait at the shards of one flow: bounded in bytes, never in items. */
    private static final long QUEUE_BYTES_MAX = 32L << 20;

    private static final int TAKE_CHANGES_MAX = 10_000;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofMillis(20);

    private final Source source;
    private final Reader reader;
    private final Delivery delivery;
    private final @Nullable SnapshotRun snapshot;
    private final Sweeps sweeps;
    private final Map<String, SnapshotProgress> durable;
    private final Context context;
    private final Room.Place room;
    private final MirrorMeter meter;
    private final ArrayDeque<Act> acts = new ArrayDeque<>();
    private final Shaping shaping;
    private final Intake intake;
    private final Pace pace = new Pace();
    private final Heartbeat heartbeat = new Heartbeat();
    private final HybridClock clock;
    private final Replay replay;
    private final Missing missing;
    private final Asked asked;
    private final Loads loads;
    private @Nullable Position acknowledged;
    private boolean streamRead;
    private final boolean asTheyAre;
    private boolean relaid;

    Mirror(MirrorParts parts) {
        this.source = parts.source();
        this.asTheyAre = Capturing.of(parts.source()).asTheyAre();
        this.reader = parts.reader();
        this.delivery =
                new Delivery(
                        source,
                        parts.shards(),
                        parts.sharding(),
                        parts.ledgers(),
                        parts.wakeShards(),
                        parts.applying() == Applying.TRANSACTIONAL,
                        parts.from());
        this.loads = new Loads(delivery);
        this.snapshot = parts.snapshot();
        this.sweeps = parts.sweeps();
        this.durable = new HashMap<>(parts.durable());
        this.context = parts.context();
        this.room = context.room().place(QUEUE_BYTES_MAX);
        this.meter = parts.meter();
        this.missing = parts.missing();
        this.clock = parts.clock();
        this.asked = new Asked(delivery, missing, clock);
        this.shaping =
                new Shaping(parts.plan().shapes(), missing, parts.snapshot(), delivery::looked);
        this.intake =
                new Intake(
                        shaping, parts.places().keySet(), snapshot, meter, acts, parts.relayouts());
        List<Position> before = parts.shards().stream().map(Shard::stored).toList();
        this.replay =
                new Replay(
                        source,
                        parts.from(),
                        Places.least(source, before),
                        delivery.latest(),
                        change -> before.get(delivery.shardOf(shaping.there(change.id()))),
                        parts.places());
    }

    @Override
    public Next step() {
        delivery.check();
        if (loads.refused() || delivery.hasDeferred()) {
            return settle();
        }
        if (!acts.isEmpty()) {
            return act();
        }
        checkpoint();
        // The rest of an open transaction has to come first, for nothing else passes it.
        if (!asked.isEmpty() && !delivery.midway()) {
            return settled() ? asked.step() : new Next.Wait(SOON);
        }
        room.hold(delivery.bytes());
        if (room.full(0)) {
            return new Next.Wait(SOON);
        }
        // What an earlier run has stored is not applied again, so every chunk has to show it: it
        // must all be told before a chunk is read.
        if (snapshot != null
                && replay.over()
                && !snapshot.allRead()
                && !snapshot.mustStreamFirst(stored())) {
            return readChunk(snapshot);
        }
        long rest = reader.catchesUp() ? 0 : pace.rest(delivery.bytes(), context.nanos());
        if (rest > 0) {
            return new Next.Wait(Duration.ofNanos(rest));
        }
        if (copied() && sweeps.due(context.nanos())) {
            return readStream(sweeps.bite(asked::mend, context.nanos()) ? Duration.ZERO : POLL);
        }
        return readStream(copied() ? POLL : SOON);
    }

    private Next settle() {
        if (!delivery.drained()) {
            return new Next.Wait(SOON);
        }
        if (loads.refused()) {
            loads.again();
        } else {
            loads.calm();
            delivery.settle();
        }
        return Next.Again.AGAIN;
    }

    /** Whether nothing is on its way, as are what is tried again and a chunk that was refused. */
    private boolean settled() {
        boolean settled = delivery.drained() && !loads.refused() && !delivery.hasDeferred();
        if (settled) {
            loads.calm();
        }
        return settled;
    }

    /** The rows that somebody has asked for. From any thread. */
    public Asked asked() {
        return asked;
    }

    private Next act() {
        Act act = acts.element();
        if (delivery.queue(act)) {
            acts.remove();
            return Next.Again.AGAIN;
        }
        if (loads.holds(act) || !(act instanceof Act.Route) && !settled()) {
            return new Next.Wait(SOON);
        }
        switch (act) {
            case Act.Route route -> {
                if (snapshot != null) {
                    loads.passes(route);
                }
                delivery.route(route);
            }
            case Act.Alone(Change change) -> delivery.first().alone(change);
            case Act.Truncate(List<String> collections) -> delivery.truncate(collections);
            case Act.Align(Position place) -> delivery.align(place);
            case Act.Relayout _ -> {
                relaid = true;
                return Next.Done.DONE;
            }
        }
        acts.remove();
        return Next.Again.AGAIN;
    }

    private Next readChunk(SnapshotRun run) {
        if (loads.full() || loads.awaitsCalm(run.next()) && !settled()) {
            return new Next.Wait(SOON);
        }
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
        ChunkRead read = run.read(context, loads::suits);
        if (read == null) {
            return readStream(SOON);
        }
        ChunkTicket ticket = new ChunkTicket(read, delivery.shards());
        run.sent(ticket);
        loads.send(read, ticket);
        meter.read(read.count());
        return Next.Again.AGAIN;
    }

    private Next readStream(Duration wait) {
        drainStream(wait);
        return Next.Again.AGAIN;
    }

    /** Takes what the stream has, up to a bound. */
    private void drainStream(Duration wait) {
        List<Batch> told = new ArrayList<>();
        int changes = 0;
        for (Batch batch = reader.poll(wait); batch != null; batch = reader.poll(Duration.ZERO)) {
            for (Batch left : replay.pass(batch)) {
                told.add(left);
                changes += left instanceof Batch.Rows rows ? rows.changes().size() : 0;
            }
            if (changes >= TAKE_CHANGES_MAX) {
                break;
            }
        }
        shaping.prepare(told);
        told.forEach(intake::take);
        long now = context.nanos();
        heartbeat.read(changes, now);
        pace.read(changes, now);
        intake.close();
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
        meter.applied(delivery.applied());
        if (heartbeat.due(context.nanos())) {
            delivery.advance();
        }
        Position safe = stored();
        meter.arrived(delivery.arrived());
        // While a snapshot runs nothing is acknowledged: after a restart every transaction that a
        // chunk has to show must be told again. Where rows are told as they are, chunks show them.
        if ((copied() || asTheyAre) && !safe.equals(acknowledged)) {
            context.phases().enter(Phases.Phase.ACKNOWLEDGE);
            reader.acknowledge(safe);
            context.phases().leave(Phases.Phase.ACKNOWLEDGE);
            acknowledged = safe;
        }
    }

    /** Gives its room back; all lanes have ended. */
    @Override
    public void close() {
        room.close();
    }

    /** Whether rows come that it was not set up for: another has to be. */
    boolean relaid() {
        return relaid;
    }

    /** The place that every shard and every ledger has stored. From any thread. */
    public Position stored() {
        return delivery.stored();
    }

    private boolean copied() {
        return snapshot == null || snapshot.done();
    }

    /**
     * Whether everything up to a place is stored, and the snapshot and what follows it are done. To
     * be asked again if not: idle lanes hurry then. From any thread.
     */
    public boolean reached(Position place) {
        boolean there = source.covers(stored(), place);
        if (!there) {
            heartbeat.await();
        }
        return there && copied() && !sweeps.owes() && acts.isEmpty();
    }
}
