package io.syncline.engine.shape;

import org.jspecify.annotations.Nullable;

/**
 * What a person wants to become of one field.
 *
 * @param from the source's field; null for a field that is made of nothing
 * @param to its name at the destination; null to keep the name
 * @param function the function's name without its dollar sign, {@link #DROP} to leave the field
 *     out, or null
 * @param args what the function is given
 * @param everywhere whether it was said of all tables, so that those without the field do not mind
 * @param pointer where it stands in the configuration
 */
public record FieldRule(
        @Nullable String from,
        @Nullable String to,
        @Nullable String function,
        Args args,
        boolean everywhere,
        String pointer) {
    /** Instead of a function: the field does not go there. */
    public static final String DROP = "drop";

    /** Checks that it is about something. */
    public FieldRule {
        if (from == null && to == null) {
            throw new IllegalArgumentException("A rule of no field");
        }
    }

    /** The name at the destination. */
    public String name() {
        return to != null ? to : String.valueOf(from);
    }
}
