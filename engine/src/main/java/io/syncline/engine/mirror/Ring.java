package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Rows that wait for each other, each maybe in another shard. They are given to the target in one
 * transaction, which knows an order for most, and can let those go at once that hand unique values
 * to each other in a ring; what is left is tried one after the other.
 */
final class Ring {
    private Ring() {}

    /** Tries what waits in any shard, by itself and together, as long as any of it passes. */
    static void settle(List<Deferred> shards) {
        boolean progress = true;
        while (progress) {
            together(shards, Deferred::waiting);
            progress = false;
            for (Deferred shard : shards) {
                progress |= shard.retry();
            }
            progress = progress || together(shards, Deferred::waitingForValues);
        }
    }

    /**
     * Tries some of what waits in one transaction, while all shards are drained.
     *
     * @return whether any of it passed
     */
    private static boolean together(List<Deferred> shards, Function<Deferred, List<Change>> which) {
        Map<RowId, Deferred> owners = new LinkedHashMap<>();
        List<Change> changes = new ArrayList<>();
        for (Deferred shard : shards) {
            for (Change change : which.apply(shard)) {
                owners.put(change.id(), shard);
                changes.add(change);
            }
        }
        if (changes.size() < 2) {
            return false;
        }
        List<RowId> passed = shards.getFirst().together(changes);
        owners.keySet().retainAll(passed);
        owners.forEach((id, shard) -> shard.released(id));
        return !passed.isEmpty();
    }
}
