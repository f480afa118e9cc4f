package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Write;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows one at a time while all shards are drained: key changes, and rows that waited for
 * others. Used by the feed's lane only.
 */
final class SingleWrites {
    private final Target target;
    private final Parking parking;
    private final Missing missing;
    private final Demands demands;
    private final Supplier<Fence> fence;

    /** What could not be written, and why. */
    record Left(Change change, Code code, String detail) {
        Left(Change change, Outcome.Refused why) {
            this(change, Refusals.code(why.kind()), why.detail());
        }
    }

    SingleWrites(
            Target target,
            Parking parking,
            Missing missing,
            Demands demands,
            Supplier<Fence> fence) {
        this.target = target;
        this.parking = parking;
        this.missing = missing;
        this.demands = demands;
        this.fence = fence;
    }

    /** Writes a change; what is left of it if it is refused, else null. */
    @Nullable Left attempt(Change change) {
        Shaped now = Fold.halfMade(change) ? missing.complete(change) : null;
        if (now != null) {
            return written(change.id(), now);
        }
        Outcome outcome = apply(change);
        boolean missed =
                outcome instanceof Outcome.Refused(Outcome.Kind kind, _, _)
                        && kind == Outcome.Kind.MISSING;
        Shaped whole = missed ? missing.complete(change) : null;
        return whole == null ? settled(change, outcome) : written(change.id(), whole);
    }

    /** Writes what is to become of a row; what is left of it if it is refused, else null. */
    private @Nullable Left written(RowId id, Shaped whole) {
        return switch (whole) {
            case Shaped.Put(Change change) -> settled(change, apply(change));
            case Shaped.Gone(Change change) -> settled(change, apply(change));
            case Shaped.Bad(Change change, Code code, String detail) ->
                    new Left(change, code, detail);
            case Shaped.Skip _ -> {
                settled(id);
                yield null;
            }
            case Shaped.Unknown _ -> throw new IllegalStateException("A whole row is unknown");
        };
    }

    private @Nullable Left settled(Change change, Outcome outcome) {
        if (outcome instanceof Outcome.Refused why) {
            return new Left(change, why);
        }
        settled(change.id());
        return null;
    }

    /** Writes changes in one transaction; the rows that passed. */
    List<RowId> together(List<Change> changes) {
        List<Outcome> outcomes =
                target.apply(changes.stream().map(demands::write).toList(), fence.get());
        List<RowId> passed = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            RowId id = changes.get(i).id();
            if (answered(outcomes.get(i), changes.get(i)) instanceof Outcome.Applied) {
                settled(id);
                passed.add(id);
            }
        }
        return passed;
    }

    /** Writes a key change or what is left of one, or parks it. */
    void write(Change change) {
        Change whole = completed(change);
        RowId from = change.from();
        if (from != null && whole.from() != null) {
            move(whole, from);
            return;
        }
        if (from != null) {
            // Gone meanwhile, so from both keys; each is parked by itself if it cannot go.
            write(Change.of(from, change.before(), Image.absent(), change.version()));
        }
        Left left = attempt(whole);
        if (left != null) {
            park(left);
        }
    }

    private void move(Change whole, RowId from) {
        Change parked = parking.parked(from);
        Left left = attempt(parked == null ? whole : Fold.moved(parked, whole));
        if (left == null) {
            settled(from);
        } else {
            leave(from, left);
        }
    }

    /**
     * Writes a row as the source has it now, or parks it, for the reason of today. All of a row
     * replaces what it is parked with: that may rest on a row of the target that is not what the
     * source had then, as after lost log. What the stream tells next may be older, and is told up
     * to this look; but a row that is gone stays parked with what it has, because a few older
     * fields must not be all that is known of it.
     */
    void mend(RowId id, Shaped whole) {
        Left left = written(id, whole);
        if (left != null) {
            Image now = left.change().after();
            Change kept = parking.parked(left.change().id());
            park(
                    kept != null && (now.isAbsent() || now.equals(kept.after()))
                            ? new Left(kept, left.code(), left.detail())
                            : left);
        }
    }

    /**
     * Writes several rows as the source has them now, in one transaction as far as the target takes
     * them; the others one at a time.
     */
    void mend(Map<RowId, Shaped> rows) {
        Map<RowId, Shaped> alone = new LinkedHashMap<>(rows);
        List<Write> writes = new ArrayList<>();
        rows.forEach(
                (id, whole) -> {
                    Change change = change(whole);
                    if (change != null && parking.parked(id) == null) {
                        writes.add(demands.write(change));
                    }
                });
        List<Outcome> outcomes = target.apply(writes, fence.get());
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Applied) {
                alone.remove(writes.get(i).change().id());
            }
        }
        alone.forEach(this::mend);
    }

    /** Writes a parked row as a person wants it, unless it is not parked as he saw it. */
    Edit.Answer edit(Change seen, Change wanted) {
        Change now = parking.parked(seen.id());
        if (now == null || !now.equals(seen)) {
            return new Edit.Answer.Changed();
        }
        // Not completed from the source: its values are what the person does not want.
        Left left = settled(wanted, apply(wanted));
        return left == null
                ? new Edit.Answer.Settled()
                : new Edit.Answer.Refused(left.code(), left.detail());
    }

    private static @Nullable Change change(Shaped whole) {
        return switch (whole) {
            case Shaped.Put(Change change) -> change;
            case Shaped.Gone(Change change) -> change;
            case Shaped.Bad _, Shaped.Skip _, Shaped.Unknown _ -> null;
        };
    }

    /**
     * A key change that is repeated may meet a later row at its old key, and what a chunk has left
     * of one may meet an earlier row at its new key. It must not take fields of either along; so it
     * is never laid over what is there. No key change any more if the row is gone at the source.
     */
    private Change completed(Change move) {
        Shaped whole = missing.lacks(move) ? missing.complete(move) : null;
        return switch (whole) {
            case null -> move;
            case Shaped.Put(Change now) when now.after().isAbsent() -> now;
            case Shaped.Put(Change now) ->
                    new Change(move.id(), move.from(), move.before(), now.after(), move.version());
            case Shaped.Gone(Change gone) -> gone;
            // The feed has shaped the move; what became of the row since is told after it.
            case Shaped.Bad _, Shaped.Skip _, Shaped.Unknown _ -> move;
        };
    }

    /** The row cannot stand at its new key: it goes from its old one and is parked at the new. */
    private void leave(RowId from, Left left) {
        Change whole = completed(left.change());
        Change put =
                Change.of(
                        left.change().id(), Image.absent(), whole.after(), left.change().version());
        park(new Left(put, left.code(), left.detail()));
        Left there =
                attempt(Change.of(from, Image.absent(), Image.absent(), left.change().version()));
        if (there != null) {
            park(there);
        }
        Left again = attempt(put);
        if (again != null) {
            park(again);
        }
    }

    void park(Left left) {
        parking.park(left.change(), left.code(), left.detail());
    }

    private void settled(RowId id) {
        if (parking.parked(id) != null) {
            parking.settled(id);
        }
    }

    private Outcome apply(Change change) {
        return answered(
                target.apply(List.of(demands.write(change)), fence.get()).getFirst(), change);
    }

    private Outcome answered(Outcome told, Change change) {
        Outcome outcome = demands.judged(change, told);
        RowId id = change.id();
        return switch (outcome) {
            case Outcome.Applied _ -> outcome;
            case Outcome.Refused why when why.kind() == Outcome.Kind.BUSY ->
                    throw Refusals.busy(id, why);
            case Outcome.Refused _ -> outcome;
            case Outcome.Unknown _ -> throw Refusals.unanswered(id);
            case Outcome.Stale _ -> throw Refusals.impossible(id);
        };
    }
}
