package io.syncline.testkit.world;

import java.util.List;
import java.util.Set;

/**
 * All that must hold after every step. What a step left as it was is not looked at again: only what
 * is durable is promised, and that changes with a commit of the source or a call.
 */
final class Checks {
    /** Calls that change nothing anywhere. */
    private static final Set<String> READING =
            Set.of(
                    "catalog", "chunk", "copy", "current", "filled", "head", "latest", "piece",
                    "poll", "scan", "turn");

    private final World world;
    private final List<Invariant> invariants =
            List.of(
                    new NoCheckpointAheadOfItsEffects(),
                    new NothingAppliedTwiceVisibly(),
                    new NoAcknowledgeBeforeStored(),
                    new NobodySeesATransactionInPart());
    private long calls;
    private long checked = -1;

    Checks(World world) {
        this.world = world;
    }

    /** Somebody calls an endpoint or the store. */
    void called(String call) {
        if (!READING.contains(call)) {
            calls++;
        }
    }

    /** Takes note of what happened, and looks whether all that must hold does. */
    void look() {
        long now = calls + world.database().log().size();
        if (now != checked) {
            checked = now;
            world.standing().look();
            world.history().follow(world.database().log());
            invariants.forEach(invariant -> invariant.check(world));
        }
    }
}
