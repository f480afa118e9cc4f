/** Tests of the JSON form. */
@NullMarked
package io.syncline.core.wire;

import org.jspecify.annotations.NullMarked;
