package io.syncline.core.merge;

import java.util.List;

/**
 * Fields that mean something only together, as the lines of an address or a beginning and an end:
 * they are one value, so that no row has one half from one side and one from the other.
 *
 * @param name what a conflict calls it
 * @param fields at least two
 * @param rule decides it as a struct of its fields
 */
public record Group(String name, List<String> fields, Rule rule) {
    /** Copies the list. */
    public Group {
        fields = List.copyOf(fields);
        if (fields.size() < 2) {
            throw new IllegalArgumentException("A group has at least two fields: " + fields);
        }
    }
}
