package io.syncline.core.merge;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /** Some fields of a row as one value; those that it does not have are missing. */
    static Value.Struct struct(Collection<String> names, Row row) {
        Map<String, Value> fields = new TreeMap<>();
        for (String name : names) {
            Value value = row.get(name);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return new Value.Struct(fields);
    }
}
