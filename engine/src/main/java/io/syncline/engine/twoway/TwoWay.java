package io.syncline.engine.twoway;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Crashes;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.Lane;
import io.syncline.engine.mirror.Stop;
import io.syncline.engine.reconcile.Reconcile;
import io.syncline.engine.sync.FlowStatus.Phase;
import io.syncline.engine.sync.RetryPolicy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a two-way flow going: opens its loop, steps it, and after bad weather takes it down and
 * tries again later. Ends when it is asked to, when it has caught up with where it should stop, or
 * when only a person can help.
 *
 * <p>A lane; what only asks may be called from any thread.
 */
public final class TwoWay implements Lane {
    /** So many steps without trouble, and the trouble is forgotten. */
    private static final int CALM = 100;

    private final TwoWaySetup setup;
    private final RetryPolicy retry;
    private final Context context;
    private final Crashes crashes;
    private volatile @Nullable Reconcile loop;
    private volatile Flow.Status status = new Flow.Status(Phase.IDLE, 0, null, null, false);
    private volatile boolean stopAtHead;
    private volatile boolean renewed;
    private @Nullable Map<Which, Position> stopAt;
    private long retryAt;
    private int calm;

    /** Nothing is opened before the first step. */
    public TwoWay(TwoWaySetup setup, RetryPolicy retry, Guards.Vitals limit, Context context) {
        this.setup = setup;
        this.retry = retry;
        this.context = context;
        this.crashes = new Crashes(limit, context);
        this.retryAt = context.nanos();
    }

    /** How it is now. */
    public Flow.Status status() {
        return status;
    }

    /** The loop of this moment, or null while there is none. */
    public @Nullable Reconcile loop() {
        return loop;
    }

    /** Takes the loop down and opens it again, before its next step. */
    public void renew() {
        renewed = true;
    }

    /**
     * Lets an end let go of its log for this flow; every row is looked at once the flow goes on.
     * From any thread, also while the lane waits for an end that does not answer.
     */
    public void letGo(Which which) {
        setup.startOver();
        setup.forget(which);
        renewed = true;
    }

    /** Ends by itself once everything that is committed at both ends by now is dealt with. */
    public void finish() {
        stopAtHead = true;
    }

    /** The latest places of both ends; asks them. */
    public Map<Which, Position> heads() {
        Map<Which, Position> heads = new EnumMap<>(Which.class);
        for (Which which : Which.values()) {
            heads.put(which, setup.head(which));
        }
        return heads;
    }

    /** Whether everything up to these places is dealt with. */
    public boolean reached(Map<Which, Position> places) {
        Reconcile now = loop;
        return status.caughtUp() || now != null && now.reached(places);
    }

    @Override
    public Next step() {
        long wait = retryAt - context.nanos();
        if (loop == null && wait > 0) {
            return new Next.Wait(Duration.ofNanos(wait));
        }
        try {
            return guarded();
        } catch (EndpointException e) {
            return weather(e);
        } catch (RuntimeException | AssertionError | LinkageError | VirtualMachineError e) {
            return weather(
                    new EndpointException(
                            EndpointException.Kind.BUG, Code.BUG, String.valueOf(e), e));
        }
    }

    private Next guarded() {
        Reconcile going = loop;
        if (renewed || going != null && going.relaid()) {
            renewed = false;
            close();
            return Next.Again.AGAIN;
        }
        if (going == null) {
            phase(Phase.PREPARING);
            Reconcile opened = setup.open();
            loop = opened;
            phase(opened.counted() ? Phase.STREAMING : Phase.SNAPSHOT);
            return Next.Again.AGAIN;
        }
        if (stopAtHead && stopAt == null) {
            stopAt = heads();
        }
        Map<Which, Position> goal = stopAt;
        if (goal != null && going.reached(goal)) {
            close();
            status = new Flow.Status(Phase.IDLE, 0, null, null, true);
            return Next.Done.DONE;
        }
        Stop stop = going.stop();
        if (stop != null) {
            setup.mayDelete(stop);
            going.goOn();
        }
        Next next = going.step();
        if (status.phase() == Phase.SNAPSHOT && going.counted()) {
            phase(Phase.STREAMING);
        }
        if (status.retries() > 0 && ++calm > CALM) {
            calm = 0;
            status = new Flow.Status(status.phase(), 0, null, null, false);
        }
        return next;
    }

    private void phase(Phase phase) {
        status = new Flow.Status(phase, status.retries(), status.problem(), status.code(), false);
    }

    private Next weather(EndpointException e) {
        close();
        calm = 0;
        int attempt = status.retries() + 1;
        if (e.kind() == EndpointException.Kind.HISTORY_LOST) {
            // What both agreed on is kept, so a look at every row heals it.
            setup.startOver();
        }
        boolean again =
                switch (e.kind()) {
                    case TRANSIENT -> retry.retriesMax() < 0 || attempt <= retry.retriesMax();
                    case HISTORY_LOST -> true;
                    // A table that changes while it is read looks like many an error.
                    case MISCONFIGURED -> moved();
                    case BUG -> moved() || crashes.again(e);
                    case FENCED -> false;
                };
        if (!again) {
            EndpointException last = e.kind() == EndpointException.Kind.BUG ? crashes.last(e) : e;
            status = new Flow.Status(Phase.FAILED, attempt, last.getMessage(), last.code(), false);
            return Next.Done.DONE;
        }
        long ceiling = retry.ceiling(attempt).toNanos();
        retryAt = context.nanos() + (long) (ceiling * context.random().nextDouble());
        status = new Flow.Status(Phase.WAITING, attempt, e.getMessage(), e.code(), false);
        return Next.Again.AGAIN;
    }

    private boolean moved() {
        try {
            return setup.moved();
        } catch (EndpointException e) {
            // What went wrong first is what a person should know.
            return false;
        }
    }

    /** Takes the loop down; for the lane itself, or once the lane is stopped. */
    public void close() {
        Reconcile going = loop;
        loop = null;
        if (going != null) {
            going.close();
        }
    }
}
