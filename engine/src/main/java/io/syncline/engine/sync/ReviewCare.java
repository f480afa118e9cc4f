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
                .map(this::desk)
                .toList();
    }

    /**
     * The desk of one sync.
     *
     * @throws EndpointException UNKNOWN_SYNC; NOT_TWO_WAY if it goes one way
     */
    public ReviewDesk of(String syncId) {
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
        return desk(entry.definition());
    }

    private ReviewDesk desk(SyncDefinition definition) {
        return new ReviewDesk(
                definition, running(definition.id()), store.pairs(), chronicle, context);
    }

    private @Nullable PairFlow running(String syncId) {
        LiveSync sync = live.apply(syncId);
        if (sync != null) {
            for (LiveFlow flow : sync.all()) {
                if (flow instanceof PairFlow pair) {
                    return pair;
                }
            }
        }
        return null;
    }
}
