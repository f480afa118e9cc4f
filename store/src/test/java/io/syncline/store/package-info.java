/** Tests of the durable store. */
@NullMarked
package io.syncline.store;

import org.jspecify.annotations.NullMarked;
