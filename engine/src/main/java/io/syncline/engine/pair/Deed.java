package io.syncline.engine.pair;

import org.jspecify.annotations.Nullable;

/**
 * What a person did to a row.
 *
 * @param kind what
 * @param reason why, in the person's words; may be empty
 * @param of the round of the episode that was undone or gone back to; null if it was neither. A
 *     number between two versions stands for the earlier one
 * @param confirmedBy who agreed, where two have to; else null
 */
public record Deed(Kind kind, String reason, @Nullable Long of, @Nullable String confirmedBy) {
    /** Kinds of deeds. */
    public enum Kind {
        /** Decided what waited, or a part of it. */
        RESOLVED,
        /** Proposed what another person has to confirm. */
        PROPOSED,
        /** Looked at it and left it open. */
        SKIPPED,
        /** Said who is to decide, or until when. */
        ASSIGNED,
        /** Took back what an episode decided. */
        UNDONE,
        /** Went back to what was agreed after an episode. */
        ROLLED_BACK
    }

    /** A deed about what waits. */
    public static Deed of(Kind kind, String reason) {
        return new Deed(kind, reason, null, null);
    }
}
