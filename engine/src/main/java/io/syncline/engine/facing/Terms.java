package io.syncline.engine.facing;

/**
 * On which terms two ends are kept equal.
 *
 * @param rounding whether values may lose what only one end can hold
 * @param ours what the first end's application expects
 * @param theirs what the other end's expects
 * @param links which rows have another key at each end
 */
public record Terms(boolean rounding, Conventions ours, Conventions theirs, LinkTerms links) {
    /** Ends at which every row has the same key. */
    public Terms(boolean rounding, Conventions ours, Conventions theirs) {
        this(rounding, ours, theirs, LinkTerms.NONE);
    }

    /** Ends whose applications expect nothing. */
    public static Terms plain(boolean rounding) {
        return new Terms(rounding, Conventions.NONE, Conventions.NONE);
    }
}
