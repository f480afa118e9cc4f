package io.syncline.core.merge;

import io.syncline.core.change.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first of several rules that can say. One that waits for somebody to agree, or whose value
 * breaks a check, has said something: the next is not asked.
 *
 * @param word what a configuration calls it
 * @param rules in their order, at least one
 */
public record FirstOf(String word, List<Rule> rules) implements Rule {
    /** Copies the list. */
    public FirstOf {
        rules = List.copyOf(rules);
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("No rule to ask");
        }
    }

    @Override
    public Verdict decide(Clash clash) {
        Verdict verdict = Verdict.ask("no rule could say");
        for (Rule rule : rules) {
            verdict = rule.decide(clash);
            boolean next =
                    verdict instanceof Verdict.Ask(_, var proposal, boolean broken)
                            && proposal == null
                            && !broken;
            if (!next) {
                return verdict;
            }
        }
        return verdict;
    }

    @Override
    public boolean addsUp(Value value) {
        return rules.getFirst().addsUp(value);
    }

    @Override
    public @Nullable Value lift(@Nullable Value base, Value seen, Value now) {
        return rules.getFirst().lift(base, seen, now);
    }
}
