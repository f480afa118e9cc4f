/** Tests of what connectors share. */
@NullMarked
package io.syncline.core.endpoint;

import org.jspecify.annotations.NullMarked;
