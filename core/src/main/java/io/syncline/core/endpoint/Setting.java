package io.syncline.core.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * One key a connector understands. Documentation, validation, forms and JSON Schema are made from
 * it.
 *
 * @param name snake_case, as it stands in a configuration
 * @param kind what may stand there
 * @param initial the value when none is given, as text; null if there is none
 * @param required whether a configuration without it is wrong
 * @param about one sentence for the person who sets it
 */
public record Setting(
        String name, Kind kind, @Nullable String initial, boolean required, String about) {
    /** What may stand there. */
    public enum Kind {
        /** Any text. */
        TEXT,
        /** Text that is never shown again. */
        SECRET,
        /** A whole number. */
        NUMBER,
        /** true or false. */
        FLAG,
        /** A length of time, in any spelling the product knows. */
        DURATION
    }

    /** Whether the value must never be shown. */
    public boolean secret() {
        return kind == Kind.SECRET;
    }
}
