package io.syncline.engine.sync;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
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
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
    }

    /** Compares everything, and keeps what was found. */
    Verification verify() {
        long began = context.wallMillis();
        long moved = moved();
        List<Paired> collections = collections();
        PairCompare.Result result = new PairCompare(collections, this::settled).run();
        Map<Which, Position> heads = lane.heads();
        boolean quiet = settled(heads) && moved() == moved;
        Verification found =
                of(
                        leg,
                        collections.size(),
                        result,
                        waiting(store, leg.flow(), result),
                        new Verification.Places(
                                token(heads, Which.OURS), token(heads, Which.THEIRS)),
                        quiet,
                        began,
                        context.wallMillis());
        return Certificate.keep(store, owner, leg.flow(), found);
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
        List<RowId> ids = result.differences().stream().map(Differing::target).toList();
        long count = 0;
        for (int i = 0; i < ids.size(); i += ROWS_AT_ONCE) {
            List<RowId> part = ids.subList(i, Math.min(ids.size(), i + ROWS_AT_ONCE));
            count +=
                    store.pairs().find(flow, part).values().stream()
                            .filter(pair -> pair.review() != null)
                            .count();
        }
        return count;
    }

    /** What is kept equal, as it is read; WRONG_STATE before that is known. */
    List<Paired> collections() {
        Facings faced = setup.facings();
        if (faced == null) {
            throw Engine.wrongState("The flow to " + leg.destination().name() + " has not begun");
        }
        return Pairing.of(faced, ours, theirs, _ -> true);
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
