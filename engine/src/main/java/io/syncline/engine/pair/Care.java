package io.syncline.engine.pair;

import io.syncline.core.merge.Ruling;
import org.jspecify.annotations.Nullable;

/**
 * What people have done about a row that waits, short of deciding it.
 *
 * @param proposal what one person wants and another one has to confirm; null if nothing
 * @param assignedTo who is to decide; null for nobody by name
 * @param dueMillis from when on it has waited too long, UTC; null where nobody has said
 * @param escalated whether it was told that it has waited too long
 */
public record Care(
        @Nullable Proposal proposal,
        @Nullable String assignedTo,
        @Nullable Long dueMillis,
        boolean escalated) {
    /** Nobody has done anything. */
    public static final Care NONE = new Care(null, null, null);

    /** The same of what has not waited too long yet. */
    public Care(
            @Nullable Proposal proposal, @Nullable String assignedTo, @Nullable Long dueMillis) {
        this(proposal, assignedTo, dueMillis, false);
    }

    /** The same with another proposal, or with none. */
    public Care proposing(@Nullable Proposal other) {
        return new Care(other, assignedTo, dueMillis, escalated);
    }

    /**
     * The same after it has waited too long.
     *
     * @param to who is to decide from now on; null for whoever was
     */
    public Care escalated(@Nullable String to) {
        return new Care(proposal, to == null ? assignedTo : to, dueMillis, true);
    }

    /**
     * A ruling that is not in force yet.
     *
     * @param by who wants it
     * @param reason why
     * @param ruling what
     * @param millis since when, UTC
     */
    public record Proposal(String by, String reason, Ruling ruling, long millis) {}
}
