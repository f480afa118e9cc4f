package io.syncline.engine.review;

import io.syncline.core.merge.Rules;
import java.time.Duration;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a sync's conflicts are decided by people, and what of them is shown.
 *
 * @param rules how the rows of a collection are merged, by the sync's name of it
 * @param approvals how many people have to want a decision: one, or two
 * @param escalateAfter how long a conflict may wait; null for as long as it likes
 * @param masked whether of a collection's field nobody is shown more than whether it differs
 */
public record ReviewPolicy(
        Function<String, Rules> rules,
        int approvals,
        @Nullable Duration escalateAfter,
        BiPredicate<String, String> masked) {
    /** Checks the number. */
    public ReviewPolicy {
        if (approvals < 1 || approvals > 2) {
            throw new IllegalArgumentException("One or two people decide, not " + approvals);
        }
    }

    /** One person decides, at any time, and sees everything. */
    public static ReviewPolicy plain(Function<String, Rules> rules) {
        return new ReviewPolicy(rules, 1, null, (_, _) -> false);
    }
}
