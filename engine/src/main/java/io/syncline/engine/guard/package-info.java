/** What keeps a sync from doing harm: limits, and the times at which they hold. */
@NullMarked
package io.syncline.engine.guard;

import org.jspecify.annotations.NullMarked;
