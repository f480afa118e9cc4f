/** Comparing both sides, and mending what differs. */
@NullMarked
package io.syncline.engine.verify;

import org.jspecify.annotations.NullMarked;
