package io.syncline.core.merge;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/**
 * The row whose own field says so: {@code updated_at}, or a number that grows.
 *
 * @param field which field of the row
 * @param latest whether the later of the two wins, else the earlier
 */
public record LatestField(String field, boolean latest) implements Rule {
    @Override
    public Verdict decide(Clash clash) {
        Value ours = value(clash, Which.OURS);
        Value theirs = value(clash, Which.THEIRS);
        Integer order = ours == null || theirs == null ? null : Order.compareTimes(ours, theirs);
        if (order == null || order == 0) {
            return Verdict.ask(field + " does not tell which row is the later one");
        }
        Which winner = order > 0 == latest ? Which.OURS : Which.THEIRS;
        return Verdict.take(
                clash.value(winner),
                clash.contest().side(winner).replica().name()
                        + (latest ? " has the later " : " has the earlier ")
                        + field);
    }

    private @Nullable Value value(Clash clash, Which which) {
        Row row = clash.contest().now(which).row();
        return row == null ? null : row.get(field);
    }

    @Override
    public String word() {
        return "timestamp_based";
    }
}
