package io.syncline.core.merge;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/**
 * A rule with the words that made it.
 *
 * @param spec what a configuration says
 * @param rule what it means
 */
public record Named(RuleSpec spec, Rule rule) implements Rule {
    @Override
    public Verdict decide(Clash clash) {
        return rule.decide(clash);
    }

    @Override
    public String word() {
        return spec.word();
    }

    @Override
    public boolean addsUp(Value value) {
        return rule.addsUp(value);
    }

    @Override
    public @Nullable Value lift(@Nullable Value base, Value seen, Value now) {
        return rule.lift(base, seen, now);
    }
}
