package io.syncline.engine.reconcile;

import io.syncline.engine.pair.Settlement;
import java.util.function.Supplier;

/**
 * A round that is dealt with, while it is being noted what became of it: meanwhile the next one
 * decides, about other rows. Used by the loop's lane only.
 */
final class Leaving {
    private final Round round;
    private final Supplier<Settlement> noting;

    /** Begins to note it. */
    Leaving(Parts parts, Round round) {
        this.round = round;
        Settlement settlement = round.settlement();
        this.noting =
                parts.begin(
                        round.dirt().size(),
                        () -> {
                            parts.pairs().settle(parts.flow(), parts.epoch(), settlement);
                            return settlement;
                        });
    }

    /** The round. */
    Round round() {
        return round;
    }

    /** Waits until it is durable, and gives what was noted. */
    Settlement noted() {
        return noting.get();
    }

    /** Waits for the end of it, whatever comes of it. */
    void close() {
        Look.end(noting);
    }
}
