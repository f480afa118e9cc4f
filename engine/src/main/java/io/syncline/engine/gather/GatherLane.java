package io.syncline.engine.gather;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Crashes;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.Lane;
import io.syncline.engine.store.Store.SnapshotProgress;
import io.syncline.engine.sync.FlowStatus.Phase;
import io.syncline.engine.sync.RetryPolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a flow of several sources going: opens its loop, steps it, and after bad weather takes it
 * down and tries again later. Ends when it is asked to, when it has caught up with where it should
 * stop, or when only a person can help.
 *
 * <p>A lane; what only asks may be called from any thread.
 */
public final class GatherLane implements Lane {
    /** So many steps without trouble, and the trouble is forgotten. */
    private static final int CALM = 100;

    private final GatherSetup setup;
    private final RetryPolicy retry;
    private final Context context;
    private final Crashes crashes;
    private volatile @Nullable Gather loop;
    private volatile Flow.Status status = new Flow.Status(Phase.IDLE, 0, null, null, false);
    private volatile boolean stopAtHead;
    private volatile boolean renewed;
    private @Nullable Map<String, Position> stopAt;
    private long retryAt;
    private int calm;

    /** Nothing is opened before the first step. */
    public GatherLane(GatherSetup setup, RetryPolicy retry, Guards.Vitals limit, Context context) {
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

    /** Takes the loop down and opens it again, before its next step. */
    public void renew() {
        renewed = true;
    }

    /**
     * Lets a source let go of its log for this flow; every row is looked at once the flow goes on.
     */
    public void letGo(String source) {
        setup.startOver();
        setup.forget(source);
        renewed = true;
    }

    /** Ends by itself once everything that is committed at the sources by now is dealt with. */
    public void finish() {
        stopAtHead = true;
    }

    /** The latest places of all sources, by the flow's names there; asks them. */
    public Map<String, Position> heads() {
        return setup.heads();
    }

    /** Whether everything up to these places is dealt with. */
    public boolean reached(Map<String, Position> places) {
        Gather now = loop;
        return status.caughtUp() || now != null && now.reached(places);
    }

    /** How far the log is dealt with that is read under this name; null if nothing runs. */
    public @Nullable Position place(String flow) {
        Gather now = loop;
        return now == null ? null : now.places().all().get(flow);
    }

    /** How far all ends are counted; null if nothing runs. */
    public @Nullable Map<String, SnapshotProgress> progress() {
        Gather now = loop;
        return now == null ? null : now.progress();
    }

    /** Whether nothing is dirty as far as the logs are read. */
    public boolean idle() {
        Gather now = loop;
        return now != null && now.idle();
    }

    /** Has rows looked at, by the destination's names; false if nothing runs. */
    public boolean look(Collection<RowId> ids) {
        Gather now = loop;
        if (now != null) {
            now.look(ids);
        }
        return now != null;
    }

    /** Has every row looked at; false if nothing runs. */
    public boolean countAgain() {
        Gather now = loop;
        if (now != null) {
            now.countAgain();
        }
        return now != null;
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
        Gather going = loop;
        if (renewed || going != null && going.relaid()) {
            renewed = false;
            close();
            return Next.Again.AGAIN;
        }
        if (going == null) {
            phase(Phase.PREPARING);
            Gather opened = setup.open();
            loop = opened;
            phase(opened.counted() ? Phase.STREAMING : Phase.SNAPSHOT);
            return Next.Again.AGAIN;
        }
        if (stopAtHead && stopAt == null) {
            stopAt = heads();
        }
        Map<String, Position> goal = stopAt;
        if (goal != null && going.reached(goal)) {
            close();
            status = new Flow.Status(Phase.IDLE, 0, null, null, true);
            return Next.Done.DONE;
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
        Gather going = loop;
        loop = null;
        if (going != null) {
            going.close();
        }
    }
}
