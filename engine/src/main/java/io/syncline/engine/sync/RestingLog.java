package io.syncline.engine.sync;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.KeptLog;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Guarding;
import io.syncline.engine.mirror.Holds;
import io.syncline.engine.mirror.Lane;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks once a second at how much log a source keeps for a sync that does not run, and lets it go
 * before the budget is used up. Whoever begins to run the sync is its owner, and ends this.
 */
final class RestingLog implements Lane, AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** A source that does not answer is asked less often. */
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);

    /** One that lets nobody in waits for a person, and may lock out who knocks too often. */
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(10);

    /** One destination's share of the log. */
    private record Kept(String flow, Holds holds, LogBudget budget) {}

    private final Endpoint source;
    private final long budgetBytes;
    private final List<Kept> all = new ArrayList<>();
    private final Context context;
    private long askAt;
    private volatile boolean over;

    /**
     * @param source closed when this ends
     */
    RestingLog(
            SyncDefinition definition,
            Owner owner,
            Endpoint source,
            Store store,
            Context context,
            Chronicle told) {
        this.source = source;
        this.context = context;
        this.askAt = context.nanos();
        this.budgetBytes = definition.options().guards().log().budgetBytes();
        String id = definition.id();
        for (Leg leg : definition.legs()) {
            String destination = leg.destination().name();
            String flow = leg.flow();
            Alarms alarms =
                    (type, code, message, more) -> told.alarm(id, leg, type, code, message, more);
            Holds holds =
                    new Holds(
                            store, owner, flow, context, hold -> told.held(id, destination, hold));
            all.add(new Kept(flow, holds, new LogBudget(budgetBytes, alarms)));
        }
    }

    /** Whether there is anything to look at. */
    static boolean needed(Endpoint source, Guards.Log guard) {
        return source instanceof KeptLog
                && source instanceof Source
                && guard.budgetBytes() != Long.MAX_VALUE;
    }

    @Override
    public Next step() {
        long early = askAt - context.nanos();
        if (!over && early > 0) {
            return new Next.Wait(Duration.ofNanos(early));
        }
        try {
            if (!over) {
                all.forEach(this::look);
                return later(EVERY);
            }
        } catch (EndpointException e) {
            // If another owner has it, nothing of it is ours to let go.
            over |= e.kind() == EndpointException.Kind.FENCED;
            if (!over) {
                boolean weather = e.kind() == EndpointException.Kind.TRANSIENT;
                return later(weather ? AFTER_TROUBLE : AFTER_REFUSAL);
            }
        }
        source.close();
        return Next.Done.DONE;
    }

    private Next later(Duration wait) {
        askAt = context.nanos() + wait.toNanos();
        return new Next.Wait(wait);
    }

    /** After the last step. */
    @Override
    public void close() {
        source.close();
    }

    /** Ends with the next step. From any thread. */
    void end() {
        over = true;
    }

    private void look(Kept one) {
        long kept = ((KeptLog) source).keptBytes(one.flow());
        boolean again = kept >= 0 && one.holds().isDetached();
        if (one.budget().look(kept) || again) {
            String why = LogBudget.words(kept, budgetBytes) + " while nothing runs: it was let go";
            Guarding.detach(one.holds(), (Source) source, one.flow(), why);
        }
    }
}
