package io.syncline.rules.cel;

import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Clash;
import io.syncline.core.merge.Contest;
import io.syncline.core.merge.Rule;
import io.syncline.core.merge.Side;
import io.syncline.core.merge.Times;
import io.syncline.core.merge.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Three rows that meet in a field. */
record Meeting(@Nullable Row base, Row ours, Row theirs) {
    /** The field is all there is, and nobody knows what was agreed. */
    static Meeting of(Value ours, Value theirs) {
        return new Meeting(null, Row.of("f", ours), Row.of("f", theirs));
    }

    /** What an expression decides. */
    Verdict decide(String field, String expression) {
        return decide(field, new CelRules().rule(Map.of("expression", expression)));
    }

    Verdict decide(String field, Rule rule) {
        Row agreed = base;
        Contest contest =
                new Contest(
                        agreed == null ? Base.unknown() : Base.of(Image.whole(agreed)),
                        side("a", ours),
                        side("b", theirs));
        return rule.decide(
                new Clash(
                        field,
                        agreed == null ? null : agreed.get(field),
                        value(ours, field),
                        value(theirs, field),
                        contest));
    }

    private static Value value(Row row, String field) {
        Value value = row.get(field);
        if (value == null) {
            throw new AssertionError("There is no field " + field);
        }
        return value;
    }

    private static Side side(String name, Row row) {
        Image image = Image.whole(row);
        return new Side(new ReplicaId(name), image, image, Times.unknown());
    }
}
