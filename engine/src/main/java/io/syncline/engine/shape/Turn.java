package io.syncline.engine.shape;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/** Turns a field's value into another. Pure, but for functions that say when a row passed. */
@FunctionalInterface
public interface Turn {
    /**
     * The other value, or null if this one cannot be turned. Never called with {@link Value.Null},
     * unless it was declared to take that.
     */
    @Nullable Value of(Value value);
}
