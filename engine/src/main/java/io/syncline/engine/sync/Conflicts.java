package io.syncline.engine.sync;

import java.util.Map;

/**
 * What a flow has found in conflict, in rows; a flow that goes one way has none.
 *
 * @param detected rows of which both ends had changed the same
 * @param resolved rows of which nothing waits any more, whoever decided
 * @param ruled conflicts that a rule settled, by the rule's word
 * @param braked whether there were too many, so that people decide all further ones
 */
public record Conflicts(long detected, long resolved, Map<String, Long> ruled, boolean braked) {
    /** None. */
    public static final Conflicts NONE = new Conflicts(0, 0, Map.of(), false);

    /** Copies the map. */
    public Conflicts {
        ruled = Map.copyOf(ruled);
    }

    /** These and others: the numbers alone. */
    Conflicts and(Conflicts other) {
        return new Conflicts(
                detected + other.detected,
                resolved + other.resolved,
                Map.of(),
                braked || other.braked);
    }

    /** What has come since then. */
    Conflicts since(Conflicts then) {
        return new Conflicts(detected - then.detected, resolved - then.resolved, ruled, braked);
    }
}
