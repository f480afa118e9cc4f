package io.syncline.core.merge;

import io.syncline.core.change.Value;
import java.util.Map;
import java.util.TreeMap;

/** What a person wants done about what no rule decided of a row. */
public sealed interface Ruling {
    /**
     * What one side has: its values of the fields in conflict, or its row where the row as such is.
     *
     * @param which whose
     */
    record Keep(Which which) implements Ruling {}

    /** What the rules would take if a person agreed; what they have no proposal for stays open. */
    enum Proposed implements Ruling {
        /** The only one there is. */
        PROPOSED
    }

    /**
     * Values a person has chosen. Of a group all fields have to be named, and where the row as such
     * is in conflict all in which the sides differ; a conflict that is not named stays open.
     *
     * @param values by field
     */
    record ByHand(Map<String, Value> values) implements Ruling {
        /** Copies the map. */
        public ByHand {
            values = Map.copyOf(new TreeMap<>(values));
        }
    }

    /**
     * What another strategy than the configured one takes. What that cannot say either stays open.
     *
     * @param strategy a word of {@link Strategies}, with its parameters
     */
    record ByStrategy(RuleSpec strategy) implements Ruling {}
}
