package io.syncline.core.merge;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/** Something that must hold of a value that a rule made. Pure. */
public interface ValueCheck {
    /** What a configuration and the history call it. */
    String word();

    /** What is wrong with the value, in one sentence; null if nothing is. */
    @Nullable String problem(Value value);
}
