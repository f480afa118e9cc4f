package io.syncline.engine.sync;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.FlowSetup;
import io.syncline.engine.mirror.Mirror;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.verify.Compare;
import java.time.Duration;
import java.util.List;

/** Compares a destination of a mirror that runs with its source, and mends it. */
final class MirrorVerifying {
    private static final Duration AWAIT_MAX = Duration.ofSeconds(60);
    private static final Duration AWAIT_STEP = Duration.ofMillis(5);

    private final Owner owner;
    private final Leg leg;
    private final Endpoint source;
    private final Endpoint target;
    private final FlowSetup setup;
    private final Flow flow;
    private final Store store;
    private final Context context;
    private volatile boolean closed;

    MirrorVerifying(
            Owner owner,
            Leg leg,
            Endpoint source,
            Endpoint target,
            FlowSetup setup,
            Flow flow,
            Store store,
            Context context) {
        this.owner = owner;
        this.leg = leg;
        this.source = source;
        this.target = target;
        this.setup = setup;
        this.flow = flow;
        this.store = store;
        this.context = context;
    }

    /** Compares everything, and keeps what was found. */
    Verification verify() {
        long began = context.wallMillis();
        long moved = moved();
        Plan plan = plan();
        Compare.Result result = compare(plan);
        Verification found = of(leg, plan, result, moved() == moved, began, context.wallMillis());
        return Certificate.keep(store, owner, leg.flow(), found);
    }

    /** What a comparison of a source with a destination comes to. */
    static Verification of(
            Leg leg,
            Plan plan,
            Compare.Result result,
            boolean quiet,
            long beganMillis,
            long millis) {
        return new Verification(
                leg.source().name(),
                leg.destination().name(),
                plan.routes().size(),
                result.rows(),
                result.differences().size(),
                0,
                Verification.told(result.differences()),
                new Verification.Places(result.position().token(), null),
                result.digest(),
                quiet,
                beganMillis,
                millis);
    }

    /** Changes with whatever is written at the source, once that is applied. */
    private long moved() {
        return setup.meter().read() + setup.meter().applied();
    }

    /** Writes the source's rows where the destination differs; how many did. */
    long repair(FlowRows rows) {
        List<Compare.Differing> differing = compare(plan()).differences();
        rows.write(differing.stream().map(Compare.Differing::target).toList());
        return differing.size();
    }

    private Plan plan() {
        Plan plan = setup.plan();
        if (plan == null) {
            throw Engine.wrongState("The flow to " + leg.destination().name() + " has not begun");
        }
        return plan;
    }

    private Compare.Result compare(Plan plan) {
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
            FlowStatus.Phase phase = flow.status().phase();
            if (phase == FlowStatus.Phase.FAILED || phase == FlowStatus.Phase.IDLE) {
                return flow.status().caughtUp();
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
