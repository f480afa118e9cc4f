package io.syncline.core.merge;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/**
 * Another rule, as sure as somebody says it is.
 *
 * @param rule gives the value
 * @param confidence how sure it is at most, from 0 to 1
 */
public record Surely(Rule rule, double confidence) implements Rule {
    @Override
    public Verdict decide(Clash clash) {
        return switch (rule.decide(clash)) {
            case Verdict.Take(var value, double sure, var because) ->
                    new Verdict.Take(value, Math.min(sure, confidence), because);
            case Verdict.Ask ask -> ask;
        };
    }

    @Override
    public String word() {
        return rule.word();
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
