/**
 * The durable store on PostgreSQL, the sealing of what must not be read there, and the API keys.
 */
@NullMarked
package io.syncline.store;

import org.jspecify.annotations.NullMarked;
