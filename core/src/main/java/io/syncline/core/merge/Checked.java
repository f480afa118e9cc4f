package io.syncline.core.merge;

import io.syncline.core.change.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another rule's value, if it passes checks.
 *
 * @param rule makes the value
 * @param checks what must hold of it
 */
public record Checked(Rule rule, List<ValueCheck> checks) implements Rule {
    /** Copies the list. */
    public Checked {
        checks = List.copyOf(checks);
    }

    @Override
    public Verdict decide(Clash clash) {
        Verdict verdict = rule.decide(clash);
        if (verdict instanceof Verdict.Take(var value, _, _)) {
            for (ValueCheck check : checks) {
                String problem = check.problem(value);
                if (problem != null) {
                    return new Verdict.Ask(check.word() + ": " + problem, value, true);
                }
            }
        }
        return verdict;
    }

    @Override
    public String word() {
        return "merge_with_validation";
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
