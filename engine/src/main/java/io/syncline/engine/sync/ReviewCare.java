package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What waits for people in two-way syncs, and the histories of their rows. Safe for use by several
 * threads.
 */
public final class ReviewCare {
    private final Store store;
    private final Chronicle chronicle;
    private final Context context;
    private final Function<String, @Nullable LiveSync> live;

    /**
     * @param live finds a sync that runs, by its id; null if it does not
     */
    ReviewCare(
            Store store,
            Chronicle chronicle,
            Context context,
            Function<String, @Nullable LiveSync> live) {
        this.store = store;
        this.chronicle = chronicle;
        this.context = context;
        this.live = live;
    }

    /** The desks of all two-way syncs, oldest first. */
    public List<ReviewDesk> all() {
        return store.syncs().stream()
                .map(Store.Entry::definition)
                .filter(definition -> definition.direction() == Direction.BI_DIRECTIONAL)
                .flatMap(definition -> desks(definition).stream())
                .toList();
    }

    /**
     * The desks of one sync, one for each leg.
     *
     * @throws EndpointException UNKNOWN_SYNC; NOT_TWO_WAY if it goes one way
     */
    public List<ReviewDesk> of(String syncId) {
        Store.Entry entry = store.sync(syncId);
        if (entry == null) {
            throw Owner.unknown("sync", syncId);
        }
        if (entry.definition().direction() != Direction.BI_DIRECTIONAL) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.NOT_TWO_WAY,
                    "The sync goes one way: it has no conflicts and keeps no history of rows");
        }
        return desks(entry.definition());
    }

    private List<ReviewDesk> desks(SyncDefinition definition) {
        return definition.legs().stream()
                .map(
                        leg ->
                                new ReviewDesk(
                                        definition,
                                        leg,
                                        running(definition.id(), leg),
                                        store.pairs(),
                                        chronicle,
                                        context))
                .toList();
    }

    private @Nullable PairFlow running(String syncId, Leg leg) {
        LiveSync sync = live.apply(syncId);
        if (sync != null) {
            for (LiveFlow flow : sync.all()) {
                if (flow instanceof PairFlow pair && pair.leg().equals(leg)) {
                    return pair;
                }
            }
        }
        return null;
    }
}
