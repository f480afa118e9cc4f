package io.syncline.core.merge;

/**
 * One side's value, whatever the other says.
 *
 * @param which whose
 */
public record SideWins(Which which) implements Rule {
    @Override
    public Verdict decide(Clash clash) {
        return Verdict.take(
                clash.value(which),
                clash.contest().side(which).replica().name() + " has the last word");
    }

    @Override
    public String word() {
        return which == Which.OURS ? "source_wins" : "destination_wins";
    }
}
