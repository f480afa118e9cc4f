package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.Lane;
import io.syncline.engine.verify.Compare.Differing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares all rows of a two-way flow in the background, again and again: slowly, inside the sync's
 * windows, and only while the flow streams. What differs at rest is mended through the flow's loop.
 * What it knows may be asked from any thread.
 */
final class PairScrubbing implements Lane {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration AFTER_WEATHER = Duration.ofSeconds(30);
    private static final int ROWS_AT_ONCE = 500;
    private static final int KEYS_TOLD_MAX = 10;
    private static final long SECOND_NANOS = 1_000_000_000;

    private final PairVerifying verifying;
    private final Supplier<Flow.Status> flow;
    private final Checks.Continuous wanted;
    private final Guards.Reading limits;
    private final Context context;
    private final Alarms alarms;
    private final Consumer<Verification> told;
    private final long startedMillis;
    private @Nullable PairPass pass;
    private volatile long rows;
    private final AtomicLong found = new AtomicLong();
    private final AtomicLong mended = new AtomicLong();

    /**
     * @param flow how the flow is
     * @param limits how fast and when tables may be read at all
     * @param told hears of every pass that is over
     */
    PairScrubbing(
            PairVerifying verifying,
            Supplier<Flow.Status> flow,
            Checks.Continuous wanted,
            Guards.Reading limits,
            Context context,
            Alarms alarms,
            Consumer<Verification> told) {
        this.verifying = verifying;
        this.flow = flow;
        this.wanted = wanted;
        this.limits = limits;
        this.context = context;
        this.alarms = alarms;
        this.told = told;
        this.startedMillis = context.wallMillis();
    }

    @Override
    public Next step() {
        boolean streams = flow.get().phase() == FlowStatus.Phase.STREAMING;
        if (!streams || !limits.windows().isOpen(context.wallMillis())) {
            return new Next.Wait(LOOK_EVERY);
        }
        try {
            return go();
        } catch (EndpointException e) {
            // The flow meets the same weather, and says so.
            over();
            return new Next.Wait(AFTER_WEATHER);
        } catch (RuntimeException e) {
            over();
            alarms.raise(
                    "sync_error",
                    Code.BUG,
                    "The comparison in the background has failed: " + e,
                    Map.of());
            return Next.Done.DONE;
        }
    }

    private Next go() {
        PairPass going = pass;
        if (going != null && !verifying.current(going)) {
            over();
            return Next.Again.AGAIN;
        }
        if (going == null) {
            long last = verifying.fullMillis();
            long since = context.wallMillis() - (last == 0 ? startedMillis : last);
            if (since < wanted.every().toMillis()) {
                return new Next.Wait(LOOK_EVERY);
            }
            pass = verifying.pass((int) Math.min(ROWS_AT_ONCE, rate()));
            return Next.Again.AGAIN;
        }
        PairPass.Step step = going.next();
        if (step == null) {
            Verification whole = verifying.passed(going);
            over();
            told.accept(whole);
            return Next.Again.AGAIN;
        }
        rows = going.read();
        if (!step.found().isEmpty()) {
            differed(step);
        }
        return new Next.Wait(Duration.ofNanos(SECOND_NANOS * step.read() / rate()));
    }

    private long rate() {
        return Math.min(wanted.rowsPerSecond(), limits.rowsPerSecond());
    }

    private void over() {
        pass = null;
        rows = 0;
    }

    private void differed(PairPass.Step step) {
        int count = step.found().size();
        found.addAndGet(count);
        mended.addAndGet(count - step.left());
        Differing first = step.found().getFirst();
        alarms.raise(
                "rows_differed",
                Code.DIFFERENT,
                count + " rows differed at rest; " + step.left() + " of them still do",
                Map.of(
                        "table", first.difference().table(),
                        "keys", keys(step.found()),
                        "records_different", Integer.toString(count),
                        "records_mended", Integer.toString(count - step.left())));
    }

    private static String keys(List<Differing> found) {
        return found.stream()
                .limit(KEYS_TOLD_MAX)
                .map(each -> each.difference().key())
                .collect(Collectors.joining("; "));
    }

    /** How it is doing. */
    FlowStatus.Checking now() {
        return new FlowStatus.Checking(rows, found.get(), mended.get(), verifying.fullMillis());
    }
}
