package io.syncline.testkit.world;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.engine.sync.Parked;

/**
 * At quiet: what of the sync's tables is parked because a rule of the sync refuses it is refused by
 * that rule now.
 */
final class RefusedForAReason implements Invariant {
    @Override
    public void check(World world) {
        for (Parked parked : world.store().parked(World.SYNC, 0, Integer.MAX_VALUE)) {
            RowId id = World.atSource(parked.change().id());
            if (!world.standing().copied(id.collection())) {
                // A person has taken its table out, and nobody looks after it.
                continue;
            }
            Row here = world.database().committed(id);
            if (parked.detail().equals(WorldShape.RULE) && !world.passage().refuses(id, here)) {
                throw new AssertionError(id + " waits for a rule that says nothing of " + here);
            }
        }
    }
}
