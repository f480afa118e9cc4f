package io.syncline.engine.sync;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
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
import io.syncline.engine.verify.Compare;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One destination of a running sync: its endpoints, its flow, and what is known of their health.
 */
final class LiveFlow implements AutoCloseable {
    private static final Duration AWAIT_MAX = Duration.ofSeconds(60);
    private static final Duration AWAIT_STEP = Duration.ofMillis(5);

    final String name;
    final String destination;
    private final Endpoint source;
    private final Endpoint target;
    private final StoredParking parking;
    private final FlowSetup setup;
    private final Flow flow;
    private final Context context;
    private final Store store;
    private Lanes.@Nullable Handle lane;
    private Lanes.@Nullable Handle watch;
    private final FlowWatch look;
    private final FlowRows rows;
    private final Supplier<List<FlowStatus.Rows>> shaped;
    private volatile boolean closed;

    LiveFlow(
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
        this.name = flowName(definition.id(), index);
        EndpointSpec spec = definition.destinations().get(index);
        this.destination = spec.name();
        this.context = context;
        this.store = store;
        Performance use = definition.options().performance();
        this.source = connectors.open(definition.source(), use, context);
        this.target = connectors.open(spec, use, context);
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
                                told.alarm(
                                        definition.id(), destination, type, code, message, more));
    }

    /**
     * The flow's name: letters, digits and underscores, so that a source can name its slot by it.
     */
    static String flowName(String syncId, int index) {
        String plain = syncId.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        String start = Character.isLetter(plain.charAt(0)) ? plain : "f" + plain;
        return start.substring(0, Math.min(start.length(), 36)) + "_" + index;
    }

    void start(Lanes lanes) {
        Lanes.Handle started = lanes.start(name, flow);
        lane = started;
        setup.wakeWith(started::wake);
        watch = lanes.start(name + "-watch", look);
    }

    /** Ends by itself once all that is committed by now is applied. */
    void finish() {
        flow.finish();
    }

    Flow.Status state() {
        return flow.status();
    }

    boolean copied() {
        return state().phase() == FlowStatus.Phase.STREAMING || state().caughtUp();
    }

    /** The source's latest place; asks it. */
    Position head() {
        return ((Source) source).head();
    }

    /** Whether everything up to a place is at the destination. */
    boolean reached(Position place) {
        Mirror mirror = flow.mirror();
        return mirror != null && mirror.reached(place) || state().caughtUp();
    }

    long read() {
        return setup.meter().read();
    }

    long applied() {
        return setup.meter().applied();
    }

    /** A person says that what the flow is held for is meant to be. False if it is not held. */
    boolean release() {
        return setup.guarding().holds().release();
    }

    /** Whether it stands still until a person has looked. */
    boolean held() {
        Hold hold = setup.guarding().holds().hold();
        return hold != null && hold.phase() == FlowStatus.Phase.HELD;
    }

    /** A person says that what it is held for is not meant to be. */
    void refuse() {
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

    int parkedCount() {
        return parking.count();
    }

    FlowStatus status() {
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
                destination,
                shown.phase(),
                look.sourceHealth(),
                look.targetHealth(),
                look.lagMillis(),
                look.lagBytes(),
                meter.applied(),
                parking.count(),
                now.retries(),
                shown.problem() == null ? vitals.waiting() : shown.problem(),
                vitals,
                tables(meter),
                shaped.get(),
                look.capture());
    }

    private List<FlowStatus.TableProgress> tables(MirrorMeter meter) {
        Plan plan = setup.plan();
        return plan == null
                ? List.of()
                : FlowStatus.TableProgress.of(
                        plan, meter.tables().isEmpty() ? store.progress(name) : meter.tables());
    }

    Verification verify() {
        Compare.Result result = compare();
        return Verification.of(
                destination,
                java.util.Objects.requireNonNull(setup.plan()),
                result,
                context.wallMillis());
    }

    /**
     * Writes the source's rows where the destination differs, through the running mirror; returns
     * how many differed.
     */
    long repair() {
        List<Compare.Differing> differing = compare().differences();
        rows.write(differing.stream().map(Compare.Differing::target).toList());
        return differing.size();
    }

    private Compare.Result compare() {
        Plan plan = setup.plan();
        if (plan == null) {
            throw Engine.wrongState("The flow to " + destination + " has not begun");
        }
        return new Compare(source, target, plan, this::awaitStored).run();
    }

    private boolean awaitStored(Position place) {
        long until = context.nanos() + AWAIT_MAX.toNanos();
        while (!closed && context.nanos() < until) {
            Mirror mirror = flow.mirror();
            if (mirror != null && mirror.stored().equals(place)
                    || mirror != null && ((Source) source).covers(mirror.stored(), place)) {
                return true;
            }
            if (state().phase() == FlowStatus.Phase.FAILED
                    || state().phase() == FlowStatus.Phase.IDLE) {
                return state().caughtUp();
            }
            context.sleep(AWAIT_STEP);
        }
        return false;
    }

    private void stop() {
        if (lane != null) {
            lane.stop();
        }
        if (watch != null) {
            watch.stop();
        }
        flow.close();
    }

    @Override
    public void close() {
        closed = true;
        stop();
        source.close();
        target.close();
    }
}
