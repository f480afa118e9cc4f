package io.syncline.core.endpoint;

import io.syncline.core.change.RowBlock;

/** A target that takes many new rows as a whole, with less work than row by row. */
public interface Loading {
    /**
     * Writes rows that are not there yet, in one transaction with a look at the fence: all of them
     * or none. The stored place stays as it is, for no stream has told the rows.
     *
     * @param collection by this endpoint's name; it has a key
     * @param fence whose owner must still be the latest
     * @return false if nothing was written: one of the rows is there already or is refused, or rows
     *     in such bytes are not taken here
     * @throws EndpointException TRANSIENT if nobody knows whether they were written, FENCED if
     *     another owner has taken the flow over
     */
    boolean load(String collection, RowBlock rows, Fence fence);
}
