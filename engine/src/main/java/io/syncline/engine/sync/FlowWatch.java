package io.syncline.engine.sync;

import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.KeptLog;
import io.syncline.core.endpoint.Marks;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.FlowSetup;
import io.syncline.engine.mirror.Lane;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks after one destination once a second: whether both ends answer, how late it is, whether a
 * marker comes through, how much log is kept for it, whether it gets on. What it knows may be asked
 * from any thread.
 */
final class FlowWatch implements Lane {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TABLES_EVERY = Duration.ofSeconds(3);

    private final String flowName;
    private final String destination;
    private final Endpoint source;
    private final Endpoint target;
    private final FlowSetup setup;
    private final Flow flow;
    private final ParkedRetry retry;
    private final Guards guards;
    private final Context context;
    private final Alarms alarms;
    private final @Nullable Lag lag;
    private final @Nullable Canary canary;
    private final LogBudget budget;
    private final Progress progress;
    private final Progress destinationProgress;
    private long markAt;
    private volatile Health sourceHealth = new Health(false, "not asked yet");
    private volatile Health targetHealth = new Health(false, "not asked yet");
    private volatile long lagBytes;
    private volatile long kept = -1;
    private volatile boolean stalled;
    private volatile boolean overdue;
    private volatile boolean late;
    private volatile @Nullable Capture capture;
    private long tablesLookedAt;

    FlowWatch(
            String flowName,
            String destination,
            Endpoint source,
            Endpoint target,
            FlowSetup setup,
            Flow flow,
            ParkedRetry retry,
            Guards guards,
            Context context,
            Alarms alarms) {
        this.flowName = flowName;
        this.destination = destination;
        this.source = source;
        this.target = target;
        this.setup = setup;
        this.flow = flow;
        this.retry = retry;
        this.guards = guards;
        this.context = context;
        this.alarms = alarms;
        long now = context.nanos();
        this.lag = source instanceof Source reading ? new Lag(reading::covers) : null;
        boolean marks = source instanceof Marks && guards.health().canaryEvery() != null;
        this.canary =
                marks && source instanceof Source reading ? new Canary(reading::covers, now) : null;
        this.budget = new LogBudget(guards.log().budgetBytes(), alarms);
        this.progress = new Progress(guards.health().progressDeadline(), now);
        Duration detach = guards.log().detachAfter();
        this.destinationProgress =
                new Progress(detach == null ? Duration.ofDays(36_525) : detach, now);
        this.markAt = now;
    }

    @Override
    public Next step() {
        sourceHealth = source.health();
        targetHealth = target.health();
        if (sourceHealth.up()) {
            try {
                source();
            } catch (RuntimeException e) {
                sourceHealth = new Health(false, String.valueOf(e.getMessage()));
            }
        }
        long now = context.nanos();
        Position arrived = setup.meter().arrived();
        canary(now, arrived);
        tolerance();
        progress(now, arrived);
        retry.look(flow);
        return new Next.Wait(EVERY);
    }

    private void source() {
        if (source instanceof KeptLog log) {
            kept = log.keptBytes(flowName);
            if (budget.look(kept)) {
                detach(LogBudget.words(kept, guards.log().budgetBytes()) + ": it was let go");
            } else if (kept >= 0 && setup.guarding().holds().isDetached()) {
                // The note was made, and the source did not hear.
                setup.guarding().detach("");
            }
        }
        if (source instanceof Source reading && lag != null) {
            mark();
            // The clock first: what is committed while we ask is not older than the answer.
            long now = context.nanos();
            Position head = reading.head();
            lag.note(now, head);
            Position arrived = setup.meter().arrived();
            lagBytes = arrived == null ? 0 : reading.bytesBetween(arrived, head);
            capture = Capturing.of(source);
            lookAtTables(reading, now);
        }
    }

    /** The stream tells nothing of tables that nobody writes to, and of new ones. */
    private void lookAtTables(Source reading, long now) {
        if (now - tablesLookedAt < TABLES_EVERY.toNanos() || flow.mirror() == null) {
            return;
        }
        tablesLookedAt = now;
        if (setup.moved()) {
            // Whatever was written by the tables as they were lies before this place.
            flow.reopenAt(reading.head());
        }
    }

    /** How the source's changes are noticed; null if nobody knows yet. */
    @Nullable Capture capture() {
        return capture;
    }

    /** Only a log tells markers. */
    private boolean marked() {
        Capture now = capture;
        return canary != null && now != null && now.method() == Capture.Method.LOG;
    }

    private void mark() {
        Duration every = guards.health().canaryEvery();
        long now = context.nanos();
        if (!marked()
                || canary == null
                || every == null
                || now < markAt
                || !(source instanceof Marks marks)) {
            return;
        }
        markAt = now + every.toNanos();
        try {
            // A marker would make another source look like the one that was read.
            if (setup.guarding().renew()) {
                Position place = marks.mark(flowName);
                setup.guarding().remember();
                canary.sent(now, place);
            }
        } catch (EndpointException e) {
            if (e.code() == Code.SOURCE_CHANGED) {
                flow.renew();
            }
            // A source that takes none now; the age grows, and tells.
            markAt = now + EVERY.toNanos();
        }
    }

    private void canary(long now, @Nullable Position arrived) {
        Canary sent = canary;
        Duration every = guards.health().canaryEvery();
        if (!marked() || sent == null || every == null) {
            return;
        }
        sent.look(now, arrived);
        Duration most = every.plus(guards.health().canaryOverdue());
        boolean before = overdue;
        overdue = sent.age(now).compareTo(most) > 0;
        if (overdue && !before) {
            alarms.raise(
                    "canary_overdue",
                    Code.CANARY_OVERDUE,
                    "No marker has come through to %s for %d s"
                            .formatted(destination, sent.age(now).toSeconds()),
                    Map.of());
        }
    }

    private void tolerance() {
        Duration most = guards.lagTolerance().get(destination);
        if (most == null) {
            return;
        }
        long millis = lagMillis();
        boolean before = late;
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

    private void progress(long now, @Nullable Position arrived) {
        FlowStatus.Phase phase = flow.status().phase();
        long read = setup.meter().read();
        long applied = setup.meter().applied();
        boolean waits = lagMillis() > 0;
        boolean busy =
                switch (phase) {
                    case PREPARING -> true;
                    case SNAPSHOT -> guards.reading().windows().isOpen(context.wallMillis());
                    case STREAMING -> waits;
                    case IDLE, WAITING, HELD, DETACHED, FAILED -> false;
                };
        boolean before = stalled;
        stalled = progress.stalled(now, busy, phase, read, applied, arrived);
        if (stalled && !before) {
            alarms.raise(
                    "flow_stalled",
                    Code.NO_PROGRESS,
                    "%s has made no progress in the phase %s for %d s; it begins again"
                            .formatted(destination, phase, progress.still(now).toSeconds()),
                    Map.of());
            flow.renew();
            progress.begin(now);
        }
        boolean dead = kept >= 0 && waits && phase != FlowStatus.Phase.SNAPSHOT;
        if (destinationProgress.takesNothing(now, dead, applied, arrived)) {
            destinationProgress.begin(now);
            detach("The destination %s has taken nothing for too long".formatted(destination));
        }
    }

    private void detach(String why) {
        try {
            setup.guarding().detach(why);
        } catch (EndpointException e) {
            // The store or the source does not hear: the next look tries again.
            sourceHealth = new Health(false, String.valueOf(e.getMessage()));
        }
    }

    Health sourceHealth() {
        return sourceHealth;
    }

    Health targetHealth() {
        return targetHealth;
    }

    long lagMillis() {
        return lag == null ? 0 : lag.millis(context.nanos(), setup.meter().arrived());
    }

    long lagBytes() {
        return lagBytes;
    }

    /** Signs of life, as they are now. */
    Vitals vitals() {
        long now = context.nanos();
        Canary sent = canary;
        Duration delay = sent == null ? null : sent.delay();
        Duration tolerance = guards.lagTolerance().get(destination);
        return new Vitals(
                sent == null || !marked() ? -1 : sent.age(now).toMillis(),
                delay == null ? -1 : delay.toMillis(),
                !overdue,
                kept,
                guards.log().budgetBytes(),
                tolerance == null ? -1 : tolerance.toMillis(),
                !late,
                stalled,
                setup.guarding().waitsFor(flow.status().phase()),
                setup.guarding().holds().healing(),
                setup.guarding().holds().stop());
    }
}
