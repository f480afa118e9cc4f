package io.syncline.engine.store;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Layout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a collection of a flow was when its rows were last let through: what a later look at the
 * source is compared with.
 *
 * @param fields the types of the fields in words, by name, in the source's order; {@code ?} after a
 *     type says that it may be empty
 * @param key the names of the key's fields
 * @param standing where it stands
 */
public record Agreed(Map<String, String> fields, List<String> key, Standing standing) {
    /** Where a collection stands in its flow. */
    public enum Standing {
        /** It is copied. */
        COPIED,
        /** It is copied, and the target has still to be swept of rows that do not belong there. */
        TO_BE_SWEPT,
        /** It was new at the source and is not copied, as the sync's policy says. */
        IGNORED,
        /** The source has it no more, or it is not wanted; what the target has of it stays. */
        GONE
    }

    /** Copies both, in their order. */
    public Agreed {
        fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        key = List.copyOf(key);
    }

    /** That of a layout which is copied. */
    public static Agreed of(Layout layout) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Field field : layout.fields()) {
            fields.put(field.name(), text(field.type()) + (field.nullable() ? "?" : ""));
        }
        return new Agreed(fields, layout.key(), Standing.COPIED);
    }

    /** The same, standing otherwise. */
    public Agreed standing(Standing other) {
        return new Agreed(fields, key, other);
    }

    /** A type in words, for people and to be kept: {@code int 64}, {@code decimal 10,2}. */
    public static String text(FieldType type) {
        return switch (type) {
            case FieldType.Bool _ -> "bool";
            case FieldType.Int(int bits) -> "int " + bits;
            case FieldType.Decimal(Integer precision, Integer scale) ->
                    precision == null
                            ? "decimal"
                            : "decimal " + precision + "," + (scale == null ? 0 : scale);
            case FieldType.Real(int bits) -> "real " + bits;
            case FieldType.Text(Integer lengthMax) ->
                    lengthMax == null ? "text" : "text " + lengthMax;
            case FieldType.Bytes _ -> "bytes";
            case FieldType.Date _ -> "date";
            case FieldType.Time _ -> "time";
            case FieldType.Timestamp _ -> "timestamp";
            case FieldType.Instant _ -> "instant";
            case FieldType.Uuid _ -> "uuid";
            case FieldType.Json _ -> "json";
            case FieldType.Items(FieldType of) -> "list of " + text(of);
            case FieldType.Other(String name) -> "type " + name;
        };
    }
}
