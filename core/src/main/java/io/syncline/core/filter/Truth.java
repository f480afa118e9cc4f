package io.syncline.core.filter;

/** What a predicate says of a row: SQL's three answers, and that the row does not tell. */
public enum Truth {
    /** The row is wanted. */
    TRUE,
    /** The row is not wanted. */
    FALSE,
    /** SQL's UNKNOWN, by a NULL or a value that compares with nothing: the row is not wanted. */
    UNKNOWN,
    /** A field is needed that the row does not know; the whole row has to be asked. */
    UNKNOWN_FIELD;

    /** The truth of a plain answer. */
    static Truth of(boolean is) {
        return is ? TRUE : FALSE;
    }

    /** Whether the row is wanted. */
    public boolean isTrue() {
        return this == TRUE;
    }

    /** Both; one FALSE settles it, whatever the other is. */
    public Truth and(Truth other) {
        return not().or(other.not()).not();
    }

    /** At least one; one TRUE settles it, whatever the other is. */
    public Truth or(Truth other) {
        if (this == TRUE || other == TRUE) {
            return TRUE;
        }
        if (this == UNKNOWN_FIELD || other == UNKNOWN_FIELD) {
            return UNKNOWN_FIELD;
        }
        return this == UNKNOWN ? this : other;
    }

    /** The opposite; what is not known stays so. */
    public Truth not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case UNKNOWN, UNKNOWN_FIELD -> this;
        };
    }
}
