package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Token;

/**
 * A row as one end showed it.
 *
 * @param own in the end's own form
 * @param shared in the sync's form
 * @param token what a conditional write expects
 */
record Looked(Image own, Image shared, Token token) {
    /** The row as it was found; absent if it could not be looked at yet. */
    static Image image(Found found) {
        return found instanceof Found.Seen(var image, _) ? image : Image.absent();
    }
}
