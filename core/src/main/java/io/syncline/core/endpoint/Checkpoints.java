package io.syncline.core.endpoint;

import java.util.Map;

/** A target that stores positions in the same transaction as the rows. */
public interface Checkpoints {
    /**
     * Takes a flow over: from now on only fences of this epoch are good. Idempotent for one epoch.
     *
     * @return the position of each shard that has one
     * @throws EndpointException FENCED if a later epoch has claimed the flow
     */
    Map<Integer, Position> claim(String flow, long epoch);

    /** The latest epoch that has claimed a flow; 0 if none has. Changes nothing. */
    long latest(String flow);

    /** Replaces the positions of all shards at once, when their number changes; under the epoch. */
    void reshard(String flow, long epoch, Map<Integer, Position> positions);

    /** Forgets the flow and its parts, whose names go on with a slash. Idempotent. */
    void forget(String flow);
}
