package io.syncline.testkit.world;

import io.syncline.testkit.Choices;

/**
 * Which troubles a world has; drawn, so that each run lacks some (swarm testing).
 *
 * @param refusals rows the target refuses: unique values, references, values it cannot hold
 * @param moves keys change
 * @param truncates tables are emptied
 * @param lateness committed transactions stay invisible for a while
 * @param splits transactions are told in parts
 * @param weatherPercent how many calls in a thousand fail
 * @param crashPercent how many steps in a thousand end the process
 * @param rivals a second owner takes the flow over
 * @param workers how many shards
 */
public record Climate(
        boolean refusals,
        boolean moves,
        boolean truncates,
        boolean lateness,
        boolean splits,
        int weatherPercent,
        int crashPercent,
        boolean rivals,
        int workers) {
    /** A drawn one. */
    public static Climate any(Choices any) {
        return new Climate(
                any.chance(50),
                any.chance(40),
                any.chance(30),
                any.chance(60),
                any.chance(50),
                any.chance(50) ? 15 : 0,
                any.chance(60) ? 25 : 0,
                any.chance(20),
                1 + any.below(3));
    }

    /** Whether a write can only ever be repeated after a crash by being atomic with its place. */
    boolean plain() {
        return !refusals && !moves && !truncates;
    }
}
