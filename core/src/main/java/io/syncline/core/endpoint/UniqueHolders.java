package io.syncline.core.endpoint;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import java.util.List;

/**
 * An endpoint that tells which of its rows hold values that only one row may have: its unique
 * indexes are asked, the key's among them. May be called by several threads.
 */
public interface UniqueHolders {
    /**
     * The other rows that a row would meet in a unique index if it were like this. The endpoint
     * compares the values, as its indexes do; nulls meet only where an index says so. Changes
     * nothing, and waits for nobody's transaction.
     *
     * @param id what the endpoint calls the row now, or would if it had it: it is not told of
     *     itself
     * @param row the whole row as it is to be, in the endpoint's own terms
     * @throws EndpointException TRANSIENT if it cannot be asked now; MISCONFIGURED if there is no
     *     such collection
     */
    Held held(RowId id, Row row);

    /**
     * What is known of the values of a row.
     *
     * @param holders the other rows that have some of them, in no order of note
     * @param unasked the names of unique indexes of which nobody knows: over an expression, or over
     *     fields that the row does not tell
     */
    record Held(List<Holder> holders, List<String> unasked) {
        /** Nothing is held, as far as everything could be asked. */
        public static final Held NOTHING = new Held(List.of(), List.of());

        /** Copies the lists. */
        public Held {
            holders = List.copyOf(holders);
            unasked = List.copyOf(unasked);
        }
    }

    /**
     * A row that has the values.
     *
     * @param fields those of the index in which the rows meet, in its order
     * @param id what the endpoint calls it
     */
    record Holder(List<String> fields, RowId id) {
        /** Copies the list. */
        public Holder {
            fields = List.copyOf(fields);
        }
    }
}
