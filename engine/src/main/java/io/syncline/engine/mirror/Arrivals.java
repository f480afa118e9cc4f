package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Source;
import java.util.Arrays;
import java.util.List;

/**
 * Up to where everything told has been applied. The checkpoint of a lane that had nothing to do
 * lies behind that, since it is brought along only now and then. Used by the feed's lane only.
 */
final class Arrivals {
    private final Source source;
    private final List<Shard> shards;

    /** Up to where each lane had applied everything when it was last handed work while idle. */
    private final Position[] since;

    /**
     * @param from the place before anything was handed over
     */
    Arrivals(Source source, List<Shard> shards, Position from) {
        this.source = source;
        this.shards = shards;
        this.since = new Position[shards.size()];
        Arrays.fill(since, from);
    }

    /**
     * Notes that a lane is about to be handed work.
     *
     * @param routed up to where all was handed over before
     */
    void handing(int lane, Position routed) {
        if (atRest(shards.get(lane))) {
            since[lane] = routed;
        }
    }

    /**
     * The place up to which everything is applied.
     *
     * @param routed up to where all was handed over
     */
    Position place(Position routed) {
        Position place = routed;
        for (int i = 0; i < since.length; i++) {
            Shard shard = shards.get(i);
            if (!atRest(shard)) {
                Position own = Places.latest(source, List.of(shard.stored(), since[i]));
                place = Places.least(source, List.of(place, own));
            }
        }
        return place;
    }

    private static boolean atRest(Shard shard) {
        return shard.drained() && !shard.hasDeferred();
    }
}
