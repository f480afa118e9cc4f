package io.syncline.engine.pair;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Times;
import io.syncline.core.merge.Which;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a row that two ends share.
 *
 * @param id as the sync calls it
 * @param base what both last agreed on
 * @param times when the agreed fields were changed last, and by whom, as far as that is known
 * @param ours how the first end stands to it
 * @param theirs how the other end stands to it
 * @param review what waits for a person; null if nothing does
 */
public record Pair(
        RowId id, Base base, Times times, Half ours, Half theirs, @Nullable Review review) {
    /** A row of which nobody knows when it was changed. */
    public Pair(RowId id, Base base, Half ours, Half theirs, @Nullable Review review) {
        this(id, base, Times.unknown(), ours, theirs, review);
    }

    /** A row that neither end has ever had. */
    public static Pair unmet(RowId id) {
        return new Pair(id, Base.of(Image.absent()), Half.UNMET, Half.UNMET, null);
    }

    /** How one of the ends stands to it. */
    public Half half(Which which) {
        return which == Which.OURS ? ours : theirs;
    }

    /** The same with another half. */
    public Pair with(Which which, Half half) {
        return which == Which.OURS
                ? new Pair(id, base, times, half, theirs, review)
                : new Pair(id, base, times, ours, half, review);
    }

    /** The same with something else, or nothing, waiting for a person. */
    public Pair with(@Nullable Review other) {
        return new Pair(id, base, times, ours, theirs, other);
    }

    /** The same, of which nobody knows what was agreed. */
    public Pair doubted() {
        return new Pair(
                id,
                Base.unknown(),
                times,
                ours.showing(ours.seen()),
                theirs.showing(theirs.seen()),
                review);
    }

    /** The same, as the ends stand to it in another. */
    public Pair withHalves(Pair other) {
        return new Pair(id, base, times, other.ours, other.theirs, review);
    }

    /** The same row under another key. */
    public Pair called(RowId other) {
        return new Pair(other, base, times, ours, theirs, review);
    }

    /**
     * What an end still calls the row that is to be known to it by another key; null if nothing.
     */
    public @Nullable RowId from(Which which) {
        Half.Debt debt = half(which).debt();
        return debt == null ? null : debt.from();
    }

    /** The same, once both ends have stored just what they are owed. */
    public Pair paid() {
        Image agreed = base.image();
        return agreed == null
                ? this
                : new Pair(id, base, times, ours.paid(agreed), theirs.paid(agreed), review);
    }

    /** Whether a round has decided all that is owed, and that is something. */
    public boolean owesOnly(long round) {
        return owes() && !owesBut(round);
    }

    /** Whether an end is owed what another round than this one has decided. */
    public boolean owesBut(long round) {
        return isOfAnother(ours.debt(), round) || isOfAnother(theirs.debt(), round);
    }

    private static boolean isOfAnother(Half.@Nullable Debt debt, long round) {
        return debt != null && debt.round() != round;
    }

    /** Whether an end has not been given the base yet. */
    public boolean owes() {
        return ours.debt() != null || theirs.debt() != null;
    }
}
