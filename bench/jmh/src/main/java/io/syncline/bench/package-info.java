/** Loops of this package, measured by themselves. */
@NullMarked
package io.syncline.bench;

import org.jspecify.annotations.NullMarked;
