package io.syncline.core.endpoint;

import java.util.List;
import java.util.Map;

/**
 * What one flow (a sync towards one of its targets) wants from a source.
 *
 * @param flow the flow's name: lower-case letters, digits and underscores, at most 40; names the
 *     source's durable parts
 * @param collections the names of the wanted collections, ordered
 * @param after collections of which only what was committed after a place is to be told, because a
 *     {@link FrozenReads.Copy} shows everything before
 */
public record Selection(String flow, List<String> collections, Map<String, Position> after) {
    /** Everything of these collections. */
    public Selection(String flow, List<String> collections) {
        this(flow, collections, Map.of());
    }

    /** Copies the lists and checks the name. */
    public Selection {
        if (!flow.matches("[a-z][a-z0-9_]{0,39}")) {
            throw new IllegalArgumentException("Not a flow's name: " + flow);
        }
        collections = List.copyOf(collections);
        after = Map.copyOf(after);
    }
}
