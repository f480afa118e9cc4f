package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.Map;
import java.util.TreeMap;

/**
 * A flow taken over, in the store and at its target.
 *
 * @param epoch the owner's, the latest at both
 * @param places where each shard stands at the target; may be changed
 */
public record Takeover(long epoch, Map<Integer, Position> places) {
    /**
     * Takes a flow over. The first time after its store was restored, the target knows later epochs
     * than the store: the flow goes on above them, and everything is copied again beside the
     * stream, because rows may have been parked of which the store knows nothing. Every other time
     * a later epoch at the target is another owner's.
     *
     * @throws EndpointException FENCED if a later owner has the flow
     */
    public static Takeover of(Owner owner, String flow, Store store, Checkpoints target) {
        boolean restored = store.restored(flow);
        long epoch =
                restored
                        ? store.nextEpoch(owner, flow, target.latest(flow))
                        : store.nextEpoch(owner, flow);
        Map<Integer, Position> places = new TreeMap<>(target.claim(flow, epoch));
        if (restored) {
            store.reclaimed(flow, epoch);
        }
        return new Takeover(epoch, places);
    }
}
