package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.store.Store;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the checkpoints from which a flow goes on, over what it has missed if it has missed
 * something. Used by the feed's lane only.
 */
final class Bridge {
    private final Checkpoints target;
    private final Store store;
    private final String flow;
    private final Sharding sharding;
    private final Holds holds;

    Bridge(Checkpoints target, Store store, String flow, Sharding sharding, Holds holds) {
        this.target = target;
        this.store = store;
        this.flow = flow;
        this.sharding = sharding;
        this.holds = holds;
    }

    /** Whether what was missed can be found by comparing both ends. */
    static boolean heals(Endpoint source, Endpoint target) {
        return source instanceof Lookup && source instanceof Scan && target instanceof Scan;
    }

    /**
     * The checkpoints to go on with. Where there were more or fewer shards, or other foreign keys
     * at the target, or shards of an earlier rule, they had other rows, and other numbers: those of
     * now all begin at the least place of theirs, and what some of them had written is written once
     * more. Idempotent, until the stream is read.
     *
     * @param stored as the target has them, in the order of their numbers
     * @param first from where the source tells everything
     */
    Map<Integer, Position> over(
            Source source, Plan plan, Map<Integer, Position> stored, Position first, long epoch) {
        if (holds.broken()) {
            Map<Integer, Position> fresh = all(first);
            target.reshard(flow, epoch, fresh);
            // Their rows cannot be told apart, so they cannot be compared row by row.
            for (var route : Keyless.of(plan)) {
                store.progress(
                        flow, epoch, route.source(), new SnapshotProgress(null, 0, false, 0));
            }
            holds.bridged();
            return fresh;
        }
        if (List.copyOf(stored.keySet()).equals(sharding.numbers())) {
            return stored;
        }
        List<Position> places = List.copyOf(stored.values());
        Map<Integer, Position> fresh = all(places.isEmpty() ? first : Places.least(source, places));
        target.reshard(flow, epoch, fresh);
        return fresh;
    }

    private Map<Integer, Position> all(Position place) {
        Map<Integer, Position> places = new TreeMap<>();
        sharding.numbers().forEach(number -> places.put(number, place));
        return places;
    }
}
