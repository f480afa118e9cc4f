/** Puts the parts together: the real context, the store, the engine, the web. */
@NullMarked
package io.syncline.server.wiring;

import org.jspecify.annotations.NullMarked;
