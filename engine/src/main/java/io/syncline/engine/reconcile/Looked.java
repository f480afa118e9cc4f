package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.endpoint.Token;

/**
 * A row as one end showed it.
 *
 * @param own in the end's own form
 * @param shared in the sync's form
 * @param token what a conditional write expects
 */
record Looked(Image own, Image shared, Token token) {}
