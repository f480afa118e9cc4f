/**
 * The two-way loop: a set of dirty keys that shrinks. A log only says which key is dirty; both rows
 * are then read, merged against what both sides last agreed on, decided durably, and only then
 * written. See {@link io.syncline.engine.reconcile.Reconcile}.
 */
@NullMarked
package io.syncline.engine.reconcile;

import org.jspecify.annotations.NullMarked;
