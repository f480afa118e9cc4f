package io.syncline.core.change;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The field names that many rows share, in the order their values are held. Rows of one header cost
 * an array each instead of a map each. Immutable; compared by its names.
 */
public final class Header {
    private final List<String> names;
    private final Map<String, Integer> indexes;
    private final int hash;

    private Header(List<String> names) {
        this.names = List.copyOf(names);
        this.hash = this.names.hashCode();
        this.indexes = HashMap.newHashMap(names.size());
        for (int i = 0; i < names.size(); i++) {
            if (indexes.put(names.get(i), i) != null) {
                throw new IllegalArgumentException(
                        "The field " + names.get(i) + " stands twice in " + names);
            }
        }
    }

    /** A header of these names; none may stand twice. */
    public static Header of(List<String> names) {
        return new Header(names);
    }

    /** A header of these names; none may stand twice. */
    public static Header of(String... names) {
        return new Header(List.of(names));
    }

    /** The names in order. */
    public List<String> names() {
        return names;
    }

    /** How many fields there are. */
    public int size() {
        return names.size();
    }

    /** The place of a name, or -1 if there is no such field. */
    public int indexOf(String name) {
        Integer index = indexes.get(name);
        return index == null ? -1 : index;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Header header && names.equals(header.names);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
