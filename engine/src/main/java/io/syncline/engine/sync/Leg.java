package io.syncline.engine.sync;

import io.syncline.core.merge.Which;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sync's way between one source and one destination; a flow goes along each.
 *
 * @param index its place among the sync's legs, from 0
 * @param flow the name of its flow
 * @param source where changes come from
 * @param destination where they go
 * @param tables the wanted collections of the source, as the person wrote them; empty for all
 * @param collections names at the destination, paired with tables by position; empty for the same
 *     names
 */
public record Leg(
        int index,
        String flow,
        EndpointSpec source,
        EndpointSpec destination,
        List<String> tables,
        List<String> collections) {
    /** Copies the lists. */
    public Leg {
        tables = List.copyOf(tables);
        collections = List.copyOf(collections);
    }

    /**
     * The flows of a sync's other legs that share an end with this one, and the names of their
     * other ends.
     */
    Map<String, String> beside(SyncDefinition definition, Which which) {
        Map<String, String> beside = new LinkedHashMap<>();
        for (Leg other : definition.legs()) {
            if (other.index() != index && other.end(which).equals(end(which))) {
                beside.put(other.flow(), other.end(which.other()).name());
            }
        }
        return beside;
    }

    /** What its {@link ReviewDesk} is called among those of all syncs. */
    String desk(String syncId) {
        return index == 0 ? syncId : syncId + "." + index;
    }

    private EndpointSpec end(Which which) {
        return which == Which.OURS ? source : destination;
    }
}
