package io.syncline.engine.review;

import io.syncline.core.merge.Rules;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * How a sync's conflicts are decided by people, and what of them is shown.
 *
 * @param rules how the rows of a collection are merged, by the sync's name of it
 * @param terms what its configuration says
 * @param masked whether of a collection's field nobody is shown more than whether it differs
 */
public record ReviewPolicy(
        Function<String, Rules> rules, ReviewTerms terms, BiPredicate<String, String> masked) {
    /** One person decides, at any time, and sees everything. */
    public static ReviewPolicy plain(Function<String, Rules> rules) {
        return new ReviewPolicy(rules, ReviewTerms.NONE, (_, _) -> false);
    }
}
