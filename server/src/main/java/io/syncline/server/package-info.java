/** The process: it starts everything, serves it, and stops it in good order. */
@NullMarked
package io.syncline.server;

import org.jspecify.annotations.NullMarked;
