package io.syncline.engine.gather;

/**
 * What has to be so before a row that several sources tell of is written.
 *
 * @param confirmations so many sources have to agree on it; 0: the one that ranks first is believed
 * @param origins whether the destination's rows say whom they are from
 */
public record GatherTerms(int confirmations, boolean origins) {
    /** The source that ranks first is believed, and rows do not say whom they are from. */
    public static final GatherTerms NONE = new GatherTerms(0, false);

    /** A single source confirms nothing. */
    public static final int CONFIRMATIONS_LEAST = 2;

    /** Checks the range. */
    public GatherTerms {
        if (confirmations < 0 || confirmations == 1) {
            throw new IllegalArgumentException("Confirmations: none, or 2 and more");
        }
    }
}
