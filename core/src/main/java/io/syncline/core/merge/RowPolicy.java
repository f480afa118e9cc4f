package io.syncline.core.merge;

/**
 * How a row as such is decided: what becomes of an edit that meets a delete, and of two new rows
 * with one key. Two new rows are two things until somebody says otherwise, so their fields are
 * never mixed unasked.
 *
 * @param onDelete one side deleted what the other changed
 * @param onInsert both sides made a row of this key, and they differ
 * @param fixed whether rows never change: an edit or a delete of one that both have is refused
 */
public record RowPolicy(OnDelete onDelete, OnInsert onInsert, boolean fixed) {
    /** What becomes of an edit that meets a delete. */
    public enum OnDelete {
        /** A person decides. */
        REVIEW,
        /** The row stays, as edited. */
        UPDATE_WINS,
        /** The row goes. */
        DELETE_WINS,
        /** What the first side did. */
        OURS,
        /** What the other side did. */
        THEIRS,
        /** What was done later; a person decides if that is not known. */
        LATEST,
        /** What the side did whose value the standard rule takes, whatever the values. */
        RULE
    }

    /** What becomes of two new rows with one key. */
    public enum OnInsert {
        /** A person decides. */
        REVIEW,
        /** The first side's row. */
        OURS,
        /** The other side's row. */
        THEIRS,
        /** The one that was made later; a person decides if that is not known. */
        LATEST,
        /** The row of the side whose value the standard rule takes, whatever the values. */
        RULE,
        /**
         * They are one thing after all: what only one of them says is taken, and what they say
         * differently goes by the fields' rules.
         */
        UNION
    }

    /** A person decides. */
    public static RowPolicy review() {
        return new RowPolicy(OnDelete.REVIEW, OnInsert.REVIEW, false);
    }

    /** The same, with rows that never change. */
    public RowPolicy ofFixedRows() {
        return new RowPolicy(onDelete, onInsert, true);
    }
}
