package io.syncline.engine.sync;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.Lanes;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Sought;
import io.syncline.engine.reconcile.Reconcile;
import io.syncline.engine.reconcile.TwoWayMeter;
import io.syncline.engine.review.Errand;
import io.syncline.engine.review.ReviewTimer;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.twoway.TwoWay;
import io.syncline.engine.twoway.TwoWaySetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A source and a destination that are kept equal, in both directions. */
final class PairFlow implements LiveFlow {
    private final Leg leg;
    private final String name;
    private final Endpoint ours;
    private final Endpoint theirs;
    private final TwoWaySetup setup;
    private final TwoWay flow;
    private final WaitingCount waiting;
    private final ReviewBrake brake;
    private final EndWatch here;
    private final EndWatch there;
    private final PairWatch look;
    private final PairVerifying verifying;
    private final @Nullable PairScrubbing scrubbing;
    private final Store store;
    private final List<Lanes.Handle> going = new ArrayList<>();

    PairFlow(
            SyncDefinition definition,
            Owner owner,
            int index,
            Connectors connectors,
            Store store,
            Context context,
            Chronicle told,
            Routing routing) {
        this.leg = definition.legs().get(index);
        this.name = leg.flow();
        String destination = leg.destination().name();
        this.store = store;
        Performance use = definition.options().performance();
        this.ours = connectors.open(leg.source(), use, context);
        this.theirs = connectors.open(leg.destination(), use, context);
        Merging merging = definition.options().merging();
        this.setup =
                new TwoWaySetup(
                        owner,
                        name,
                        new TwoWaySetup.Named(
                                leg.source().name(), ours, leg.beside(definition, Which.OURS)),
                        new TwoWaySetup.Named(
                                destination, theirs, leg.beside(definition, Which.THEIRS)),
                        routing,
                        definition.options().shape(),
                        merging.terms(leg),
                        definition.options().guards().deletes(),
                        (plan, facings) -> merging.over(plan, facings, this::braked),
                        new ToldReviews(told, definition.id(), leg),
                        store,
                        context);
        this.brake =
                new ReviewBrake(
                        merging.review().conflictShareMost(), owner, name, setup.meter(), store);
        Guards guards = definition.options().guards();
        this.flow = new TwoWay(setup, definition.retry(), guards.health(), context);
        this.waiting =
                new WaitingCount(
                        () -> store.pairs().waitingCount(name, Sought.ANY),
                        () -> setup.meter().detectedRows() + setup.meter().resolvedRows(),
                        context::nanos);
        this.verifying = new PairVerifying(owner, leg, setup, flow, ours, theirs, store, context);
        this.here = watch(ours, Which.OURS, guards, context);
        this.there = watch(theirs, Which.THEIRS, guards, context);
        Alarms alarms =
                (type, code, message, more) ->
                        told.alarm(definition.id(), leg, type, code, message, more);
        ReviewTimer timer =
                new ReviewTimer(name, store.pairs(), merging.review(), this::ask, context);
        this.look =
                new PairWatch(
                        here,
                        there,
                        destination(),
                        setup,
                        flow,
                        guards,
                        context,
                        timer,
                        brake,
                        alarms);
        Checks.Continuous continuous = definition.options().checks().continuous();
        this.scrubbing =
                continuous == null || !definition.allTheTime()
                        ? null
                        : new PairScrubbing(
                                verifying,
                                flow::status,
                                continuous,
                                guards.reading(),
                                context,
                                alarms,
                                found -> told.compared(definition.id(), found));
    }

    private boolean braked() {
        return brake.braked();
    }

    private EndWatch watch(Endpoint end, Which which, Guards guards, Context context) {
        return new EndWatch(
                end,
                TwoWaySetup.nameAt(name, which),
                guards.health().canaryEvery(),
                () -> mark(which),
                context);
    }

    private @Nullable Position mark(Which which) {
        Position place = setup.mark(which);
        if (place == null) {
            flow.renew();
        }
        return place;
    }

    @Override
    public Leg leg() {
        return leg;
    }

    @Override
    public void start(Lanes lanes) {
        going.add(lanes.start(name, flow));
        going.add(lanes.start(name + "-watch", look));
        going.add(lanes.start(name + "-tables", new TableWatch(setup, flow)));
        if (scrubbing != null) {
            going.add(lanes.start(name + "-scrub", scrubbing));
        }
    }

    @Override
    public void finish() {
        flow.finish();
    }

    @Override
    public Flow.Status state() {
        return flow.status();
    }

    @Override
    public BooleanSupplier arrival() {
        Map<Which, Position> heads = flow.heads();
        return () -> flow.reached(heads);
    }

    @Override
    public long read() {
        return setup.meter().read();
    }

    @Override
    public long applied() {
        return setup.meter().written();
    }

    @Override
    public int parkedCount() {
        return (int) Math.min(Integer.MAX_VALUE, waiting.get());
    }

    @Override
    public Conflicts conflicts() {
        TwoWayMeter meter = setup.meter();
        return new Conflicts(
                meter.detectedRows(), meter.resolvedRows(), meter.ruled(), brake.stopped());
    }

    /** What the rules can say of what waits, they say now. */
    @Override
    public boolean release() {
        boolean released = brake.release();
        Reconcile loop = flow.loop();
        if (released && loop != null) {
            loop.look(store.pairs().waiting(name).stream().map(Pair::id).toList());
        }
        return released;
    }

    @Override
    public boolean held() {
        return false;
    }

    @Override
    public void refuse() {
        throw Engine.wrongState("Nothing of this sync is held");
    }

    @Override
    public FlowStatus status() {
        Flow.Status now = flow.status();
        Reconcile loop = flow.loop();
        return new FlowStatus(
                leg.source().name(),
                destination(),
                now.phase(),
                here.health(),
                there.health(),
                look.lagMillis(),
                look.lagBytes(),
                applied(),
                parkedCount(),
                conflicts(),
                now.retries(),
                now.problem(),
                look.vitals(),
                FlowStatus.TableProgress.of(
                        setup.plan(), () -> loop == null ? store.progress(name) : loop.progress()),
                List.of(),
                here.capture(),
                scrubbing == null ? null : scrubbing.now());
    }

    @Override
    public Verification verify() {
        return verifying.verify();
    }

    @Override
    public long repair() {
        return verifying.repair();
    }

    /** Reads both ends beside the loop. */
    PairVerifying verifying() {
        return verifying;
    }

    /** Hands something a person wants to the loop; false if there is none just now. */
    boolean ask(Errand errand) {
        Reconcile loop = flow.loop();
        if (loop != null) {
            loop.ask(errand);
        }
        return loop != null;
    }

    /** How both ends face each other; null before that is known. */
    @Nullable Facings facings() {
        return setup.facings();
    }

    @Override
    public boolean opened() {
        return setup.plan() != null;
    }

    @Override
    public Stream<Layout> layouts() {
        Plan plan = setup.plan();
        return plan == null ? Stream.of() : plan.routes().stream().map(plan::here);
    }

    @Override
    public MirrorFlow mirror() {
        throw Engine.wrongState("The sync goes both ways: this is for syncs that go one way");
    }

    @Override
    public void close() {
        verifying.close();
        going.forEach(Lanes.Handle::stop);
        flow.close();
        ours.close();
        theirs.close();
    }
}
