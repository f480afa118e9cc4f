package io.syncline.connector.mongodb;

import io.syncline.core.change.FieldType;
import org.jspecify.annotations.Nullable;

/** The durable form of a field's type, in a layout that is kept beside its collection. */
final class TypeText {
    private static final String ITEMS = "items ";
    private static final String OTHER = "other ";

    private TypeText() {}

    static String of(FieldType type) {
        return switch (type) {
            case FieldType.Bool _ -> "bool";
            case FieldType.Int(int bits) -> "int " + bits;
            case FieldType.Decimal(Integer precision, Integer scale) ->
                    precision == null
                            ? "decimal"
                            : "decimal " + precision + " " + (scale == null ? 0 : scale);
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
            case FieldType.Items(FieldType each) -> ITEMS + of(each);
            case FieldType.Other(String name) -> OTHER + name;
        };
    }

    /** The type of a text of {@link #of}; null for one that this version does not know. */
    static @Nullable FieldType read(String text) {
        if (text.startsWith(ITEMS)) {
            FieldType each = read(text.substring(ITEMS.length()));
            return each == null ? null : new FieldType.Items(each);
        }
        if (text.startsWith(OTHER)) {
            return new FieldType.Other(text.substring(OTHER.length()));
        }
        String[] words = text.split(" ");
        Integer first = words.length > 1 ? Integer.valueOf(words[1]) : null;
        return switch (words[0]) {
            case "bool" -> new FieldType.Bool();
            case "int" -> new FieldType.Int(first == null ? Long.SIZE : first);
            case "decimal" ->
                    new FieldType.Decimal(
                            first, words.length > 2 ? Integer.valueOf(words[2]) : null);
            case "real" -> new FieldType.Real(first == null ? Double.SIZE : first);
            case "text" -> new FieldType.Text(first);
            case "bytes" -> new FieldType.Bytes();
            case "date" -> new FieldType.Date();
            case "time" -> new FieldType.Time();
            case "timestamp" -> new FieldType.Timestamp();
            case "instant" -> new FieldType.Instant();
            case "uuid" -> new FieldType.Uuid();
            case "json" -> new FieldType.Json();
            default -> null;
        };
    }
}
