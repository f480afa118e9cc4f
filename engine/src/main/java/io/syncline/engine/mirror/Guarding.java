package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Counting;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Identity;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Marks;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.store.Store;
import io.syncline.engine.store.Store.SnapshotProgress;
import io.syncline.engine.sync.FlowStatus.Phase;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a mirror gets beside its stream so that it does no harm: its brake, and what heals it.
 *
 * @param holds what is noted of the flow
 * @param guards when to do what
 * @param source must also be a {@link Source}
 * @param allowance when and how fast the source's tables may be read
 * @param departed what was found gone lately
 */
public record Guarding(
        Holds holds,
        Guards guards,
        Store store,
        String flow,
        Endpoint source,
        Endpoint target,
        Context context,
        Allowance allowance,
        Departed departed) {
    Guarding(
            Holds holds,
            Guards guards,
            Store store,
            String flow,
            Endpoint source,
            Endpoint target,
            Context context) {
        this(
                holds,
                guards,
                store,
                flow,
                source,
                target,
                context,
                new Allowance(guards.reading(), context),
                new Departed(guards.deletes().window(), context));
    }

    /**
     * Lets the source forget what it keeps for the flow, which is healed when it comes back. From
     * any thread; idempotent.
     */
    public void detach(String why) {
        detach(holds, (Source) source, flow, why);
    }

    /** The same for a flow that does not run. */
    public static void detach(Holds holds, Source source, String flow, String why) {
        // First, or a crash would leave a new slot that nobody knows to be one; and again each
        // time,
        // because what was noted may have been answered otherwise than it was kept.
        holds.detach(why);
        source.forget(new Selection(flow, List.of()));
    }

    /**
     * Looks whether the source is the one that the flow has read so far, before anything of it is
     * applied.
     *
     * @param stored the places that the flow has come to
     * @throws EndpointException SOURCE_CHANGED if it is another; the flow is then held
     */
    void checkSource(Collection<Position> stored) {
        String before = holds.source();
        if (before != null && source instanceof Identity identity) {
            Position latest =
                    stored.isEmpty() ? null : Places.latest((Source) source, List.copyOf(stored));
            String how = identity.changed(before, identity.identity(flow), latest);
            if (how != null) {
                throw holds.changed(how);
            }
        }
    }

    /**
     * Takes note of the source that the flow begins to read. A marker is written before, so that
     * every later copy of the source has an older one than the source itself.
     */
    void begin() {
        if (guards.health().canaryEvery() != null
                && source instanceof Marks marks
                && Capturing.of(source).method() == Capture.Method.LOG) {
            try {
                marks.mark(flow);
            } catch (EndpointException _) {
                // One that takes none now is told from a copy by the end of its log alone.
            }
        }
        remember();
    }

    /** Takes note of how far the source has come in its life. From any thread. */
    public void remember() {
        if (source instanceof Identity identity) {
            holds.source(identity.identity(flow));
        }
    }

    /**
     * Looks whether the source is the one that is read. From any thread.
     *
     * @return whether it is; false while nothing is read
     * @throws EndpointException SOURCE_CHANGED if it is another; the flow is then held
     */
    public boolean renew() {
        if (holds.hold() != null || source instanceof Identity && holds.source() == null) {
            return false;
        }
        checkSource(List.of());
        return true;
    }

    /**
     * The stream with its brake.
     *
     * @param from where it begins
     * @param stored what has been applied already is not counted
     * @param durable how many rows were copied
     */
    Reader brake(
            Reader reader,
            Plan plan,
            Position from,
            List<Position> stored,
            Map<String, SnapshotProgress> durable) {
        Source reading = (Source) source;
        Position latest = Places.latest(reading, stored);
        Position released = holds.released();
        Position free = released != null && reading.covers(released, latest) ? released : latest;
        DeleteCount deletes =
                new DeleteCount(
                        guards.deletes(),
                        table -> Math.max(rows(plan.layouts().get(table)), copied(durable, table)),
                        (table, live, enough) ->
                                source instanceof Counting counting
                                        ? counting.count(table, enough)
                                        : Math.max(live, rows(source.catalog().find(table))));
        return new Brake(reader, reading, from, free, holds, deletes, context);
    }

    /**
     * What is done beside the stream.
     *
     * @param owed what is to be done first if nothing is to be healed, or null
     * @param tooMany stops deletes of rows that the source lacks
     * @param begin starts the lane of what compares
     */
    Sweeps sweeps(
            Plan plan,
            long epoch,
            @Nullable Aftercare owed,
            Sweep.TooMany tooMany,
            Runnable wakeFeed,
            Consumer<Heal> begin) {
        Aftercare first = aftercare(plan, epoch, tooMany, wakeFeed);
        return new Sweeps(
                first == null ? owed : first,
                () -> again(plan, wakeFeed),
                () -> sweep(plan, epoch, tooMany),
                begin,
                Capturing.of(source).goneEvery(),
                context.nanos());
    }

    /** What has to be done beside the stream, or null. */
    private @Nullable Aftercare aftercare(
            Plan plan, long epoch, Sweep.TooMany tooMany, Runnable wakeFeed) {
        boolean sweeps = store.sweepDue(flow);
        Runnable swept = () -> store.swept(flow, epoch);
        if (holds.healing()) {
            Runnable done =
                    () -> {
                        if (sweeps) {
                            swept.run();
                        }
                        holds.healed();
                    };
            return new Comparing(this, plan).heal(wakeFeed, done);
        }
        return sweeps ? sweep(plan, epoch, tooMany) : null;
    }

    /** What somebody wants looked at again, or null. */
    private @Nullable Heal again(Plan plan, Runnable wakeFeed) {
        return holds.stretches().wanted().isEmpty()
                ? null
                : new Comparing(this, plan).again(wakeFeed);
    }

    /**
     * When the window opens for which the flow waits, since 1970 UTC; -1 if it waits for none,
     * {@link Long#MAX_VALUE} if it will not open within a week. From any thread.
     */
    public long waitsFor(Phase phase) {
        boolean reads = phase == Phase.SNAPSHOT || phase == Phase.STREAMING && holds.healing();
        return reads && allowance.waitsForWindow() ? allowance.opens() : -1;
    }

    /** Looks for the target's rows that the source has not. */
    private Aftercare sweep(Plan plan, long epoch, Sweep.TooMany tooMany) {
        return new Sweep(
                (Lookup) source,
                (Scan) target,
                plan,
                plan.routes(),
                allowance,
                departed,
                tooMany,
                () -> store.swept(flow, epoch));
    }

    private static long rows(@Nullable Layout layout) {
        return layout == null ? 0 : Math.max(0, layout.rows());
    }

    private static long copied(Map<String, SnapshotProgress> durable, String table) {
        SnapshotProgress progress = durable.get(table);
        return progress == null ? 0 : progress.rows();
    }
}
