package io.syncline.core.merge;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/**
 * A rule of one's own. What it throws is its own mistake about one row: a person decides that row,
 * and the sync goes on.
 *
 * @param word what a configuration calls it
 * @param rule somebody else's
 */
record Foreign(String word, Rule rule) implements Rule {
    @Override
    public Verdict decide(Clash clash) {
        try {
            return rule.decide(clash);
        } catch (RuntimeException e) {
            // Its message may have values of the row, which are no part of a reason.
            return Verdict.ask(
                    "the rule %s fails with %s".formatted(word, e.getClass().getSimpleName()));
        }
    }

    @Override
    public boolean addsUp(Value value) {
        try {
            return rule.addsUp(value);
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Override
    public @Nullable Value lift(@Nullable Value base, Value seen, Value now) {
        try {
            return rule.lift(base, seen, now);
        } catch (RuntimeException e) {
            return null;
        }
    }
}
