package io.syncline.core.merge;

import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Version;
import java.util.List;

/**
 * The value of the replica that stands first in a list. A value that came from further away counts
 * as that of the replica which made it.
 *
 * @param word what a configuration calls it
 * @param order the first is the most trusted; who is not in it comes last
 */
public record Ranking(String word, List<ReplicaId> order) implements Rule {
    /** Copies the list. */
    public Ranking {
        order = List.copyOf(order);
    }

    @Override
    public Verdict decide(Clash clash) {
        int ours = rank(clash, Which.OURS);
        int theirs = rank(clash, Which.THEIRS);
        if (ours == theirs) {
            return Verdict.ask("neither side ranks before the other");
        }
        Which first = ours < theirs ? Which.OURS : Which.THEIRS;
        return Verdict.take(
                clash.value(first), maker(clash, first).name() + " ranks before the other");
    }

    private int rank(Clash clash, Which which) {
        int place = order.indexOf(maker(clash, which));
        return place < 0 ? order.size() : place;
    }

    private static ReplicaId maker(Clash clash, Which which) {
        Version time = clash.time(which);
        return time == null ? clash.contest().side(which).replica() : time.replica();
    }
}
