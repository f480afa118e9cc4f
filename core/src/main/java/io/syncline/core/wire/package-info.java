/**
 * How values, rows, images and changes travel and rest as JSON: versioned, lossless, one text for
 * equal things.
 */
@NullMarked
package io.syncline.core.wire;

import org.jspecify.annotations.NullMarked;
