/** What becomes of rows on their way: filtered, mapped, masked, checked. Pure. */
@NullMarked
package io.syncline.engine.shape;

import org.jspecify.annotations.NullMarked;
