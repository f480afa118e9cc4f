package io.syncline.testkit.world;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Applying;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.FlowSetup;
import io.syncline.engine.mirror.Holds;
import io.syncline.engine.mirror.Lane;
import io.syncline.engine.mirror.Mirror;
import io.syncline.engine.mirror.Planner;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.StoredParking;
import io.syncline.testkit.Choices;

/** One process that runs the flow: everything a crash loses. */
final class OneProcess {
    private final SteppedLanes lanes = new SteppedLanes();
    private final FlowSetup setup;
    private final Flow flow;
    private final Source source;
    private boolean ended;
    private boolean feeding;

    OneProcess(
            Endpoint source,
            Endpoint target,
            Store store,
            Context context,
            Applying applying,
            int workers,
            Planner planner,
            Guards guards,
            Fault fault) {
        Store kept = fault.around(store);
        Owner owner = kept.takeOver(World.SYNC);
        this.setup =
                new FlowSetup(
                        owner,
                        World.FLOW,
                        fault.aroundSource(source),
                        fault.aroundTarget(target),
                        planner,
                        applying,
                        workers,
                        // Small enough that what one transaction wrote goes in several writes.
                        workers % 2 == 0 ? 3 : 10_000,
                        kept,
                        lanes,
                        context,
                        fault.around(
                                new StoredParking(
                                        kept,
                                        World.SYNC,
                                        World.FLOW,
                                        context::wallMillis,
                                        _ -> {})),
                        new Holds(kept, owner, World.FLOW, context, _ -> {}),
                        guards);
        this.source = (Source) source;
        this.flow = new Flow(setup, RetryPolicy.standard(), context, () -> {});
    }

    Flow flow() {
        return flow;
    }

    /** Lets the source forget what it keeps for the flow; nothing if the store does not hear. */
    void detach() {
        try {
            setup.guarding().detach("too much log");
        } catch (EndpointException e) {
            // Rain; whoever watches tries again.
        }
    }

    /** What is noted of the flow. */
    Holds holds() {
        return setup.guarding().holds();
    }

    /** Whether the flow waits for a person. */
    boolean held() {
        return holds().stop() != null;
    }

    /** A person says a word. */
    void release() {
        try {
            holds().release();
        } catch (EndpointException e) {
            // Rain; the person tries again.
        }
    }

    /** Looks whether the source's tables have changed, as is done every few seconds. */
    void look() {
        try {
            if (flow.mirror() != null && setup.moved()) {
                flow.reopenAt(source.head());
            }
        } catch (EndpointException e) {
            // Rain; it looks again soon.
        }
    }

    /** Whether it goes by the source's tables as they are. */
    boolean upToDate() {
        return !setup.moved();
    }

    /** Whether it has ended, until a person has looked at the tables. */
    boolean waitsForTables() {
        return ended && (flow.status().held() || flow.status().code() == Code.LAYOUT_MISMATCH);
    }

    /** Whether it has ended because the source has no table of a name that a person chose. */
    boolean lacksATable() {
        return ended && flow.status().code() == Code.UNKNOWN_COLLECTION;
    }

    /** Stops, so that another can go on. */
    void close() {
        flow.close();
    }

    /** Where it stands, for a failure's message. */
    String where() {
        Mirror mirror = flow.mirror();
        return mirror == null ? "without a mirror" : "stored " + mirror.stored();
    }

    boolean ended() {
        return ended;
    }

    void step(Choices any) {
        int lane = any.below(1 + lanes.size());
        if (lane == 0) {
            feed();
        } else {
            shard(lane - 1);
        }
    }

    /** A step of the lane that reads. */
    void feed() {
        if (ended) {
            return;
        }
        feeding = true;
        try {
            ended |= flow.step() instanceof Lane.Next.Done;
        } finally {
            feeding = false;
        }
    }

    /** Whether the lane that reads is in the middle of a step. */
    boolean feeding() {
        return feeding;
    }

    /** A step of one of the lanes that apply, if there are any yet. */
    void applySome(Choices any) {
        if (lanes.size() > 0) {
            shard(any.below(lanes.size()));
        }
    }

    /** A step of a lane that applies. */
    void shard(int number) {
        lanes.step(number);
    }

    void stepAll() {
        feed();
        for (int i = lanes.size() - 1; i >= 0; i--) {
            lanes.step(i);
        }
    }
}
