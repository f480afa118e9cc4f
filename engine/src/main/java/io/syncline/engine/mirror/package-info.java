/**
 * The one-way loop: snapshot, then stream, folded and applied per key, with a checkpoint in the
 * target's transaction.
 */
@NullMarked
package io.syncline.engine.mirror;

import org.jspecify.annotations.NullMarked;
