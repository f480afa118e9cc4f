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

    /** The row of one of the two. */
    Image now(Which which) {
        return side(which).now();
    }
}
