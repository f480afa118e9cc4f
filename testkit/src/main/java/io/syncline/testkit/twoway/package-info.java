/**
 * A simulated world for the two-way loop: databases with users of their own, and the real engine
 * between them, in one thread.
 */
@NullMarked
package io.syncline.testkit.twoway;

import org.jspecify.annotations.NullMarked;
