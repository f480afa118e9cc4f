/** Feeds whatever reads foreign bytes or texts with broken ones, for a while. */
@NullMarked
package io.syncline.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
