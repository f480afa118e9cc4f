package io.syncline.core.endpoint;

import io.syncline.core.change.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source that can read a collection exactly as it was at one place of its stream. Collections
 * without a key need this: their rows cannot be recognised, so none may be read in two views.
 */
public interface FrozenReads {
    /**
     * Begins to read a collection. May wait for transactions that are under way at the source; as
     * long as it is open, the source keeps what it would otherwise clean up.
     */
    Copy freeze(String collection);

    /** A collection as it was. Used by one thread. */
    interface Copy extends AutoCloseable {
        /** The rows show exactly what was committed up to here; see {@link Selection#after}. */
        Position place();

        /**
         * The next rows, in no order; null after the last.
         *
         * @param rowsMax about how many at most
         */
        @Nullable List<Row> next(int rowsMax);

        @Override
        void close();
    }
}
