/**
 * Two-way syncs: how a row of either end looks in the sync's one form and back, which fields go
 * both ways, and which rows belong to the sync.
 */
@NullMarked
package io.syncline.engine.facing;

import org.jspecify.annotations.NullMarked;
