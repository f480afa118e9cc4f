package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Position;
import io.syncline.engine.shape.Plan;
import java.util.Map;

/**
 * What is known of a flow once it is taken over.
 *
 * @param plan what is copied
 * @param epoch the owner's
 * @param sharding which shard has a row
 * @param stored where each shard goes on, by its number
 * @param first from where the source tells everything
 * @param keyless the collections without a key; closed by whoever gives up
 */
record Opening(
        Plan plan,
        long epoch,
        Sharding sharding,
        Map<Integer, Position> stored,
        Position first,
        Keyless keyless) {}
