/** A two-way flow from its endpoints to its loop: what it needs, and how it is kept going. */
@NullMarked
package io.syncline.engine.twoway;

import org.jspecify.annotations.NullMarked;
