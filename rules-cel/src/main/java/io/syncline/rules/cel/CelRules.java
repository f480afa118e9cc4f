package io.syncline.rules.cel;

import io.syncline.core.merge.Rule;
import io.syncline.core.merge.RuleMaker;
import java.util.Map;
import java.util.Set;

/** Makes rules of expressions. It touches the expressions' library only when one is wanted. */
public final class CelRules implements RuleMaker {
    static final String WORD = "custom";

    private static final String EXPRESSION = "expression";

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public Rule rule(Map<String, Object> parameters) {
        if (!parameters.keySet().equals(Set.of(EXPRESSION))
                || !(parameters.get(EXPRESSION) instanceof String text)) {
            throw new IllegalArgumentException(
                    "has to have 'expression', a text, and nothing else");
        }
        return new CelRule(Expression.compile(text));
    }
}
