package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where rows go that cannot be applied. Durable when a method returns. Used by all shards of one
 * flow.
 */
public interface Parking {
    /**
     * Reads anew what is parked, for the flow's owner of this epoch; comes before everything else.
     * Once a later owner has come, what this one notes is refused, as FENCED.
     */
    void claim(long epoch);

    /** Whether no row at all is parked. */
    boolean isEmpty();

    /** The change a row is parked with, or null if it is not parked. */
    @Nullable Change parked(RowId id);

    /**
     * Parks a row, or replaces what it is parked with.
     *
     * @param code which rule refuses it
     * @param detail for people, without secrets
     */
    void park(Change change, Code code, String detail);

    /** Parks a row for what the target said, or replaces what it is parked with. */
    default void park(Change change, Outcome.Refused why) {
        park(change, Refusals.code(why.kind()), why.detail());
    }

    /**
     * Replaces what a parked row is parked with, before that is tried: whatever happens then, the
     * entry is not older than the target's row.
     */
    void renew(Change change);

    /** The rows of these collections that are parked. */
    List<RowId> within(List<String> collections);

    /** These collections have been emptied: none of their rows waits any more. */
    void emptied(List<String> collections);

    /** The row has been applied after all. */
    void settled(RowId id);
}
