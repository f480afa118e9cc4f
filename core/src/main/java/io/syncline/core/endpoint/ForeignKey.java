package io.syncline.core.endpoint;

import java.util.List;

/**
 * Fields of one collection that hold the values of fields of another, or of its own.
 *
 * @param collection by the endpoint's own name
 * @param fields that refer, in the order of those that they refer to
 * @param to the collection referred to, by the endpoint's own name
 * @param toFields as many fields of that one
 */
public record ForeignKey(String collection, List<String> fields, String to, List<String> toFields) {
    /** Copies the lists, which are equally long. */
    public ForeignKey {
        fields = List.copyOf(fields);
        toFields = List.copyOf(toFields);
        if (fields.isEmpty() || fields.size() != toFields.size()) {
            throw new IllegalArgumentException(collection + " refers to " + to + " by no fields");
        }
    }
}
