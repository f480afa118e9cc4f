/** What becomes of a sync when the source's tables change. Pure but for the target's altering. */
@NullMarked
package io.syncline.engine.evolve;

import org.jspecify.annotations.NullMarked;
