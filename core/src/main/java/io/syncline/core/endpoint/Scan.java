package io.syncline.core.endpoint;

import io.syncline.core.change.Row;
import io.syncline.core.filter.Predicate;
import org.jspecify.annotations.Nullable;

/** An endpoint whose rows can be read one after another, for verification. */
public interface Scan {
    /**
     * All rows of a collection, in any order, in one view.
     *
     * @param layout the collection, and the fields and types in which to give its rows
     */
    default Rows scan(Layout layout) {
        return scan(layout, Predicate.Constant.ALL);
    }

    /**
     * The rows of a part of a collection, likewise.
     *
     * @param layout the collection, and the fields and types in which to give its rows
     * @param wanted which rows are wanted; a hint: others may come too, but none that is wanted is
     *     left out
     */
    Rows scan(Layout layout, Predicate wanted);

    /** Rows being read; used by one thread. */
    interface Rows extends AutoCloseable {
        /** The next row, or null after the last. */
        @Nullable Row next();

        @Override
        void close();
    }
}
