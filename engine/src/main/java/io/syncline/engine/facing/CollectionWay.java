package io.syncline.engine.facing;

import java.util.List;

/**
 * Which way the fields of one collection go, for a person.
 *
 * @param ours its name at the first end
 * @param theirs its name at the other end, which is the sync's own
 * @param fields in the first end's order, then what only the other end has
 */
public record CollectionWay(String ours, String theirs, List<FieldWay> fields) {
    /** Copies the list. */
    public CollectionWay {
        fields = List.copyOf(fields);
    }
}
