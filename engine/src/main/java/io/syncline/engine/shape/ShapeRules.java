package io.syncline.engine.shape;

import io.syncline.core.endpoint.Secret;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked to become of rows on their way, merged from all the places where it can be
 * said. Pure data; prints no secret.
 *
 * @param destinations by the destination's place; none at all where nothing was asked
 * @param secret for hashes, the same for all tables; null while there is none
 */
public record ShapeRules(List<Side> destinations, @Nullable Secret secret) {
    /**
     * What was asked for one destination.
     *
     * @param all for tables that are not named
     * @param tables for those that are, by the name the person used; complete, not in addition
     * @param collections the names there, paired with the sync's tables by position; empty for the
     *     same as at the other destinations
     */
    public record Side(TableRules all, Map<String, TableRules> tables, List<String> collections) {
        /** Copies the map and the list. */
        public Side {
            collections = List.copyOf(collections);
            tables = java.util.Collections.unmodifiableMap(new TreeMap<>(tables));
        }
    }

    /** Copies the list. */
    public ShapeRules {
        destinations = List.copyOf(destinations);
    }

    /** Rows go as they are. */
    public static ShapeRules none() {
        return new ShapeRules(List.of(), null);
    }

    /** The same with this secret. */
    public ShapeRules with(Secret own) {
        return new ShapeRules(destinations, own);
    }

    /** Whether a mask needs a secret that is not there yet. */
    public boolean lacksSecret() {
        return secret == null
                && destinations.stream()
                        .flatMap(
                                side ->
                                        java.util.stream.Stream.concat(
                                                java.util.stream.Stream.of(side.all()),
                                                side.tables().values().stream()))
                        .flatMap(rules -> rules.masks().stream())
                        .anyMatch(mask -> mask.name().equals(Masks.HASH));
    }

    /** The names of collections at a destination; empty for the sync's own. */
    public List<String> collections(int destination) {
        return destination < destinations.size()
                ? destinations.get(destination).collections()
                : List.of();
    }

    /** The rules for a collection of the source on its way to a destination. */
    public TableRules of(int destination, String collection) {
        if (destination >= destinations.size()) {
            return TableRules.none();
        }
        Side side = destinations.get(destination);
        TableRules exact = side.tables().get(collection);
        TableRules bare = side.tables().get(bare(collection));
        return exact != null ? exact : bare != null ? bare : side.all();
    }

    private static String bare(String collection) {
        return collection.substring(collection.lastIndexOf('.') + 1);
    }
}
