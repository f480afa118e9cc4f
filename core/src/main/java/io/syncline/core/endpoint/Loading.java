package io.syncline.core.endpoint;

import io.syncline.core.change.RowBlock;

/** A target that takes many new rows as a whole, with less work than row by row. */
public interface Loading {
    /**
     * Writes rows that are not there yet, in one transaction with the fence: all of them or none.
     *
     * @param collection by this endpoint's name; it has a key
     * @param fence to be checked, and stored with the rows
     * @return false if nothing was written: one of the rows is there already or is refused, or rows
     *     in such bytes are not taken here
     * @throws EndpointException TRANSIENT if nobody knows whether they were written, FENCED if
     *     another owner has taken the flow over
     */
    boolean load(String collection, RowBlock rows, Fence fence);
}
