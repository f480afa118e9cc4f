/** Loops of this package, measured by themselves. */
@NullMarked
package io.syncline.engine.mirror;

import org.jspecify.annotations.NullMarked;
