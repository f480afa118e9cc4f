package io.syncline.core.merge;

import io.syncline.core.change.Version;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When a side's row was changed last.
 *
 * @param row the latest change of the row; null if it is not known
 * @param fields the latest change of single fields, where the log tells them apart
 */
public record Times(@Nullable Version row, Map<String, Version> fields) {
    private static final Times UNKNOWN = new Times(null, Map.of());

    /** Copies the map, ordered by name. */
    public Times {
        fields = fields.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /** Nothing is known: rules that need it decline. */
    public static Times unknown() {
        return UNKNOWN;
    }

    /** The whole row was changed then. */
    public static Times of(Version row) {
        return new Times(row, Map.of());
    }

    /** When a field was changed last; null if it is not known. */
    public @Nullable Version of(String field) {
        return fields.getOrDefault(field, row);
    }

    /** The same with the latest time of some fields, if all are known, under another name. */
    Times grouped(String name, Iterable<String> group) {
        Version latest = null;
        for (String field : group) {
            Version time = of(field);
            if (time == null) {
                return this;
            }
            latest = latest == null || time.compareTo(latest) > 0 ? time : latest;
        }
        if (latest == null) {
            return this;
        }
        Map<String, Version> more = new TreeMap<>(fields);
        more.put(name, latest);
        return new Times(row, more);
    }
}
