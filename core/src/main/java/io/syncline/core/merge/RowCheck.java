package io.syncline.core.merge;

import io.syncline.core.change.Row;
import org.jspecify.annotations.Nullable;

/** Something that must hold of a row that was put together from both sides' edits. Pure. */
public interface RowCheck {
    /** What a configuration and the history call it. */
    String word();

    /** What is wrong with the row, in one sentence; null if nothing is. */
    @Nullable String problem(Row row);
}
