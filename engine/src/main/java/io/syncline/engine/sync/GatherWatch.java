package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Lane;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks after one source of several once a second: whether it answers, how late the flow is behind
 * it, and how much log it keeps. The first one's looks after the destination too. What it knows may
 * be asked from any thread.
 */
final class GatherWatch implements Lane {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Gatherer whole;
    private final Leg leg;
    private final EndWatch here;
    private final Guards guards;
    private final Alarms alarms;
    private final LogBudget budget;
    private final Progress progress;
    private volatile Health there = new Health(false, "not asked yet");
    private volatile boolean late;
    private volatile boolean stalled;

    GatherWatch(Gatherer whole, Leg leg, Endpoint source, Guards guards, Alarms alarms) {
        this.whole = whole;
        this.leg = leg;
        this.guards = guards;
        this.alarms = alarms;
        this.here = new EndWatch(source, leg.flow(), null, () -> null, whole.context());
        this.budget = new LogBudget(guards.log().budgetBytes(), alarms);
        this.progress = new Progress(guards.health().progressDeadline(), whole.context().nanos());
    }

    @Override
    public Next step() {
        Position place = whole.lane().place(leg.flow());
        here.look(place);
        there = whole.target().health();
        log();
        tolerance();
        progress(place);
        if (leg.index() == 0) {
            again();
        }
        return new Next.Wait(EVERY);
    }

    private void again() {
        try {
            whole.look();
        } catch (EndpointException e) {
            // The store is away: the flow meets the same weather, and says so.
        }
    }

    /** A flow that does not get on must not fill the disk of a source. */
    private void log() {
        if (!budget.look(here.kept())) {
            return;
        }
        try {
            whole.lane().letGo(leg.source().name());
            String why =
                    LogBudget.words(here.kept(), guards.log().budgetBytes()) + ": it was let go";
            alarms.raise("flow_detached", Code.DETACHED, why, Map.of());
        } catch (EndpointException _) {
            // It is tried again with the next look.
        }
    }

    private void tolerance() {
        Duration most = guards.lagTolerance().get(leg.destination().name());
        if (most == null) {
            return;
        }
        boolean before = late;
        long millis = here.lagMillis();
        late = millis > most.toMillis();
        if (late != before) {
            alarms.raise(
                    late ? "lag_exceeded" : "lag_recovered",
                    Code.LAG_EXCEEDED,
                    "%s is %d ms late behind %s; %d ms are tolerated"
                            .formatted(
                                    leg.destination().name(),
                                    millis,
                                    leg.source().name(),
                                    most.toMillis()),
                    Map.of("lag_ms", Long.toString(millis)));
        }
    }

    private void progress(@Nullable Position place) {
        FlowStatus.Phase phase = whole.lane().status().phase();
        boolean busy =
                switch (phase) {
                    case PREPARING, SNAPSHOT -> true;
                    case STREAMING -> here.lagMillis() > 0;
                    case IDLE, WAITING, HELD, DETACHED, FAILED -> false;
                };
        boolean before = stalled;
        long now = whole.context().nanos();
        long written = whole.setup().meter().written();
        stalled = progress.stalled(now, busy, phase, whole.read(leg), written, place);
        if (stalled && !before) {
            alarms.raise(
                    "flow_stalled",
                    Code.NO_PROGRESS,
                    "%s has made no progress in the phase %s; it begins again"
                            .formatted(leg.destination().name(), phase),
                    Map.of());
            whole.lane().renew();
            progress.begin(now);
        }
    }

    EndWatch here() {
        return here;
    }

    /** Whether the destination answered when last asked. */
    Health there() {
        return there;
    }

    /** Signs of life, as they are now. */
    Vitals vitals() {
        Duration tolerance = guards.lagTolerance().get(leg.destination().name());
        return new Vitals(
                -1,
                -1,
                true,
                here.kept(),
                guards.log().budgetBytes(),
                tolerance == null ? -1 : tolerance.toMillis(),
                !late,
                stalled,
                -1,
                false,
                null);
    }
}
