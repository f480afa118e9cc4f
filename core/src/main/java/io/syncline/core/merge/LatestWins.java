package io.syncline.core.merge;

import io.syncline.core.change.Version;

/** The edit that was made later, by the sides' own clocks and logs. */
public enum LatestWins implements Rule {
    /** The only one there is. */
    LATEST;

    @Override
    public Verdict decide(Clash clash) {
        Version ours = clash.time(Which.OURS);
        Version theirs = clash.time(Which.THEIRS);
        if (ours == null || theirs == null) {
            return Verdict.ask("nobody knows which edit was made later");
        }
        if (ours.equals(theirs)) {
            return Verdict.ask("both are said to be of the same edit");
        }
        Which later = ours.compareTo(theirs) > 0 ? Which.OURS : Which.THEIRS;
        return Verdict.take(
                clash.value(later),
                clash.contest().side(later).replica().name() + " was changed later");
    }

    @Override
    public String word() {
        return "last_write_wins";
    }
}
