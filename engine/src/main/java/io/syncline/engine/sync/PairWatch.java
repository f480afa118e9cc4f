package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Lane;
import io.syncline.engine.reconcile.Reconcile;
import io.syncline.engine.review.ReviewTimer;
import io.syncline.engine.twoway.TwoWay;
import io.syncline.engine.twoway.TwoWaySetup;
import java.time.Duration;
import java.util.Map;

/**
 * Looks after a two-way flow once a second: both ends, what these keep for it, and whether it gets
 * on. What it knows may be asked from any thread.
 */
final class PairWatch implements Lane {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final EndWatch ours;
    private final EndWatch theirs;
    private final String destination;
    private final TwoWaySetup setup;
    private final TwoWay flow;
    private final Guards guards;
    private final Context context;
    private final ReviewTimer timer;
    private final ReviewBrake brake;
    private final Alarms alarms;
    private final Progress progress;
    private final LogBudget ofOurs;
    private final LogBudget ofTheirs;
    private volatile boolean stalled;
    private volatile boolean overdue;
    private volatile boolean late;

    PairWatch(
            EndWatch ours,
            EndWatch theirs,
            String destination,
            TwoWaySetup setup,
            TwoWay flow,
            Guards guards,
            Context context,
            ReviewTimer timer,
            ReviewBrake brake,
            Alarms alarms) {
        this.ours = ours;
        this.theirs = theirs;
        this.destination = destination;
        this.setup = setup;
        this.flow = flow;
        this.guards = guards;
        this.context = context;
        this.timer = timer;
        this.brake = brake;
        this.alarms = alarms;
        this.ofOurs = new LogBudget(guards.log().budgetBytes(), alarms);
        this.ofTheirs = new LogBudget(guards.log().budgetBytes(), alarms);
        this.progress = new Progress(guards.health().progressDeadline(), context.nanos());
    }

    @Override
    public Next step() {
        Reconcile loop = flow.loop();
        Map<Which, Position> places = loop == null ? Map.of() : loop.places();
        ours.look(places.get(Which.OURS));
        theirs.look(places.get(Which.THEIRS));
        log(Which.OURS, ours.kept(), ofOurs);
        log(Which.THEIRS, theirs.kept(), ofTheirs);
        markers();
        tolerance();
        progress(places);
        reviews();
        return new Next.Wait(EVERY);
    }

    private void reviews() {
        try {
            timer.look();
            String braked = brake.news();
            if (braked != null) {
                alarms.raise("review_brake", Code.TOO_MANY_CONFLICTS, braked, Map.of());
            }
        } catch (EndpointException e) {
            // The store is away: the flow meets the same weather, and says so.
        }
    }

    /** A flow that does not get on must not fill the disk of an end. */
    private void log(Which which, long kept, LogBudget budget) {
        if (!budget.look(kept)) {
            return;
        }
        try {
            flow.letGo(which);
            String why = LogBudget.words(kept, guards.log().budgetBytes()) + ": it was let go";
            alarms.raise("flow_detached", Code.DETACHED, why, Map.of());
        } catch (EndpointException _) {
            // It is tried again with the next look.
        }
    }

    private void markers() {
        Duration every = guards.health().canaryEvery();
        if (every == null) {
            return;
        }
        boolean before = overdue;
        long most = every.plus(guards.health().canaryOverdue()).toMillis();
        overdue = Math.max(ours.markerMillis(), theirs.markerMillis()) > most;
        if (overdue && !before) {
            alarms.raise(
                    "canary_overdue",
                    Code.CANARY_OVERDUE,
                    "No marker has come through between the source and " + destination,
                    Map.of());
        }
    }

    private void tolerance() {
        Duration most = guards.lagTolerance().get(destination);
        if (most == null) {
            return;
        }
        boolean before = late;
        long millis = lagMillis();
        late = millis > most.toMillis();
        if (late != before) {
            alarms.raise(
                    late ? "lag_exceeded" : "lag_recovered",
                    Code.LAG_EXCEEDED,
                    "%s is %d ms late; %d ms are tolerated"
                            .formatted(destination, millis, most.toMillis()),
                    Map.of("lag_ms", Long.toString(millis)));
        }
    }

    private void progress(Map<Which, Position> places) {
        FlowStatus.Phase phase = flow.status().phase();
        boolean busy =
                switch (phase) {
                    case PREPARING, SNAPSHOT -> true;
                    case STREAMING -> lagMillis() > 0;
                    case IDLE, WAITING, HELD, DETACHED, FAILED -> false;
                };
        boolean before = stalled;
        Position last = places.get(Which.OURS);
        long now = context.nanos();
        stalled =
                progress.stalled(
                        now, busy, phase, setup.meter().read(), setup.meter().written(), last);
        if (stalled && !before) {
            alarms.raise(
                    "flow_stalled",
                    Code.NO_PROGRESS,
                    "%s has made no progress in the phase %s; it begins again"
                            .formatted(destination, phase),
                    Map.of());
            flow.renew();
            progress.begin(now);
        }
    }

    /** How late the flow is behind the end that it is later behind. */
    long lagMillis() {
        return Math.max(ours.lagMillis(), theirs.lagMillis());
    }

    long lagBytes() {
        return ours.lagBytes() + theirs.lagBytes();
    }

    /** Signs of life, as they are now. */
    Vitals vitals() {
        Duration tolerance = guards.lagTolerance().get(destination);
        return new Vitals(
                Math.max(ours.markerMillis(), theirs.markerMillis()),
                Math.max(ours.markerDelayMillis(), theirs.markerDelayMillis()),
                !overdue,
                Math.max(ours.kept(), theirs.kept()),
                guards.log().budgetBytes(),
                tolerance == null ? -1 : tolerance.toMillis(),
                !late,
                stalled,
                -1,
                false,
                null);
    }
}
