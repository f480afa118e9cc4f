package io.syncline.core.merge;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/** What was agreed plus what each side added: the agreed part counts once. */
public enum Sum implements Rule {
    /** The only one there is. */
    SUM;

    @Override
    public Verdict decide(Clash clash) {
        Value base = clash.base();
        if (base == null) {
            return Verdict.ask("without an agreed value nobody knows what was added");
        }
        Value sum = Order.shifted(clash.ours(), base, clash.theirs());
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
    public Value lift(@Nullable Value base, Value seen, Value now) {
        Value moved = base == null ? null : Order.shifted(base, seen, now);
        return moved == null ? now : moved;
    }
}
