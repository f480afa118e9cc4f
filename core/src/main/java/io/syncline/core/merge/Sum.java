package io.syncline.core.merge;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed plus what each side added: the agreed part counts once. A row that was agreed not
 * to be there, and a NULL, count as none.
 */
public enum Sum implements Rule {
    /** The only one there is. */
    SUM;

    @Override
    public Verdict decide(Clash clash) {
        Value base = clash.start();
        if (base == null) {
            return Verdict.ask("without an agreed value nobody knows what was added");
        }
        Value sum = Order.shifted(clash.ours(), counted(base), clash.theirs());
        return sum == null
                ? Verdict.ask("not all of the values are numbers")
                : Verdict.take(sum, "it is the agreed number with both changes");
    }

    @Override
    public String word() {
        return "sum";
    }

    @Override
    public boolean addsUp(Value value) {
        return Order.number(value) != null;
    }

    @Override
    public @Nullable Value lift(@Nullable Value base, Value seen, Value now) {
        return base == null ? null : Order.shifted(counted(base), counted(seen), now);
    }

    /** Nothing yet counts as none. */
    private static Value counted(Value value) {
        return value instanceof Value.Null ? new Value.Int(0) : value;
    }
}
