package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Types and values as people write them in a sample. Pure. */
public final class SampleValues {
    private SampleValues() {}

    /** The type of a kind's word, such as {@code integer}; null if there is no such kind. */
    public static @Nullable FieldType type(String word) {
        for (Kind kind : Kind.values()) {
            boolean told = kind != Kind.OTHER && kind != Kind.ITEMS;
            if (told && kind.word().equals(word.toLowerCase(Locale.ROOT))) {
                return kind.sample();
            }
        }
        return null;
    }

    /** The value of a type in its plain text, bytes as base 64; null if it is none. */
    public static @Nullable Value value(String text, FieldType type) {
        return type instanceof FieldType.Bytes
                ? TextFunctions.unbase64(new Value.Text(text))
                : Plain.value(text, type);
    }
}
