package io.syncline.connector.mongodb;

import org.jspecify.annotations.Nullable;

/** Which names fields and collections can have. */
final class Names {
    private static final String OWN = "syncline_";
    private static final String SYSTEM = "system.";

    private Names() {}

    /**
     * Why a field of this name cannot be written, or null if it can. An update takes a dot for the
     * way into a part, and a dollar for an operator: it would write something else.
     */
    static @Nullable String refuses(String field) {
        if (field.isEmpty() || field.indexOf('\0') >= 0) {
            return "MongoDB has no such name";
        }
        if (field.startsWith("$")) {
            return "a name that begins with $ cannot be updated";
        }
        return field.contains(".") ? "a name with a dot cannot be updated" : null;
    }

    /** Whether a collection holds what people have, and not what a server or Syncline keeps. */
    static boolean theirs(String collection) {
        return !collection.startsWith(OWN) && !collection.startsWith(SYSTEM);
    }
}
