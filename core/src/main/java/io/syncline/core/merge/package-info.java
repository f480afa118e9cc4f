/**
 * How two sides' edits of one row become one row: {@link io.syncline.core.merge.Merge} and the
 * rules it asks. Pure; imports nothing of core but its currency.
 */
@NullMarked
package io.syncline.core.merge;

import org.jspecify.annotations.NullMarked;
