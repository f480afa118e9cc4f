package io.syncline.core.merge;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/**
 * Another rule's value, if a person agrees.
 *
 * @param rule proposes the value
 */
public record Approved(Rule rule) implements Rule {
    @Override
    public Verdict decide(Clash clash) {
        return switch (rule.decide(clash)) {
            case Verdict.Take(var value, _, var because) ->
                    new Verdict.Ask("somebody has to agree: " + because, value, false);
            case Verdict.Ask ask -> ask;
        };
    }

    @Override
    public String word() {
        return rule.word() + " with approval";
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
