package io.syncline.engine.sync;

import io.syncline.core.endpoint.Context;
import io.syncline.engine.mirror.Lanes;
import io.syncline.engine.store.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The runs beside the stream of a sync that runs all the time: those that wait until the
 * destinations have caught up, and those that compare and mend. For use under the engine's lock.
 */
final class Beside {
    /**
     * @param then what was in conflict before it began
     */
    private record Open(Execution run, Errand errand, Conflicts then) {}

    private Execution now(
            Open one, SyncState state, long ended, long parked, @Nullable String problem) {
        Errand errand = one.errand();
        return one.run()
                .with(state, ended, errand.processed(), errand.synced(), parked, problem)
                .with(conflicts.get().since(one.then()));
    }

    private final Owner owner;
    private final String name;
    private final Lanes lanes;
    private final Context context;
    private final Chronicle chronicle;
    private final Supplier<Conflicts> conflicts;
    private final List<Open> open = new ArrayList<>();

    /**
     * @param conflicts what the sync has found in conflict since it began
     */
    Beside(
            Owner owner,
            Lanes lanes,
            Context context,
            Chronicle chronicle,
            Supplier<Conflicts> conflicts) {
        this.owner = owner;
        this.name = owner.syncId() + "-beside";
        this.lanes = lanes;
        this.context = context;
        this.chronicle = chronicle;
        this.conflicts = conflicts;
    }

    /** Begins a run, which ends with its errand. */
    void begin(Execution run, Errand errand) {
        Execution begun = run.with(SyncState.RUNNING, 0, 0, 0, 0, null);
        chronicle.run(owner, begun);
        open.add(new Open(begun, errand, conflicts.get()));
        lanes.start(name, errand);
    }

    /** The run of this id with the counts of this moment, or null. */
    @Nullable Execution run(String id, long parked) {
        for (Open each : open) {
            if (each.run().id().equals(id)) {
                return now(each, SyncState.RUNNING, 0, parked, null);
            }
        }
        return null;
    }

    /** Whether rows are being compared. */
    boolean proving() {
        return open.stream().anyMatch(each -> each.errand() instanceof Proof);
    }

    /**
     * Ends the runs whose errands are over.
     *
     * @param parked counts the rows that wait; with many that takes a while, so only if one ends
     */
    void tick(LongSupplier parked) {
        for (Open each : open.stream().filter(one -> one.errand().over()).toList()) {
            open.remove(each);
            String problem =
                    switch (each.errand()) {
                        case Proof proof -> chronicle.proven(each.run(), proof);
                        case PairRereading looked -> chronicle.failed(each.run(), looked.problem());
                        case CatchUp _, Rereading _ -> null;
                    };
            SyncState state = problem == null ? SyncState.COMPLETED : SyncState.FAILED;
            chronicle.run(
                    owner, now(each, state, context.wallMillis(), parked.getAsLong(), problem));
        }
    }

    /** Ends all runs, because the sync has. */
    void end(SyncState state, @Nullable String problem, long parked) {
        open.forEach(
                each ->
                        chronicle.run(
                                owner, now(each, state, context.wallMillis(), parked, problem)));
        open.clear();
    }
}
