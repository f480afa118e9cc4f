/** One destination whose rows are made of those of several sources. */
@NullMarked
package io.syncline.engine.gather;

import org.jspecify.annotations.NullMarked;
