/** What the engine keeps durably, as an interface, and a store in memory. */
@NullMarked
package io.syncline.engine.store;

import org.jspecify.annotations.NullMarked;
