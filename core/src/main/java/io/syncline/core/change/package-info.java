/**
 * The currency of the house: values, rows, images, changes and the versions that order them.
 * Imports nothing else of core.
 */
@NullMarked
package io.syncline.core.change;

import org.jspecify.annotations.NullMarked;
