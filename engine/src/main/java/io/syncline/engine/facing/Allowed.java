package io.syncline.engine.facing;

import io.syncline.core.endpoint.Fineness;

/**
 * What decides whether a field may be rounded.
 *
 * @param loss whether values may lose what only one end can hold
 * @param ours how fine the first end's times are
 * @param theirs how fine the other end's are
 */
record Allowed(boolean loss, Fineness ours, Fineness theirs) {}
