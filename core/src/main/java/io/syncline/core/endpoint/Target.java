package io.syncline.core.endpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An endpoint in its writing role: it takes changes. */
public interface Target {
    /** This endpoint's name for a collection that another endpoint calls by that name. Pure. */
    String localName(String collection);

    /**
     * Tells in which shapes rows will come, and what of them does not fit or will be announced;
     * everything at once. Rows are later written, looked up and scanned in these types. Changes
     * nothing durable.
     *
     * @param layouts by this endpoint's own names; collections that do not exist yet are fine
     */
    List<Finding> agree(List<Layout> layouts);

    /**
     * Makes the writes, in one transaction with the fence where there is one. Each id stands in at
     * most one write. Never stops at a bad row: the others are applied, and the bad one's outcome
     * says why not. The fence's position is stored only if no write was refused, because what was
     * refused has to be parked durably before a checkpoint passes it; the fence is checked always.
     *
     * <p>Rows of a collection without a key are told apart by their values, and equal ones not at
     * all: writing one twice is seen. A call has writes of one such collection alone; the same id
     * may stand in several, and they are made in order, all with the fence's position or none. If
     * some are refused, the others' outcome is {@link Outcome.Refused} too, blocked by those.
     *
     * @param fence to be checked and stored with the rows; null for none (only without {@link
     *     Checkpoints})
     * @return one outcome for each write, in order
     * @throws EndpointException TRANSIENT if nothing was written, FENCED if another owner has taken
     *     the flow over
     */
    List<Outcome> apply(List<Write> writes, @Nullable Fence fence);

    /** Empties the collections, under the same fence as {@link #apply}. */
    void truncate(List<String> collections, @Nullable Fence fence);
}
