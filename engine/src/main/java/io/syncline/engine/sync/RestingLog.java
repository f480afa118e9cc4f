package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.KeptLog;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import io.syncline.core.merge.Which;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Guarding;
import io.syncline.engine.mirror.Holds;
import io.syncline.engine.mirror.Lane;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.twoway.TwoWaySetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Looks once a second at how much log is kept for a sync that does not run, and lets it go before
 * the budget is used up. Whoever begins to run the sync is its owner, and ends this.
 */
final class RestingLog implements Lane, AutoCloseable {
    /** There while an end lets go of what it keeps. */
    private static final String LETS_GO = "lets_go";

    private static final Duration EVERY = Duration.ofSeconds(1);

    /** A source that does not answer is asked less often. */
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);

    /** One that lets nobody in waits for a person, and may lock out who knocks too often. */
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(10);

    /**
     * What an end keeps for a flow.
     *
     * @param letsGo lets go of it, and says why
     */
    private record Kept(Endpoint end, String flow, LogBudget budget, Consumer<String> letsGo) {
        void look(long budgetBytes, BooleanSupplier gone) {
            long kept = ((KeptLog) end).keptBytes(flow);
            boolean again = kept >= 0 && gone.getAsBoolean();
            if (budget.look(kept) || again) {
                letsGo.accept(
                        LogBudget.words(kept, budgetBytes) + " while nothing runs: it was let go");
            }
        }
    }

    private final List<Endpoint> ends;
    private final SyncDefinition definition;
    private final Owner owner;
    private final Store store;
    private final Chronicle told;
    private final long budgetBytes;
    private final List<Runnable> looks = new ArrayList<>();
    private final Context context;
    private long askAt;
    private volatile boolean over;

    /**
     * @param ends those of {@link #ends(SyncDefinition)}; closed when this ends
     */
    RestingLog(
            SyncDefinition definition,
            Owner owner,
            List<Endpoint> ends,
            Store store,
            Context context,
            Chronicle told) {
        this.definition = definition;
        this.owner = owner;
        this.ends = ends;
        this.store = store;
        this.told = told;
        this.context = context;
        this.askAt = context.nanos();
        this.budgetBytes = definition.options().guards().log().budgetBytes();
        for (Leg leg : definition.legs()) {
            if (definition.gathers()) {
                let(leg, end(leg.source()), leg.flow());
            } else if (definition.direction() == Direction.ONE_WAY) {
                held(leg);
            } else {
                both(leg);
            }
        }
    }

    private Endpoint end(EndpointSpec spec) {
        return ends.get(ends(definition).indexOf(spec));
    }

    /** What the source keeps for a destination, which is brought up to date when it comes back. */
    private void held(Leg leg) {
        String flow = leg.flow();
        Holds holds =
                new Holds(
                        store,
                        owner,
                        flow,
                        context,
                        hold -> told.held(definition.id(), leg.destination().name(), hold));
        Endpoint source = end(leg.source());
        Kept kept =
                new Kept(
                        source,
                        flow,
                        new LogBudget(budgetBytes, alarms(leg)),
                        why -> Guarding.detach(holds, (Source) source, flow, why));
        looks.add(() -> kept.look(budgetBytes, holds::isDetached));
    }

    /** What both ends keep for each other: every row is looked at when the sync goes on. */
    private void both(Leg leg) {
        for (Which which : Which.values()) {
            Endpoint end = end(which == Which.OURS ? leg.source() : leg.destination());
            let(leg, end, TwoWaySetup.nameAt(leg.flow(), which));
        }
    }

    /** What an end keeps under a name: every row is looked at once it was let go. */
    private void let(Leg leg, Endpoint end, String name) {
        Alarms alarms = alarms(leg);
        Consumer<String> letsGo =
                why -> {
                    // If another owner has it, nothing of it is ours to let go.
                    store.note(owner, leg.flow(), LETS_GO, why);
                    alarms.raise("flow_detached", Code.DETACHED, why, Map.of());
                    ((Source) end).forget(new Selection(name, List.of()));
                    store.note(owner, leg.flow(), LETS_GO, null);
                };
        if (end instanceof KeptLog) {
            Kept kept = new Kept(end, name, new LogBudget(budgetBytes, alarms), letsGo);
            looks.add(() -> kept.look(budgetBytes, () -> false));
        }
    }

    private Alarms alarms(Leg leg) {
        return (type, code, message, more) ->
                told.alarm(definition.id(), leg, type, code, message, more);
    }

    /** The ends that keep log for a sync, each once. */
    static List<EndpointSpec> ends(SyncDefinition definition) {
        return definition.direction() == Direction.ONE_WAY
                ? definition.legs().stream().map(Leg::source).distinct().toList()
                : definition.legs().stream()
                        .flatMap(leg -> Stream.of(leg.source(), leg.destination()))
                        .distinct()
                        .toList();
    }

    /** Whether there is anything to look at. */
    static boolean needed(List<Endpoint> ends, Guards.Log guard) {
        return guard.budgetBytes() != Long.MAX_VALUE
                && ends.stream().anyMatch(end -> end instanceof KeptLog && end instanceof Source);
    }

    @Override
    public Next step() {
        long early = askAt - context.nanos();
        if (!over && early > 0) {
            return new Next.Wait(Duration.ofNanos(early));
        }
        try {
            if (!over) {
                looks.forEach(Runnable::run);
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
        close();
        return Next.Done.DONE;
    }

    private Next later(Duration wait) {
        askAt = context.nanos() + wait.toNanos();
        return new Next.Wait(wait);
    }

    /** After the last step. */
    @Override
    public void close() {
        ends.forEach(Endpoint::close);
    }

    /** Ends with the next step. From any thread. */
    void end() {
        over = true;
    }
}
