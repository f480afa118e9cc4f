package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import org.jspecify.annotations.Nullable;

/** Fills in what a partial change does not say, when the target has no row to lay it over. */
@FunctionalInterface
interface Missing {
    /**
     * The change with the row as the source has it now (which may be absent), or null if the source
     * cannot be asked.
     */
    @Nullable Change complete(Change partial);
}
