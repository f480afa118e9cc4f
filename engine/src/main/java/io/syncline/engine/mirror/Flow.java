package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.sync.FlowStatus.Phase;
import io.syncline.engine.sync.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one flow going: sets its mirror up, steps it, and after bad weather takes it down and tries
 * again later. Ends when it is asked to, when it has caught up with where it should stop, or when
 * only a person can help.
 *
 * <p>A lane; {@link #status} and {@link #finish} may be called from any thread.
 */
public final class Flow implements Lane {
    /** How a flow is, for people. */
    public record Status(
            Phase phase,
            int retries,
            @Nullable String problem,
            @Nullable Code code,
            boolean caughtUp) {
        /** Whether only a person can help. */
        public boolean failed() {
            return phase == Phase.FAILED;
        }

        /** Whether it waits for a person who has to see to the source's tables. */
        public boolean held() {
            return failed()
                    && (code == Code.SCHEMA_CHANGED
                            || code == Code.NOT_WIDENED
                            || code == Code.TOO_MANY_DELETES);
        }

        /** Whether everything is copied and the stream goes on, or all is done. */
        public boolean copied() {
            return phase == Phase.STREAMING || caughtUp;
        }

        /** Whether rows are moved. */
        public boolean going() {
            return phase == Phase.SNAPSHOT || copied();
        }

        /** Whether it moves rows, or is about to. */
        public boolean strives() {
            return switch (phase) {
                case IDLE, PREPARING, SNAPSHOT, STREAMING -> true;
                case WAITING, HELD, DETACHED, FAILED -> false;
            };
        }
    }

    /** How soon a held flow hears of a person's word. */
    private static final Duration HELD = Duration.ofMillis(200);

    private final FlowSetup setup;
    private final RetryPolicy retry;
    private final Context context;
    private final Runnable ended;
    private volatile @Nullable Running running;
    private long retryAt;
    private int calm;
    private boolean copying;
    private volatile Status status = new Status(Phase.IDLE, 0, null, null, false);
    private volatile @Nullable Position stopAt;
    private volatile boolean stopAtHead;
    private volatile @Nullable Position reopenAt;
    private volatile boolean renewed;
    private final Crashes crashes;
    private boolean lost;

    /**
     * @param ended called once from the flow's own lane when it ends by itself
     */
    public Flow(FlowSetup setup, RetryPolicy retry, Context context, Runnable ended) {
        this.setup = setup;
        this.retry = retry;
        this.context = context;
        this.ended = ended;
        this.crashes = new Crashes(setup.guarding().guards().health(), context);
    }

    /** The mirror of this moment, or null while there is none. */
    public @Nullable Mirror mirror() {
        Running now = running;
        return now == null ? null : now.mirror();
    }

    /** How it is now. */
    public Status status() {
        return status;
    }

    /** Takes the mirror down and sets it up again, before its next step. From any thread. */
    public void renew() {
        renewed = true;
    }

    /** Ends by itself once everything that is committed at the source by now is applied. */
    public void finish() {
        stopAtHead = true;
    }

    @Override
    public Next step() {
        if (running == null) {
            Hold hold = setup.guarding().holds().hold();
            if (hold != null) {
                status = new Status(hold.phase(), 0, hold.problem(), hold.code(), false);
                return new Next.Wait(HELD);
            }
            long wait = retryAt - context.nanos();
            if (wait > 0) {
                return new Next.Wait(Duration.ofNanos(wait));
            }
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
        if (renewed) {
            renewed = false;
            close();
            return Next.Again.AGAIN;
        }
        Running mirror = running;
        if (mirror == null) {
            if (!setup.opening()) {
                phase(Phase.PREPARING);
            }
            if (lost) {
                setup.startOver();
                lost = false;
            }
            Running opened = setup.open();
            if (opened == null) {
                phase(Phase.SNAPSHOT);
                Duration rest = setup.resting();
                return rest.isPositive() ? new Next.Wait(rest) : Next.Again.AGAIN;
            }
            running = opened;
            phase(opened.snapshotting() ? Phase.SNAPSHOT : Phase.STREAMING);
            return Next.Again.AGAIN;
        }
        if (stopAtHead && stopAt == null) {
            stopAt = setup.head();
        }
        Position goal = stopAt;
        if (goal != null && mirror.mirror().reached(goal)) {
            close();
            status = new Status(Phase.IDLE, 0, null, null, true);
            ended.run();
            return Next.Done.DONE;
        }
        Position look = reopenAt;
        if (look != null && mirror.mirror().reached(look)) {
            reopenAt = null;
            return reopen();
        }
        Next next = mirror.mirror().step();
        if (mirror.mirror().relaid()) {
            return reopen();
        }
        if (status.phase() == Phase.SNAPSHOT && !mirror.snapshotting()) {
            phase(Phase.STREAMING);
        }
        if (status.retries() > 0 && ++calm > 100) {
            calm = 0;
            status = new Status(status.phase(), 0, null, null, false);
        }
        return next;
    }

    private boolean moved() {
        try {
            return setup.moved();
        } catch (EndpointException e) {
            // What went wrong first is what a person should know.
            return false;
        }
    }

    /** What was applied is durable: another mirror goes on from there. */
    private Next reopen() {
        close();
        return Next.Again.AGAIN;
    }

    /**
     * Sets the flow up again once everything up to a place is applied: the source's tables have
     * changed by then.
     */
    public void reopenAt(Position place) {
        reopenAt = place;
    }

    private Next weather(EndpointException e) {
        close();
        calm = 0;
        if (setup.guarding().holds().hold() != null) {
            // What breaks because of that is no weather.
            retryAt = 0;
            return Next.Again.AGAIN;
        }
        int attempt = status.retries() + 1;
        lost |= e.kind() == EndpointException.Kind.HISTORY_LOST;
        boolean again =
                switch (e.kind()) {
                    case TRANSIENT -> retry.retriesMax() < 0 || attempt <= retry.retriesMax();
                    case HISTORY_LOST -> setup.canStartOver();
                    // A table that changes while it is read looks like many an error.
                    case MISCONFIGURED -> moved();
                    case BUG -> moved() || crashes.again(e);
                    case FENCED -> false;
                };
        if (!again) {
            EndpointException last = e.kind() == EndpointException.Kind.BUG ? crashes.last(e) : e;
            status = new Status(Phase.FAILED, attempt, last.getMessage(), last.code(), false);
            ended.run();
            return Next.Done.DONE;
        }
        long ceiling = retry.ceiling(attempt).toNanos();
        retryAt = context.nanos() + (long) (ceiling * context.random().nextDouble());
        status = new Status(Phase.WAITING, attempt, e.getMessage(), e.code(), false);
        return Next.Again.AGAIN;
    }

    private void phase(Phase phase) {
        copying(phase == Phase.SNAPSHOT);
        status = new Status(phase, status.retries(), status.problem(), status.code(), false);
    }

    private void copying(boolean now) {
        if (now != copying) {
            copying = now;
            if (now) {
                context.phases().enter(Phases.Phase.SNAPSHOT);
            } else {
                context.phases().leave(Phases.Phase.SNAPSHOT);
            }
        }
    }

    /** Takes the mirror down; for the lane itself, or once the lane is stopped. */
    public void close() {
        Running mirror = running;
        running = null;
        copying(false);
        setup.abandon();
        if (mirror != null) {
            mirror.close();
        }
    }
}
