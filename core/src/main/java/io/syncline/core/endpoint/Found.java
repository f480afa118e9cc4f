package io.syncline.core.endpoint;

import io.syncline.core.change.Image;

/** What a look-up found. */
public sealed interface Found {
    /**
     * The row as it is.
     *
     * @param image whole, or absent
     * @param token what a conditional write can expect
     */
    record Seen(Image image, Token token) implements Found {}

    /** The wanted place is not visible yet; look again. */
    enum NotYet implements Found {
        /** The only one there is. */
        NOT_YET
    }
}
