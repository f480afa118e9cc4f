package io.syncline.testkit.world;

import io.syncline.core.endpoint.Position;

/** The source has let nothing go that a checkpoint or the snapshot may still need. */
final class NoAcknowledgeBeforeStored implements Invariant {
    private long first;
    private int made;

    @Override
    public void check(World world) {
        if ("open".equals(world.store().note(World.FLOW, "gap"))) {
            // A new slot may be there, from which the flow has not gone on yet.
            return;
        }
        Long slot = world.database().slot(World.FLOW);
        if (slot == null || world.database().isLost(World.FLOW)) {
            return;
        }
        if (made != world.database().slotsMade()) {
            made = world.database().slotsMade();
            first = slot;
        }
        boolean copied = world.standing().copied();
        if (world.standing().mightForget()) {
            // A table may be copied again from here on.
            first = slot;
        }
        if (slot > first && !copied) {
            throw new AssertionError("Acknowledged " + slot + " while the snapshot runs");
        }
        for (Position place : world.target().places(World.FLOW).values()) {
            if (slot > Long.parseLong(place.token())) {
                throw new AssertionError("Acknowledged " + slot + ", stored only " + place);
            }
        }
    }
}
