package io.syncline.core.endpoint;

import io.syncline.core.change.Change;

/**
 * A change to be made at a target.
 *
 * <p>A whole after-image is stored whatever was there; a partial one changes the fields it knows,
 * and needs the row to be there; an absent one deletes, and a row that is already gone is fine. A
 * key change moves the row.
 */
public record Write(Change change, Expect expect) {
    /** A write that demands nothing. */
    public static Write any(Change change) {
        return new Write(change, Expect.any());
    }
}
