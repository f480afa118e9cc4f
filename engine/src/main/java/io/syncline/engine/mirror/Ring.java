package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that hand unique values to each other in a ring: none can go first, and each may be in
 * another shard. They are given to the target in one transaction, which can let all of them go at
 * once.
 */
final class Ring {
    private Ring() {}

    /** Tries what waits in any shard, by itself and together, as long as any of it passes. */
    static void settle(List<Deferred> shards) {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Deferred shard : shards) {
                progress |= shard.retry();
            }
            progress = progress || close(shards);
        }
    }

    /**
     * Tries what waits for unique values, while all shards are drained.
     *
     * @return whether any of it passed
     */
    private static boolean close(List<Deferred> shards) {
        Map<RowId, Deferred> owners = new LinkedHashMap<>();
        List<Change> changes = new ArrayList<>();
        for (Deferred shard : shards) {
            for (Change change : shard.waitingForValues()) {
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
