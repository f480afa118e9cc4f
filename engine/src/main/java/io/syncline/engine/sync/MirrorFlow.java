package io.syncline.engine.sync;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.FlowSetup;
import io.syncline.engine.mirror.Hold;
import io.syncline.engine.mirror.Holds;
import io.syncline.engine.mirror.Lanes;
import io.syncline.engine.mirror.Mirror;
import io.syncline.engine.mirror.MirrorMeter;
import io.syncline.engine.mirror.Stretches;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A destination that mirrors the sync's source. */
final class MirrorFlow implements LiveFlow {
    private final String name;
    private final Leg leg;
    private final Endpoint source;
    private final Endpoint target;
    private final StoredParking parking;
    private final FlowSetup setup;
    private final Flow flow;
    private final Store store;
    private Lanes.@Nullable Handle lane;
    private Lanes.@Nullable Handle watch;
    private final FlowWatch look;
    private final FlowRows rows;
    private final Supplier<List<FlowStatus.Rows>> shaped;
    private final MirrorVerifying verifying;

    MirrorFlow(
            SyncDefinition definition,
            Owner owner,
            int index,
            int workers,
            Connectors connectors,
            Store store,
            Lanes lanes,
            Context context,
            Chronicle told,
            Routing routing,
            Runnable onEnd) {
        this.leg = definition.legs().get(index);
        this.name = leg.flow();
        String destination = leg.destination().name();
        this.store = store;
        Performance use = definition.options().performance();
        this.source = connectors.open(leg.source(), use, context);
        this.target = connectors.open(leg.destination(), use, context);
        this.parking =
                new StoredParking(store, definition.id(), name, context::wallMillis, told::parked);
        this.setup =
                new FlowSetup(
                        owner,
                        name,
                        source,
                        target,
                        routing,
                        definition.options().applying(),
                        workers,
                        use.batchSize(),
                        store,
                        lanes,
                        context,
                        parking,
                        new Holds(
                                store,
                                owner,
                                name,
                                context,
                                hold -> told.held(definition.id(), destination, hold)),
                        definition.options().guards());
        this.flow = new Flow(setup, definition.retry(), context, onEnd);
        this.verifying =
                new MirrorVerifying(owner, leg, source, target, setup, flow, store, context);
        this.rows = new FlowRows(destination, setup, flow, parking, context);
        this.shaped =
                () -> {
                    Plan plan = setup.plan();
                    return plan == null
                            ? List.of()
                            : FlowStatus.Rows.of(plan, definition.options().shape(), index);
                };
        Guards guards = definition.options().guards();
        this.parking.limit(guards.parking(), this::read);
        this.look =
                new FlowWatch(
                        name,
                        destination,
                        source,
                        target,
                        setup,
                        flow,
                        new ParkedRetry(parking, guards.parking().retryEvery(), context),
                        guards,
                        context,
                        (type, code, message, more) ->
                                told.alarm(definition.id(), leg, type, code, message, more));
    }

    @Override
    public Leg leg() {
        return leg;
    }

    @Override
    public void start(Lanes lanes) {
        Lanes.Handle started = lanes.start(name, flow);
        lane = started;
        setup.wakeWith(started::wake);
        watch = lanes.start(name + "-watch", look);
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
        Position place = ((Source) source).head();
        return () -> reached(place);
    }

    private boolean reached(Position place) {
        Mirror mirror = flow.mirror();
        return mirror != null && mirror.reached(place) || state().caughtUp();
    }

    @Override
    public long read() {
        return setup.meter().read();
    }

    @Override
    public long applied() {
        return setup.meter().applied();
    }

    @Override
    public boolean release() {
        return setup.guarding().holds().release();
    }

    @Override
    public boolean held() {
        Hold hold = setup.guarding().holds().hold();
        return hold != null && hold.phase() == FlowStatus.Phase.HELD;
    }

    @Override
    public void refuse() {
        setup.guarding().holds().refuse();
    }

    /** Parts of tables that somebody wants looked at again. */
    Stretches stretches() {
        return setup.guarding().holds().stretches();
    }

    /** Rows that somebody asks for. */
    FlowRows rows() {
        return rows;
    }

    @Override
    public int parkedCount() {
        return parking.count();
    }

    @Override
    public FlowStatus status() {
        Flow.Status now = flow.status();
        MirrorMeter meter = setup.meter();
        Vitals vitals = look.vitals();
        Hold hold = setup.guarding().holds().hold();
        // Its lane may still wait for a destination that does not answer.
        Flow.Status shown =
                hold == null || now.phase() == FlowStatus.Phase.FAILED
                        ? now
                        : new Flow.Status(hold.phase(), 0, hold.problem(), hold.code(), false);
        return new FlowStatus(
                leg.source().name(),
                destination(),
                shown.phase(),
                look.sourceHealth(),
                look.targetHealth(),
                look.lagMillis(),
                look.lagBytes(),
                meter.applied(),
                parking.count(),
                Conflicts.NONE,
                now.retries(),
                shown.problem() == null ? vitals.waiting() : shown.problem(),
                vitals,
                FlowStatus.TableProgress.of(
                        setup.plan(),
                        () -> meter.tables().isEmpty() ? store.progress(name) : meter.tables()),
                shaped.get(),
                look.capture(),
                null);
    }

    @Override
    public Verification verify() {
        return verifying.verify();
    }

    @Override
    public long repair() {
        return verifying.repair(rows);
    }

    @Override
    public boolean opened() {
        return rows.opened();
    }

    @Override
    public Stream<Layout> layouts() {
        return rows.layouts();
    }

    @Override
    public MirrorFlow mirror() {
        return this;
    }

    @Override
    public void close() {
        verifying.close();
        if (lane != null) {
            lane.stop();
        }
        if (watch != null) {
            watch.stop();
        }
        flow.close();
        source.close();
        target.close();
    }
}
