/** A sync as configured, its life, its executions, and the one door to all of them: Syncs. */
@NullMarked
package io.syncline.engine.sync;

import org.jspecify.annotations.NullMarked;
