package io.syncline.core.endpoint;

import java.util.List;

/**
 * What one flow (a sync towards one of its targets) wants from a source.
 *
 * @param flow the flow's name: lower-case letters, digits and underscores, at most 40; names the
 *     source's durable parts
 * @param collections the names of the wanted collections, ordered
 */
public record Selection(String flow, List<String> collections) {
    /** Copies the list and checks the name. */
    public Selection {
        if (!flow.matches("[a-z][a-z0-9_]{0,39}")) {
            throw new IllegalArgumentException("Not a flow's name: " + flow);
        }
        collections = List.copyOf(collections);
    }
}
