package io.syncline.engine.sync;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.gather.GatherCompare;
import io.syncline.engine.gather.GatherLane;
import io.syncline.engine.gather.GatherSetup;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Lane;
import io.syncline.engine.mirror.Lanes;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Several sources and the one destination whose rows are made of theirs. There is one loop; each
 * source is shown as a flow of its own, of which the first has what concerns the destination.
 */
final class Gatherer {
    private static final Duration AWAIT_MAX = Duration.ofSeconds(60);
    private static final Duration AWAIT_STEP = Duration.ofMillis(5);
    private static final Duration TABLES_EVERY = Duration.ofSeconds(3);

    private final SyncDefinition definition;
    private final List<Endpoint> sources = new ArrayList<>();
    private final Endpoint target;
    private final StoredParking parking;
    private final GatherSetup setup;
    private final GatherLane lane;
    private final ParkedRetry again;
    private final List<GatherFlow> flows = new ArrayList<>();
    private final Store store;
    private final Owner owner;
    private final Context context;
    private final List<Lanes.Handle> going = new ArrayList<>();
    private volatile boolean closed;

    /**
     * @param routings what is read of each source, in the legs' order
     */
    Gatherer(
            SyncDefinition definition,
            Owner owner,
            Connectors connectors,
            Store store,
            Context context,
            Chronicle told,
            List<Routing> routings) {
        this.definition = definition;
        this.owner = owner;
        this.store = store;
        this.context = context;
        Performance use = definition.options().performance();
        List<Leg> legs = definition.legs();
        Map<Leg, GatherSetup.From> from = new LinkedHashMap<>();
        for (Leg leg : legs) {
            Endpoint source = connectors.open(leg.source(), use, context);
            sources.add(source);
            from.put(
                    leg,
                    new GatherSetup.From(
                            leg.source().name(), source, leg.flow(), routings.get(leg.index())));
        }
        this.target = connectors.open(legs.getFirst().destination(), use, context);
        String flow = legs.getFirst().flow();
        Guards guards = definition.options().guards();
        this.parking =
                new StoredParking(store, definition.id(), flow, context::wallMillis, told::parked);
        this.setup =
                new GatherSetup(
                        owner,
                        flow,
                        definition.ranked().stream().map(from::get).toList(),
                        target,
                        definition.options().gathering(),
                        guards.deletes(),
                        parking,
                        store,
                        context);
        this.lane = new GatherLane(setup, definition.retry(), guards.health(), context);
        this.parking.limit(guards.parking(), () -> legs.stream().mapToLong(this::read).sum());
        this.again = new ParkedRetry(parking, guards.parking().retryEvery(), context);
        for (Leg leg : legs) {
            Alarms alarms =
                    (type, code, message, more) ->
                            told.alarm(definition.id(), leg, type, code, message, more);
            flows.add(new GatherFlow(this, leg, sources.get(leg.index()), guards, alarms));
        }
    }

    List<GatherFlow> flows() {
        return flows;
    }

    Endpoint target() {
        return target;
    }

    GatherSetup setup() {
        return setup;
    }

    GatherLane lane() {
        return lane;
    }

    Context context() {
        return context;
    }

    /** Changes and rows read of a leg's source. */
    long read(Leg leg) {
        return setup.meter().read(leg.source().name());
    }

    int parkedCount() {
        return parking.count();
    }

    /** How far the sources' tables are counted, by their names. */
    Map<String, Store.SnapshotProgress> progress(String source) {
        Map<String, Store.SnapshotProgress> all = lane.progress();
        String prefix = source + "/";
        return (all == null ? store.progress(definition.flows().getFirst()) : all)
                .entrySet().stream()
                        .filter(each -> each.getKey().startsWith(prefix))
                        .collect(
                                Collectors.toMap(
                                        each -> each.getKey().substring(prefix.length()),
                                        Map.Entry::getValue));
    }

    /** Begins, with the first of its flows. */
    void start(Lanes lanes) {
        String flow = definition.flows().getFirst();
        going.add(lanes.start(flow, lane));
        going.add(lanes.start(flow + "-tables", this::tables));
    }

    /** The logs tell nothing of tables that nobody writes to. */
    private Lane.Next tables() {
        try {
            if (lane.progress() != null && setup.moved()) {
                lane.renew();
            }
        } catch (EndpointException _) {
            // The flow meets the same weather, and says so.
        }
        return new Lane.Next.Wait(TABLES_EVERY);
    }

    /** Tries rows again that wait for others, if it is time. */
    void look() {
        again.look(lane);
    }

    /** Has rows looked at, and waits until they are; those of them that are parked. */
    Set<RowId> replay(List<RowId> ids) {
        if (!lane.look(ids)) {
            throw Engine.wrongState("The flow is not running");
        }
        boolean looked = awaits(lane::idle);
        return ids.stream()
                .filter(id -> !looked || parking.parked(id) != null)
                .collect(Collectors.toSet());
    }

    void discard(RowId id) {
        parking.discard(id);
    }

    /** Compares what a source has with the destination. */
    Verification verify(Leg leg) {
        long began = context.wallMillis();
        long moved = moved();
        Map<String, Position> heads = lane.heads();
        GatherCompare.Result result =
                setup.compare(leg.source().name(), () -> awaits(lane.heads()));
        if (result == null) {
            throw Engine.wrongState("The flow to " + leg.destination().name() + " has not begun");
        }
        long waiting =
                result.differing().keySet().stream()
                        .filter(id -> parking.parked(id) != null)
                        .count();
        boolean quiet = awaits(heads) && moved() == moved;
        return Certificate.keep(
                store,
                owner,
                leg.flow(),
                new Verification(
                        leg.source().name(),
                        leg.destination().name(),
                        result.tables(),
                        result.rows(),
                        result.differing().size(),
                        waiting,
                        result.differing().values().stream()
                                .limit(Verification.DIFFERENCES_MAX)
                                .toList(),
                        new Verification.Places(
                                Objects.requireNonNull(heads.get(leg.flow())).token(), null),
                        null,
                        quiet,
                        began,
                        context.wallMillis()));
    }

    private long moved() {
        return definition.legs().stream().mapToLong(this::read).sum() + setup.meter().written();
    }

    /** Has every row looked at, and waits until all are; how many were written for it. */
    long repair() {
        long before = setup.meter().written();
        if (!lane.countAgain()) {
            throw Engine.wrongState("The flow is not running");
        }
        awaits(lane.heads());
        return setup.meter().written() - before;
    }

    private boolean awaits(Map<String, Position> heads) {
        return awaits(() -> lane.reached(heads));
    }

    private boolean awaits(BooleanSupplier done) {
        long until = context.nanos() + AWAIT_MAX.toNanos();
        while (!closed && context.nanos() < until && !lane.status().failed()) {
            if (done.getAsBoolean()) {
                return true;
            }
            context.sleep(AWAIT_STEP);
        }
        return false;
    }

    /** Ends it; may be called by each of its flows. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        going.forEach(Lanes.Handle::stop);
        lane.close();
        sources.forEach(Endpoint::close);
        target.close();
    }
}
