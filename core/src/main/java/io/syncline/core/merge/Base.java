package io.syncline.core.merge;

import io.syncline.core.change.Image;
import org.jspecify.annotations.Nullable;

/** What both sides last agreed on. */
public sealed interface Base {
    /**
     * This was agreed.
     *
     * @param image whole, or absent
     */
    record Agreed(Image image) implements Base {}

    /**
     * Nobody knows: the sides never met, or what is known of them may be of another time. Not the
     * same as an agreed absence: of a row that only one side has, nobody knows whether it is new
     * there or deleted on the other.
     */
    enum Unknown implements Base {
        /** The only one there is. */
        UNKNOWN
    }

    /** This was agreed. */
    static Base of(Image image) {
        return new Agreed(image);
    }

    /** Nobody knows. */
    static Base unknown() {
        return Unknown.UNKNOWN;
    }

    /** What was agreed, or null if nobody knows. */
    default @Nullable Image image() {
        return this instanceof Agreed(Image image) ? image : null;
    }
}
