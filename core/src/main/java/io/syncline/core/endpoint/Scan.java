package io.syncline.core.endpoint;

import io.syncline.core.change.Row;
import org.jspecify.annotations.Nullable;

/** An endpoint whose rows can be read one after another, for verification. */
public interface Scan {
    /**
     * All rows of a collection, in any order, in one view.
     *
     * @param layout the collection, and the fields and types in which to give its rows
     */
    Rows scan(Layout layout);

    /** Rows being read; used by one thread. */
    interface Rows extends AutoCloseable {
        /** The next row, or null after the last. */
        @Nullable Row next();

        @Override
        void close();
    }
}
