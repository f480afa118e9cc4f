package io.syncline.rules.cel;

import dev.cel.common.values.NullValue;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Clash;
import io.syncline.core.merge.Rule;
import io.syncline.core.merge.Verdict;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes what an expression gives. It sees {@code base}, {@code ours} and {@code theirs}, the rows
 * by field, {@code base} null where nobody knows it; {@code value.base}, {@code value.ours} and
 * {@code value.theirs}, the field's own values; and {@code field}, its path. Where it gives null,
 * fails, or gives what the field cannot hold, a person decides.
 *
 * @param expression what to evaluate
 */
record CelRule(Expression expression) implements Rule {
    @Override
    public Verdict decide(Clash clash) {
        Object result;
        try {
            result = expression.evaluate(seen(clash));
        } catch (ExpressionException e) {
            return Verdict.ask("the rule's expression cannot say: " + e.getMessage());
        }
        if (result == NullValue.NULL_VALUE) {
            return Verdict.ask("the rule's expression leaves it to a person");
        }
        Value value = Meant.value(result, clash);
        return value == null
                ? Verdict.ask("the rule's expression gives what the field cannot hold")
                : Verdict.take(value, "the rule's expression gives it");
    }

    private static Map<String, Object> seen(Clash clash) {
        Image base = clash.contest().base().image();
        Row agreed = base == null ? null : base.row();
        Map<String, Object> values = new TreeMap<>();
        values.put("base", shown(clash.base()));
        values.put("ours", shown(clash.ours()));
        values.put("theirs", shown(clash.theirs()));
        return Map.of(
                "base", agreed == null ? NullValue.NULL_VALUE : new ShownRow(agreed),
                "ours", row(clash.contest().ours().now()),
                "theirs", row(clash.contest().theirs().now()),
                "value", values,
                "field", clash.path());
    }

    private static Map<String, Object> row(Image image) {
        Row row = image.row();
        return row == null ? Map.of() : new ShownRow(row);
    }

    private static Object shown(@Nullable Value value) {
        return value == null ? NullValue.NULL_VALUE : Shown.of(value);
    }

    @Override
    public String word() {
        return CelRules.WORD;
    }
}
