package io.syncline.engine.facing;

import io.syncline.core.change.FieldType;
import io.syncline.engine.shape.Kind;
import org.jspecify.annotations.Nullable;

/** Types as people call them. Pure. */
final class TypeWords {
    private TypeWords() {}

    /** A type's kind and its bounds, such as {@code decimal(10,2)}. */
    static String of(FieldType type) {
        String word = Kind.of(type).word();
        return switch (type) {
            case FieldType.Int(int bits) -> word + " of " + bits + " bits";
            case FieldType.Real(int bits) -> word + " of " + bits + " bits";
            case FieldType.Decimal(Integer precision, Integer scale) ->
                    bounded(word, precision, scale);
            case FieldType.Text(Integer lengthMax) -> bounded(word, lengthMax, null);
            case FieldType.Items(FieldType of) -> "a list of " + of(of);
            case FieldType.Other(String name) -> name;
            default -> word;
        };
    }

    private static String bounded(String word, @Nullable Integer first, @Nullable Integer second) {
        if (first == null) {
            return word;
        }
        return word + "(" + first + (second == null ? "" : "," + second) + ")";
    }
}
