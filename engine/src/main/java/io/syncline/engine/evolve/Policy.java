package io.syncline.engine.evolve;

import java.util.function.BiConsumer;

/**
 * What a flow does about changes of the source's tables.
 *
 * @param changes the sync's own word
 * @param approved whether a person has seen what there is and lets the sync go on with it
 * @param chosen whether the sync's tables were named one by one, so that a new one is always wanted
 * @param told hears of each change that is followed or ignored: the collection, and what was done
 */
public record Policy(
        SchemaChanges changes, boolean approved, boolean chosen, BiConsumer<String, String> told) {
    /** That of flows for which nobody said anything: they follow, and nobody listens. */
    public static Policy standard() {
        return new Policy(SchemaChanges.FOLLOW, false, false, (_, _) -> {});
    }

    /** The same with a person's word. */
    public Policy approvedOnce() {
        return new Policy(changes, true, chosen, told);
    }

    /** Whether the destination may be altered. */
    boolean follows() {
        return approved || changes == SchemaChanges.FOLLOW;
    }

    /** Whether a person has to look first. */
    boolean holds() {
        return !approved && changes == SchemaChanges.PAUSE;
    }
}
