package io.syncline.engine.pair;

import io.syncline.core.change.Image;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Which;
import io.syncline.core.wire.Wire;
import java.util.List;

/**
 * What of a row waits for a person, while everything else of it goes on.
 *
 * @param ours the row as the first end showed it
 * @param theirs the row as the other end showed it
 * @param conflicts what no rule decided
 * @param told what both logs had told of the row by then
 * @param sinceMillis when it began to wait, UTC
 * @param care what people have done about it so far
 */
public record Review(
        Image ours,
        Image theirs,
        List<Conflict> conflicts,
        Dirt told,
        long sinceMillis,
        Care care) {
    /** Copies the list. */
    public Review {
        conflicts = List.copyOf(conflicts);
    }

    /** One that nobody has looked at yet. */
    public Review(Image ours, Image theirs, List<Conflict> conflicts, Dirt told, long sinceMillis) {
        this(ours, theirs, conflicts, told, sinceMillis, Care.NONE);
    }

    /** What it is called within its flow. */
    public ReviewId id() {
        return ReviewId.of(told.id(), sinceMillis);
    }

    /**
     * Stands for all that a person is shown of it: another one as soon as either end shows another
     * row, or something else is in conflict. 32 hexadecimal digits.
     */
    public String tag() {
        StringBuilder shown = new StringBuilder();
        shown.append(Wire.text(ours)).append('\n').append(Wire.text(theirs));
        conflicts.forEach(
                each -> shown.append('\n').append(each.kind()).append(' ').append(each.path()));
        return Digest.of(shown.toString());
    }

    /** The same after somebody has done something about it. */
    public Review with(Care other) {
        return new Review(ours, theirs, conflicts, told, sinceMillis, other);
    }

    /** The row as one end showed it. */
    public Image shown(Which which) {
        return which == Which.OURS ? ours : theirs;
    }

    /** Whether another look has found just the same. */
    public boolean same(Review other) {
        return ours.equals(other.ours)
                && theirs.equals(other.theirs)
                && conflicts.equals(other.conflicts);
    }

    /** Whether it is about the same edits as before, whatever else has changed in the row. */
    public boolean about(Review before) {
        boolean whole = conflicts.stream().anyMatch(conflict -> conflict.path().isEmpty());
        return conflicts.equals(before.conflicts)
                && (!whole || ours.equals(before.ours) && theirs.equals(before.theirs));
    }
}
