/** Tests that start real servers. */
@NullMarked
package io.syncline.embedded;

import org.jspecify.annotations.NullMarked;
