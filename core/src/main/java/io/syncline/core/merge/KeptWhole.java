package io.syncline.core.merge;

import io.syncline.core.change.Value;
import java.util.Set;

/**
 * Another rule's value, if it is a group with all its fields: a rule may not tear what belongs
 * together.
 *
 * @param rule decides the group
 * @param fields what the value has to have
 */
record KeptWhole(Rule rule, Set<String> fields) implements Rule {
    @Override
    public Verdict decide(Clash clash) {
        Verdict verdict = rule.decide(clash);
        boolean torn =
                verdict instanceof Verdict.Take(var value, _, _)
                        && !(value instanceof Value.Struct(var kept)
                                && kept.keySet().equals(fields));
        return torn ? Verdict.ask("the rule's value is not all of the group") : verdict;
    }

    @Override
    public String word() {
        return rule.word();
    }
}
