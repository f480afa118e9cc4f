package io.syncline.core.change;

/** What a change does to a row; always derived from its images, never stored. */
public enum Op {
    /** From absent to present. */
    INSERT,
    /** From present to present. */
    UPDATE,
    /** From present to absent, or from nothing known to absent: still a delete. */
    DELETE
}
