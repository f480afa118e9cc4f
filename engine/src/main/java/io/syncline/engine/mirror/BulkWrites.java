package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Write;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Writes many rows in one transaction of the target, or in several if they are more than one may
 * have. Used by a shard's lane only.
 */
final class BulkWrites {
    private final Target target;
    private final int batchSize;
    private final Parking parking;
    private final Demands demands;
    private final Predicate<String> connected;
    private boolean uncovered;

    /**
     * @param batchSize the most rows of one write
     * @param connected whether rows of a collection, by the target's name, may refer to others or
     *     be referred to
     */
    BulkWrites(
            Target target,
            int batchSize,
            Parking parking,
            Demands demands,
            Predicate<String> connected) {
        this.target = target;
        this.batchSize = batchSize;
        this.parking = parking;
        this.demands = demands;
        this.connected = connected;
    }

    /**
     * Writes, and returns what was refused by a rule that another row may satisfy soon, and what
     * cannot be written before the source was asked for it; the rest is parked.
     *
     * <p>What is written ahead of the checkpoint may be written again after a crash, by itself. A
     * row that has changed several times would go back before everybody's eyes then, so it is
     * written with the checkpoint; so is all the rest if earlier changes lie ahead of it already.
     * And so are later rows that may refer to one of these: the target would refuse them before it.
     *
     * @param before where the shard is until all of it is written
     * @param fence where it is then
     */
    List<Change> write(Net net, Fence before, Fence fence) {
        net.takeBad().forEach(this::park);
        List<Change> again = takeHalfMade(net);
        boolean moves = !before.equals(fence);
        boolean whole = net.changes().size() <= batchSize || moves && uncovered;
        List<Change> ahead = new ArrayList<>();
        List<Change> last = new ArrayList<>(whole ? net.changes().size() : 0);
        boolean held = false;
        for (Change change : net.changes()) {
            boolean tied = connected.test(change.id().collection());
            boolean back = whole || moves && !net.once(change.id()) || held && tied;
            held |= back && tied;
            (back ? last : ahead).add(change);
        }
        int from = 0;
        while (ahead.size() - from + last.size() > batchSize && from < ahead.size()) {
            int to = Math.min(from + batchSize, ahead.size());
            again.addAll(write(ahead.subList(from, to), before));
            from = to;
        }
        last.addAll(0, ahead.subList(from, ahead.size()));
        again.addAll(write(last, again.isEmpty() ? fence : before));
        uncovered = (uncovered || !last.isEmpty()) && (!moves || !again.isEmpty());
        return again;
    }

    private List<Change> takeHalfMade(Net net) {
        List<Change> taken = new ArrayList<>();
        boolean none = parking.isEmpty();
        for (Change change : net.changes()) {
            Change parked = none ? null : parking.parked(change.id());
            Change folded = parked == null ? change : Fold.of(parked, change);
            if (Fold.halfMade(folded)) {
                if (parked != null) {
                    parking.renew(folded);
                }
                taken.add(folded);
            }
        }
        taken.forEach(change -> net.take(change.id()));
        return taken;
    }

    private List<Change> write(List<Change> changes, Fence fence) {
        List<Write> writes = new ArrayList<>(changes.size());
        List<RowId> waiting = new ArrayList<>();
        // Only this shard parks its own rows, and not now.
        boolean none = parking.isEmpty();
        for (Change change : changes) {
            Change parked = none ? null : parking.parked(change.id());
            if (parked != null) {
                waiting.add(change.id());
            }
            Change folded = parked == null ? change : Fold.of(parked, change);
            if (parked != null) {
                parking.renew(folded);
            }
            writes.add(demands.write(folded));
        }
        List<Outcome> outcomes = target.apply(writes, fence);
        List<Change> again = new ArrayList<>();
        boolean allApplied = true;
        for (int i = 0; i < outcomes.size(); i++) {
            Change change = writes.get(i).change();
            Outcome outcome = demands.judged(change, outcomes.get(i));
            allApplied &= !(outcomes.get(i) instanceof Outcome.Stale);
            switch (outcome) {
                case Outcome.Applied _ -> {}
                case Outcome.Refused why -> {
                    allApplied = false;
                    waiting.remove(change.id());
                    if (Refusals.mayPass(why.kind())) {
                        again.add(change);
                    } else {
                        parking.park(change, why);
                    }
                }
                case Outcome.Unknown _ -> throw Refusals.unanswered(change.id());
                case Outcome.Stale _ -> throw Refusals.impossible(change.id());
            }
        }
        waiting.forEach(parking::settled);
        if (!allApplied && again.isEmpty()) {
            target.apply(List.of(), fence);
        }
        return again;
    }

    /** What a rule of the sync refuses; before the checkpoint passes it. */
    private void park(Shaped.Bad bad) {
        Change earlier = parking.parked(bad.change().id());
        Change change = earlier == null ? bad.change() : Fold.of(earlier, bad.change());
        parking.park(change, bad.code(), bad.detail());
    }
}
