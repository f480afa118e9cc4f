package io.syncline.engine.mirror;

import io.syncline.core.change.HybridClock;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a flow's mirror ready: looks at both ends, creates what is missing, takes the flow over,
 * finds where to go on. Every step is idempotent, so that a crash between any two is mended by
 * doing it again.
 */
public final class FlowSetup {
    /** Far more than clocks of a well-kept machine drift. */
    private static final long DRIFT_MILLIS_MAX = 300_000;

    private final Owner owner;
    private final String flow;
    private final Endpoint source;
    private final Endpoint target;
    private final Evolving evolving;
    private final Applying applying;
    private final int workers;
    private final int batchSize;
    private final Store store;
    private final Lanes lanes;
    private final Context context;
    private final Parking parking;
    private final Guarding guarding;
    private volatile MirrorMeter meter = new MirrorMeter();
    private volatile @Nullable Plan plan;
    private @Nullable Opening opening;
    private long claimed;
    private volatile Runnable wakeFeed = () -> {};

    /**
     * @param owner who runs the sync
     * @param source must also be a {@link Source} and {@link Snapshots}
     * @param target must also be a {@link Target} and {@link Checkpoints}
     * @param applying transactions that are kept whole have one lane, whatever the workers
     * @param batchSize the most rows of one write to the target, at least 1
     */
    public FlowSetup(
            Owner owner,
            String flow,
            Endpoint source,
            Endpoint target,
            Planner planner,
            Applying applying,
            int workers,
            int batchSize,
            Store store,
            Lanes lanes,
            Context context,
            Parking parking,
            Holds holds,
            Guards guards) {
        this.owner = owner;
        this.flow = flow;
        this.source = source;
        this.target = target;
        this.applying = applying;
        this.workers = applying == Applying.TRANSACTIONAL ? 1 : workers;
        this.batchSize = batchSize;
        this.store = store;
        this.lanes = lanes;
        this.context = context;
        this.parking = parking;
        this.evolving = new Evolving(source, target, planner, store, owner, flow);
        this.guarding = new Guarding(holds, guards, store, flow, source, target, context);
    }

    /** Says how shards tell the flow's lane that they got on; until then it looks by itself. */
    public void wakeWith(Runnable wake) {
        wakeFeed = wake;
    }

    /** What the mirror of this moment says of itself. */
    public MirrorMeter meter() {
        return meter;
    }

    /** What is copied, once that was decided; null before. */
    public @Nullable Plan plan() {
        return plan;
    }

    /** Whether the source's tables have changed since the flow opened; asks it. */
    public boolean moved() {
        return evolving.moved();
    }

    /** The source's latest place. */
    Position head() {
        return reading().head();
    }

    /** What keeps the flow from doing harm. */
    public Guarding guarding() {
        return guarding;
    }

    /** Whether {@link #open} has begun and has to be called again. */
    boolean opening() {
        return opening != null;
    }

    /** How long {@link #open} need not be called again. */
    Duration resting() {
        return opening == null ? Duration.ZERO : opening.keyless().rest(guarding.allowance());
    }

    /** Gives up what {@link #open} has begun. */
    void abandon() {
        Opening begun = opening;
        opening = null;
        if (begun != null) {
            begun.keyless().close();
        }
    }

    /**
     * Takes the flow over and opens its mirror; null while collections without a key have to be
     * copied before: each call copies a part.
     */
    @Nullable Running open() {
        Opening begun = opening;
        if (begun == null) {
            begun = takeOver();
            opening = begun;
        }
        if (resting().isPositive() || begun.keyless().copy(guarding.allowance())) {
            return null;
        }
        opening = null;
        return start(begun);
    }

    private Opening takeOver() {
        Evolving.Course course = evolving.course();
        Plan made = course.plan();
        plan = made;
        Wholeness.require(applying, source, target, made.layouts().values());
        Takeover taken = Takeover.of(owner, flow, store, checkpoints());
        long epoch = taken.epoch();
        claimed = epoch;
        Map<Integer, Position> stored = taken.places();
        parking.claim(epoch);
        evolving.agree(course, epoch);
        guarding.checkSource(stored.values());
        Position first = reading().prepare(selection(made));
        guarding.begin();
        Sharding sharding = Sharding.of(workers, made, target);
        stored =
                new Bridge(checkpoints(), store, flow, sharding, guarding.holds())
                        .over(reading(), made, stored, first, epoch);
        Keyless keyless =
                new Keyless(
                        source,
                        writing(),
                        batchSize,
                        store,
                        parking,
                        made,
                        flow,
                        epoch,
                        clock().next());
        return new Opening(made, epoch, sharding, stored, first, keyless);
    }

    private HybridClock clock() {
        return new HybridClock(new ReplicaId(flow), context::wallMillis, DRIFT_MILLIS_MAX);
    }

    private Running start(Opening begun) {
        Plan made = begun.plan();
        long epoch = begun.epoch();
        Map<String, SnapshotProgress> durable = store.progress(flow);
        boolean copies =
                made.routes().stream()
                        .anyMatch(
                                route ->
                                        !durable.getOrDefault(route.source(), SnapshotRun.NOT_BEGUN)
                                                .done());
        MirrorMeter fresh = new MirrorMeter(begun.keyless().copied());
        meter = fresh;
        HybridClock clock = clock();
        Missing missing = new SourceRows(source, made);
        SnapshotRun snapshot =
                copies
                        ? new SnapshotRun(
                                (Snapshots) source,
                                reading(),
                                store,
                                flow,
                                epoch,
                                made,
                                clock.next(),
                                guarding.allowance(),
                                begun.sharding().parents(made.routes()),
                                evolving.lookedAt())
                        : null;
        Ledgers ledgers =
                new Ledgers(reading(), parking, begun.keyless().ledgers(() -> wakeFeed.run()));
        List<Position> places = new ArrayList<>(begun.stored().values());
        places.addAll(ledgers.stored());
        // A log is told again from where the copy began, if it was kept from there.
        Capture capture = Capturing.of(source);
        if (copies && !capture.asTheyAre()) {
            places.add(begun.first());
        }
        Position from = Places.least(reading(), places);
        if (snapshot != null) {
            // Of what lies before it nothing will be told: a source at rest would be waited for.
            snapshot.passed(from);
        }
        Selection selection = selection(made);
        Reader stream =
                reading()
                        .read(
                                from,
                                new Selection(
                                        flow,
                                        selection.collections(),
                                        begun.keyless().places(),
                                        selection.filters()));
        Reader reader = guarding.brake(stream, made, from, places, durable);
        List<Lanes.Handle> handles = new ArrayList<>();
        Sweeps sweeps =
                guarding.sweeps(
                        made,
                        epoch,
                        evolving.owed(made, epoch, guarding),
                        evolving.limit(),
                        () -> wakeFeed.run(),
                        heal -> handles.add(lanes.start(flow + "-heal", heal)));
        try {
            List<Shard> shards =
                    Sharding.lanes(
                            begun.stored(),
                            (number, place) ->
                                    begun.sharding()
                                            .lane(
                                                    target,
                                                    new Fence(flow, number, epoch, place),
                                                    batchSize,
                                                    Ahead.of(
                                                            applying, reading(), guarding, missing),
                                                    parking,
                                                    missing,
                                                    new Demands(made.fixed()),
                                                    () -> wakeFeed.run(),
                                                    context.phases()));
            Mirror mirror =
                    new Mirror(
                            new MirrorParts(
                                    reading(),
                                    reader,
                                    shards,
                                    begun.sharding(),
                                    ledgers,
                                    begun.keyless().written(),
                                    made,
                                    snapshot,
                                    sweeps,
                                    durable,
                                    from,
                                    context,
                                    () -> handles.forEach(Lanes.Handle::wake),
                                    applying,
                                    fresh,
                                    missing,
                                    evolving.relayouts(),
                                    clock));
            // A crash may have come between applying a row and taking it out.
            store.parkedRows(flow).stream()
                    .filter(id -> !ledgers.has(id.collection()))
                    .forEach(mirror.asked()::mend);
            for (int i = 0; i < shards.size(); i++) {
                handles.add(lanes.start(flow + "-" + i, shards.get(i)));
            }
            for (Ledger ledger : ledgers.all()) {
                handles.add(lanes.start(flow + "-" + handles.size(), ledger));
            }
            return new Running(mirror, fresh, copies, reader, sweeps, handles, shards);
        } catch (RuntimeException e) {
            handles.forEach(Lanes.Handle::stop);
            reader.close();
            throw e;
        }
    }

    /** Whether a new snapshot can heal lost log: what was deleted unseen has to be found. */
    boolean canStartOver() {
        return source instanceof Lookup && target instanceof Scan;
    }

    /**
     * After lost log: the next try begins anew and heals what was missed by comparing; where that
     * cannot be, it copies everything again. Idempotent.
     *
     * @throws EndpointException FENCED if a later owner has the flow
     */
    void startOver() {
        if (Bridge.heals(source, target)) {
            guarding.holds().missed();
            reading().forget(selection(Objects.requireNonNull(plan)));
            return;
        }
        // First, or a crash here would leave a snapshot that counts as done beside a new slot.
        store.lost(flow, claimed);
        guarding.holds().anew();
        checkpoints().forget(flow);
        // Last: while log is lost, every try comes back here.
        reading().forget(selection(Objects.requireNonNull(plan)));
    }

    private Selection selection(Plan made) {
        return new Selection(
                flow,
                made.routes().stream().map(route -> route.source()).sorted().toList(),
                Map.of(),
                made.filters());
    }

    private Source reading() {
        return (Source) source;
    }

    private Target writing() {
        return (Target) target;
    }

    private Checkpoints checkpoints() {
        return (Checkpoints) target;
    }
}
