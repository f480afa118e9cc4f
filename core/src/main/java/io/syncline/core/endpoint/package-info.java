/** What a connector must do: the contract between the engine and every system that holds rows. */
@NullMarked
package io.syncline.core.endpoint;

import org.jspecify.annotations.NullMarked;
