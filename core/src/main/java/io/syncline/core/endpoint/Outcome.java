package io.syncline.core.endpoint;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a write. */
public sealed interface Outcome {
    /**
     * It is done, durably.
     *
     * @param stored what the target holds now; null if nobody asked (the write expected {@link
     *     Expect.Any})
     */
    record Applied(@Nullable Image stored) implements Outcome {}

    /**
     * The row was not as expected; nothing was written. Also if it is just as the write would have
     * left it: somebody else may have made it so, and what they added must not count as ours.
     */
    record Stale(Image actual) implements Outcome {}

    /**
     * The data does not fit; nothing was written.
     *
     * @param kind which rule refused it
     * @param blockedBy rows that have to be dealt with first, where the target can tell
     * @param detail the target's own words, without secrets
     */
    record Refused(Kind kind, List<RowId> blockedBy, String detail) implements Outcome {
        /** Copies the list. */
        public Refused {
            blockedBy = List.copyOf(blockedBy);
        }
    }

    /** Sent, and the answer lost: read before sending it again. */
    enum Unknown implements Outcome {
        /** The only one there is. */
        UNKNOWN
    }

    /** Which rule refused a write. */
    enum Kind {
        /** A partial image met no row. */
        MISSING,
        /** Another row has the same unique value. */
        UNIQUE,
        /** A row it refers to is missing, or a row that refers to it is there. */
        FOREIGN_KEY,
        /** A value the target cannot hold without changing it. */
        UNREPRESENTABLE,
        /** A check, a not-null or a trigger of the target. */
        CONSTRAINT,
        /** The row is there with another content, and rows of its collection never change. */
        FIXED,
        /** Nothing is wrong with it: others held what it needs, each waiting for the other. */
        BUSY
    }

    /** Done, as written. */
    Outcome APPLIED = new Applied(null);

    /** Done, as written. */
    static Outcome applied() {
        return APPLIED;
    }

    /** Refused by a rule, blocked by no row known. */
    static Outcome refused(Kind kind, String detail) {
        return new Refused(kind, List.of(), detail);
    }
}
