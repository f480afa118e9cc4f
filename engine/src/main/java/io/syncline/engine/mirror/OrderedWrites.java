package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one collection that has no key: in the source's order, each exactly once, because
 * a second time would be seen. The cursor is stored with the rows or not at all; what the target
 * refuses is parked first, and then everything else is written. Used by one thread.
 */
final class OrderedWrites {
    private final Target target;
    private final Parking parking;
    private final String owner;
    private final long epoch;

    /**
     * Writes to a target.
     *
     * @param owner the name under which the collection's cursor is kept
     */
    OrderedWrites(Target target, Parking parking, String owner, long epoch) {
        this.target = target;
        this.parking = parking;
        this.owner = owner;
        this.epoch = epoch;
    }

    /** Writes changes, and the cursor they bring the collection to. */
    void write(List<Change> changes, Position cursor) {
        List<Change> left = new ArrayList<>();
        for (Change change : changes) {
            Change open = unparked(change);
            if (open != null) {
                left.add(open);
            }
        }
        for (List<Change> again = attempt(left, cursor);
                again != null;
                again = attempt(left, cursor)) {
            left = again;
        }
    }

    /** Writes a parked row, which is out when it passes. */
    void again(Change change, Position cursor) {
        if (attempt(List.of(change), cursor) == null) {
            parking.settled(change.id());
        }
    }

    /** Empties the collection. */
    void truncate(String collection, Position cursor) {
        target.truncate(List.of(collection), fence(cursor));
    }

    private Fence fence(Position cursor) {
        return new Fence(owner, 0, epoch, cursor);
    }

    /** Null if all is written; otherwise nothing is, and this is what to write now. */
    private @Nullable List<Change> attempt(List<Change> changes, Position cursor) {
        List<Outcome> outcomes =
                target.apply(changes.stream().map(Write::any).toList(), fence(cursor));
        List<Change> left = new ArrayList<>();
        boolean written = true;
        for (int i = 0; i < outcomes.size(); i++) {
            Change change = changes.get(i);
            switch (outcomes.get(i)) {
                case Outcome.Applied _ -> {}
                case Outcome.Refused why when why.blockedBy().isEmpty() -> {
                    written = false;
                    left.addAll(parked(change, why));
                }
                case Outcome.Refused _ -> left.add(change);
                case Outcome.Unknown _ -> throw Refusals.unanswered(change.id());
                case Outcome.Stale _ -> throw Refusals.impossible(change.id());
            }
        }
        return written ? null : left;
    }

    /** A changed row that is refused goes from the target as it was. */
    private List<Change> parked(Change change, Outcome.Refused why) {
        RowId from = change.from();
        if (from == null) {
            parking.park(change, why);
            return List.of();
        }
        parking.park(Change.of(change.id(), Image.absent(), change.after(), change.version()), why);
        return List.of(Change.of(from, change.before(), Image.absent(), change.version()));
    }

    /** What is left of a change of a row that is parked and so not at the target. */
    private @Nullable Change unparked(Change change) {
        RowId before = change.from() == null ? change.id() : change.from();
        boolean inserts = change.from() == null && change.before().isAbsent();
        Change parked = inserts ? null : parking.parked(before);
        if (parked == null || parked.after().isAbsent()) {
            return change;
        }
        parking.settled(before);
        return change.after().isAbsent()
                ? null
                : Change.of(change.id(), Image.absent(), change.after(), change.version());
    }
}
