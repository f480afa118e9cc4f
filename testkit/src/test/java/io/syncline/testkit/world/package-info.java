/** Tests of the kit itself, and of the engine by it. */
@NullMarked
package io.syncline.testkit.world;

import org.jspecify.annotations.NullMarked;
