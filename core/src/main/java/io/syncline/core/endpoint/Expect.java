package io.syncline.core.endpoint;

import io.syncline.core.change.Image;

/** What a write demands of the row it meets. A before-image alone demands nothing. */
public sealed interface Expect {
    /** Nothing: the write wins over whatever is there. What a mirror demands. */
    enum Any implements Expect {
        /** The only one there is. */
        ANY
    }

    /** The row must be exactly this, compared value by value and never by a collation. */
    record Same(Image image) implements Expect {}

    /** The row must not have changed since it was read. */
    record Unchanged(Token token) implements Expect {}

    /** Demands nothing. */
    static Expect any() {
        return Any.ANY;
    }
}
