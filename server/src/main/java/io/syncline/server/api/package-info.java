/** The words of the interface: bodies to definitions, and what is known to replies. */
@NullMarked
package io.syncline.server.api;

import org.jspecify.annotations.NullMarked;
