package io.syncline.engine.sync;

import org.jspecify.annotations.Nullable;

/**
 * The words in which a person said what kind of sync it is. They are kept to be shown again; what
 * they mean stands in direction and mode.
 *
 * @param type the word for the type, or null if none was said
 * @param mode the word for the mode, or null if none was said
 */
public record Wording(@Nullable String type, @Nullable String mode) {
    /** Nothing was said. */
    public static Wording none() {
        return new Wording(null, null);
    }
}
