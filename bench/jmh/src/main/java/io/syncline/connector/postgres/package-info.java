/** Loops of this package, measured by themselves. */
@NullMarked
package io.syncline.connector.postgres;

import org.jspecify.annotations.NullMarked;
