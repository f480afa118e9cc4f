package io.syncline.core.merge;

/**
 * The higher or the lower of two numbers, the later or the earlier of two times.
 *
 * @param highest whether the higher
 */
public record Extreme(boolean highest) implements Rule {
    @Override
    public Verdict decide(Clash clash) {
        Integer order = Order.compare(clash.ours(), clash.theirs());
        if (order == null) {
            return Verdict.ask("the two values have no order");
        }
        return Verdict.take(
                order >= 0 == highest ? clash.ours() : clash.theirs(),
                highest ? "it is the higher of the two" : "it is the lower of the two");
    }

    @Override
    public String word() {
        return highest ? "highest_wins" : "lowest_wins";
    }
}
