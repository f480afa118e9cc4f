/** Laws of rows, versions and canonical text. */
@NullMarked
package io.syncline.core.change;

import org.jspecify.annotations.NullMarked;
