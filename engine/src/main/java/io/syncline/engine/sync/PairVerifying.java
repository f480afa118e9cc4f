package io.syncline.engine.sync;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.reconcile.Reconcile;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.twoway.Pairing;
import io.syncline.engine.twoway.TwoWay;
import io.syncline.engine.twoway.TwoWaySetup;
import io.syncline.engine.verify.Compare.Differing;
import io.syncline.engine.verify.PairCompare;
import io.syncline.engine.verify.Paired;
import io.syncline.engine.verify.Scrub;
import io.syncline.engine.verify.Stretch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Compares both ends of a two-way flow that runs, and mends through its loop. */
final class PairVerifying {
    private static final int ROWS_AT_ONCE = 500;
    private static final Duration AWAIT_MAX = Duration.ofSeconds(60);
    private static final Duration AWAIT_STEP = Duration.ofMillis(5);

    private final Owner owner;
    private final Leg leg;
    private final TwoWaySetup setup;
    private final TwoWay lane;
    private final Endpoint ours;
    private final Endpoint theirs;
    private final Store store;
    private final Context context;
    private volatile long fullMillis;
    private volatile boolean closed;

    PairVerifying(
            Owner owner,
            Leg leg,
            TwoWaySetup setup,
            TwoWay lane,
            Endpoint ours,
            Endpoint theirs,
            Store store,
            Context context) {
        this.owner = owner;
        this.leg = leg;
        this.setup = setup;
        this.lane = lane;
        this.ours = ours;
        this.theirs = theirs;
        this.store = store;
        this.context = context;
        this.fullMillis = Certificate.fullMillis(store, leg.flow());
    }

    /** Compares everything, and keeps what was found. */
    Verification verify() {
        long began = context.wallMillis();
        long moved = moved();
        List<Paired> collections = collections();
        PairCompare.Result result = compare(collections).run();
        Map<Which, Position> heads = lane.heads();
        boolean quiet = settled(heads) && moved() == moved;
        return kept(
                of(
                        leg,
                        collections.size(),
                        result,
                        waiting(store, leg.flow(), result),
                        places(heads),
                        quiet,
                        began,
                        context.wallMillis()));
    }

    private Verification kept(Verification found) {
        fullMillis = found.millis();
        return Certificate.keep(store, owner, leg.flow(), found);
    }

    /** When all rows had been compared for the last time, UTC; 0 if never. */
    long fullMillis() {
        return fullMillis;
    }

    /** Begins a look at all rows, so many at a time. */
    PairPass pass(int rowsAtOnce) {
        List<Paired> all = collections();
        Scrub scrub = new Scrub(all, rowsAtOnce);
        return new PairPass(this, setup.facings(), all.size(), scrub, compare(all), moved(), now());
    }

    /** Begins a look at a part of a table that it has. */
    PairPass pass(Stretch stretch) {
        Paired rows = of(stretch).findFirst().orElseThrow();
        Scrub scrub = new Scrub(rows, stretch, ROWS_AT_ONCE);
        return new PairPass(
                this, setup.facings(), 1, scrub, compare(List.of(rows)), moved(), now());
    }

    /** Whether a part is of one of its tables. */
    boolean has(Stretch stretch) {
        return of(stretch).findFirst().isPresent();
    }

    /** The table of a part, by the source's name of it, with its schema or without. */
    Stream<Paired> of(Stretch stretch) {
        String table = stretch.collection();
        return collections().stream()
                .filter(each -> each.table().equals(table) || each.table().endsWith("." + table));
    }

    /** What a pass that is over comes to; keeps it. */
    Verification passed(PairPass pass) {
        Map<Which, Position> heads = lane.heads();
        if (!settled(heads)) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT,
                    Code.NO_PROGRESS,
                    "The ends of " + leg.destination().name() + " did not come to rest");
        }
        return kept(pass.found(leg, places(heads), moved() == pass.moved(), now()));
    }

    /** Whether what a pass goes by is what the flow goes by. */
    boolean current(PairPass pass) {
        return Objects.equals(setup.facings(), pass.facings());
    }

    private long now() {
        return context.wallMillis();
    }

    private static Verification.Places places(Map<Which, Position> heads) {
        return new Verification.Places(token(heads, Which.OURS), token(heads, Which.THEIRS));
    }

    /** What a comparison of two ends comes to. */
    static Verification of(
            Leg leg,
            int tables,
            PairCompare.Result result,
            long waiting,
            Verification.Places places,
            boolean quiet,
            long beganMillis,
            long millis) {
        return new Verification(
                leg.source().name(),
                leg.destination().name(),
                tables,
                result.rows(),
                result.differences().size(),
                waiting,
                Verification.told(result.differences()),
                places,
                result.digest(),
                quiet,
                beganMillis,
                millis);
    }

    private static String token(Map<Which, Position> heads, Which which) {
        return Objects.requireNonNull(heads.get(which)).token();
    }

    /** Changes with whatever is written at either end, once that is dealt with. */
    private long moved() {
        return setup.meter().read() + setup.meter().written();
    }

    /** How many of the rows that differ wait for a person. */
    static long waiting(Store store, String flow, PairCompare.Result result) {
        return waiting(store, flow, result.differences()).size();
    }

    /** Those of the rows that differ that wait for a person. */
    Set<RowId> waiting(List<Differing> differing) {
        return waiting(store, leg.flow(), differing);
    }

    private static Set<RowId> waiting(Store store, String flow, List<Differing> differing) {
        List<RowId> ids = differing.stream().map(Differing::target).toList();
        Set<RowId> waiting = new HashSet<>();
        for (int i = 0; i < ids.size(); i += ROWS_AT_ONCE) {
            List<RowId> part = ids.subList(i, Math.min(ids.size(), i + ROWS_AT_ONCE));
            store.pairs().find(flow, part).values().stream()
                    .filter(pair -> pair.review() != null)
                    .forEach(pair -> waiting.add(pair.id()));
        }
        return waiting;
    }

    /** What is kept equal, as it is read; WRONG_STATE before that is known. */
    List<Paired> collections() {
        Facings faced = setup.facings();
        if (faced == null) {
            throw Engine.wrongState("The flow to " + leg.destination().name() + " has not begun");
        }
        return Pairing.of(faced, ours, theirs, _ -> true);
    }

    /** Compares these, once all that is written by then is dealt with. */
    PairCompare compare(List<Paired> collections) {
        return new PairCompare(collections, this::settled);
    }

    /** Has the loop look at all that differs; how many rows did. */
    long repair() {
        List<Differing> differing =
                new PairCompare(collections(), this::settled).run().differences();
        mend(differing.stream().map(Differing::target).toList());
        return differing.size();
    }

    /** Has the loop look at some rows, and waits until it has. */
    void mend(Collection<RowId> ids) {
        Reconcile loop = lane.loop();
        if (loop == null) {
            throw Engine.wrongState("The flow to " + leg.destination().name() + " is not running");
        }
        loop.look(List.copyOf(ids));
        settled();
    }

    /**
     * Has the loop try a row again that ends refuse, as soon as what is in its way there changes;
     * at once if nothing is.
     *
     * @param ends as they were just now
     */
    void heed(RowId refused, List<RefusingEnd> ends) {
        Reconcile loop = lane.loop();
        if (loop == null || ends.isEmpty()) {
            return;
        }
        if (ends.stream().allMatch(RefusingEnd::free)) {
            loop.look(List.of(refused));
        }
        for (RefusingEnd end : ends) {
            for (Obstacle each : end.obstacles()) {
                loop.isInTheWay(each.id(), refused);
                if (each.waits() != null) {
                    // It may wait for this one in turn.
                    loop.isInTheWay(refused, each.id());
                }
            }
        }
    }

    /** Waits until both ends are dealt with as far as they have come by now; false if in vain. */
    boolean settled() {
        return settled(lane.heads());
    }

    private boolean settled(Map<Which, Position> heads) {
        long until = context.nanos() + AWAIT_MAX.toNanos();
        while (!closed && context.nanos() < until) {
            if (lane.reached(heads)) {
                return true;
            }
            if (lane.status().failed()) {
                return false;
            }
            context.sleep(AWAIT_STEP);
        }
        return false;
    }

    /** Nobody is waited for any more. */
    void close() {
        closed = true;
    }
}
