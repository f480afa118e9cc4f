package io.syncline.engine.pair;

import io.syncline.core.change.Image;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Which;
import java.util.List;

/**
 * What of a row waits for a person, while everything else of it goes on.
 *
 * @param ours the row as the first end showed it
 * @param theirs the row as the other end showed it
 * @param conflicts what no rule decided
 * @param told what both logs had told of the row by then
 * @param sinceMillis when it began to wait, UTC
 */
public record Review(
        Image ours, Image theirs, List<Conflict> conflicts, Dirt told, long sinceMillis) {
    /** Copies the list. */
    public Review {
        conflicts = List.copyOf(conflicts);
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
}
