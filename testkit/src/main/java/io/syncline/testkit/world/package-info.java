/** The real engine in one thread, with simulated time, weather and crashes, and what must hold. */
@NullMarked
package io.syncline.testkit.world;

import org.jspecify.annotations.NullMarked;
