package io.syncline.core.merge;

import io.syncline.core.change.Image;

/**
 * Two sides that both changed one row; what a rule may look at beside the field it decides.
 *
 * @param base what both last agreed on
 * @param ours one side, its fields as changes of the base
 * @param theirs the other side, likewise
 */
public record Contest(Base base, Side ours, Side theirs) {
    /** One of the two. */
    public Side side(Which which) {
        return which == Which.OURS ? ours : theirs;
    }

    /** Whether both sides agreed that there was no such row. */
    boolean agreedAbsent() {
        return base instanceof Base.Agreed(Image image) && image.isAbsent();
    }

    /** The row of one of the two. */
    Image now(Which which) {
        return side(which).now();
    }

    /** The same with the times of a group, which has a name of its own, on either side. */
    Contest timed(String name, Iterable<String> changed, Iterable<String> changedThere) {
        return new Contest(
                base,
                ours.with(ours.times().grouped(name, changed)),
                theirs.with(theirs.times().grouped(name, changedThere)));
    }
}
