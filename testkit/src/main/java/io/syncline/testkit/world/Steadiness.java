package io.syncline.testkit.world;

import io.syncline.core.endpoint.Position;
import java.util.Map;
import java.util.Set;

/**
 * Whether a flow does nothing but follow its stream: all is copied, nothing is mended, the shards
 * are as before, and the checkpoints have passed the head at which that began, and all that was
 * looked up.
 */
final class Steadiness {
    private long since = -1;
    private Set<Integer> shards = Set.of();

    /** How it is now; has to be asked after every step. */
    boolean look(World world) {
        // What was missed is mended row by row, while the stream tells what came later.
        if (world.missed()
                || !world.standing().copied()
                || world.standing().looksAgain()
                || world.standing().unswept()) {
            since = -1;
            return false;
        }
        Map<Integer, Position> places = world.target().places(World.FLOW);
        // Others begin at the least of the places that there were.
        if (since < 0 || !shards.equals(places.keySet())) {
            since = world.database().log().size();
            shards = Set.copyOf(places.keySet());
        }
        // Until then, what is not told is looked up, and of later.
        String ahead = world.store().note(World.FLOW, "ahead");
        long from = Math.max(since, ahead == null ? 0 : Long.parseLong(ahead));
        return places.values().stream().allMatch(place -> Long.parseLong(place.token()) >= from);
    }
}
