package io.syncline.core.endpoint;

import io.syncline.core.change.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one collection look.
 *
 * @param collection its name at its endpoint ({@code public.users})
 * @param fields in the endpoint's order; generated fields that nobody can write are not among them
 * @param key the names of the key's fields in order; empty for a collection without a key
 * @param indexes further indexes that a copy should have
 * @param rows about how many rows there are; -1 if nobody knows
 */
public record Layout(
        String collection, List<Field> fields, List<String> key, List<Index> indexes, long rows) {
    /**
     * An index beside the key.
     *
     * @param fields the names of its fields in order
     * @param unique whether no two rows may agree on them
     */
    public record Index(List<String> fields, boolean unique) {
        /** Copies the list. */
        public Index {
            fields = List.copyOf(fields);
        }
    }

    /** Copies the lists and checks that the key's fields exist. */
    public Layout {
        fields = List.copyOf(fields);
        key = List.copyOf(key);
        indexes = List.copyOf(indexes);
        for (String name : key) {
            if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                throw new IllegalArgumentException(
                        collection + " has no field " + name + " for its key");
            }
        }
    }

    /** The field of this name, or null. */
    public @Nullable Field field(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** The same layout under another name. */
    public Layout named(String other) {
        return new Layout(other, fields, key, indexes, rows);
    }
}
