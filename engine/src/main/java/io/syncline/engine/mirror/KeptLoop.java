package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.sync.FlowStatus.Phase;
import io.syncline.engine.sync.RetryPolicy;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a loop over whole rows going: opens it, steps it, and after bad weather takes it down and
 * tries again later. Ends when it is asked to, when the loop has caught up with where it should
 * stop, or when only a person can help.
 *
 * <p>A lane; what only asks may be called from any thread.
 *
 * @param <L> the loop
 * @param <G> how far it is to come: the places of its ends
 */
public final class KeptLoop<L extends KeptLoop.Loop<G>, G> implements Lane {
    /** So many steps without trouble, and the trouble is forgotten. */
    private static final int CALM = 100;

    /**
     * What is kept going.
     *
     * @param <G> how far it is to come
     */
    public interface Loop<G> extends Lane, AutoCloseable {
        /** Whether tables have changed, so that it has to be opened again. */
        boolean relaid();

        /** Whether every row there is has been looked at once. */
        boolean counted();

        /** Whether everything up to these places is dealt with. */
        boolean reached(G places);

        @Override
        void close();
    }

    /**
     * What it is opened from.
     *
     * @param <L> the loop
     * @param <G> how far it is to come
     */
    public interface Setup<L, G> {
        /** Opens one. */
        L open();

        /** The latest places of all ends; asks them. */
        G heads();

        /** Whether tables have changed since it was opened; asks the ends. */
        boolean moved();

        /** Every row is looked at by the next one. */
        void startOver();
    }

    private final Setup<L, G> setup;
    private final Consumer<L> beforeStep;
    private final RetryPolicy retry;
    private final Context context;
    private final Crashes crashes;
    private volatile @Nullable L loop;
    private volatile Flow.Status status = new Flow.Status(Phase.IDLE, 0, null, null, false);
    private volatile boolean stopAtHead;
    private volatile boolean renewed;
    private @Nullable G stopAt;
    private long retryAt;
    private int calm;

    /**
     * One that opens nothing before its first step.
     *
     * @param beforeStep looks at the loop before each of its steps
     */
    public KeptLoop(
            Setup<L, G> setup,
            Consumer<L> beforeStep,
            RetryPolicy retry,
            Guards.Vitals limit,
            Context context) {
        this.setup = setup;
        this.beforeStep = beforeStep;
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
    public @Nullable L loop() {
        return loop;
    }

    /** Takes the loop down and opens it again, before its next step. */
    public void renew() {
        renewed = true;
    }

    /** Ends by itself once everything that is committed at the ends by now is dealt with. */
    public void finish() {
        stopAtHead = true;
    }

    /** Whether everything up to these places is dealt with. */
    public boolean reached(G places) {
        L now = loop;
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
        L going = loop;
        if (renewed || going != null && going.relaid()) {
            renewed = false;
            close();
            return Next.Again.AGAIN;
        }
        if (going == null) {
            phase(Phase.PREPARING);
            L opened = setup.open();
            loop = opened;
            phase(opened.counted() ? Phase.STREAMING : Phase.SNAPSHOT);
            return Next.Again.AGAIN;
        }
        if (stopAtHead && stopAt == null) {
            stopAt = setup.heads();
        }
        G goal = stopAt;
        if (goal != null && going.reached(goal)) {
            close();
            status = new Flow.Status(Phase.IDLE, 0, null, null, true);
            return Next.Done.DONE;
        }
        beforeStep.accept(going);
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
            // A look at every row heals it.
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
        L going = loop;
        loop = null;
        if (going != null) {
            going.close();
        }
    }
}
