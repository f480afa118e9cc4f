package io.syncline.core.endpoint;

import java.util.List;

/** A target whose collections can be altered while rows are in them. */
public interface Evolution {
    /**
     * Alters a collection that is there, so that it takes rows of this layout: adds the fields that
     * it lacks, makes room where a type is too narrow, and lets those fields be empty that are not
     * always sent. Never takes away a field, a value or room, and does not touch the key. What fits
     * already is left alone, so it may be called again after a crash; what cannot be made to fit is
     * left to {@link Target#agree} to tell.
     *
     * @param layout under this endpoint's name of the collection
     * @return a note for each thing that was done
     * @throws EndpointException MISCONFIGURED if the system refuses, TRANSIENT if the collection is
     *     locked by others for too long
     */
    List<Finding> evolve(Layout layout);

    /**
     * Makes this layout's key the collection's primary key in place of the one it has; nothing if
     * it is already. Only called while no rows are written to it.
     *
     * @throws EndpointException MISCONFIGURED if rows that are there have no such key, or share one
     */
    void rekey(Layout layout);
}
