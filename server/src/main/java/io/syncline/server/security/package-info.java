/** Who may ask. */
@NullMarked
package io.syncline.server.security;

import org.jspecify.annotations.NullMarked;
