/** A destination of several sources in memory. */
@NullMarked
package io.syncline.testkit.gather;

import org.jspecify.annotations.NullMarked;
