package io.syncline.core.merge;

import org.jspecify.annotations.Nullable;

/**
 * Paths of names with points between them. A point or a backslash that belongs to a name has a
 * backslash before it, so that a column called {@code a.b} is not taken for a part of {@code a}.
 */
final class Paths {
    private Paths() {}

    /** The path of one name. */
    static String name(String name) {
        return name.indexOf('.') < 0 && name.indexOf('\\') < 0
                ? name
                : name.replace("\\", "\\\\").replace(".", "\\.");
    }

    /** A path with one more name. */
    static String join(String path, String name) {
        return path + "." + name(name);
    }

    /** The first name. */
    static String first(String path) {
        int end = end(path);
        String first = end < 0 ? path : path.substring(0, end);
        if (first.indexOf('\\') < 0) {
            return first;
        }
        StringBuilder name = new StringBuilder(first.length());
        for (int i = 0; i < first.length(); i++) {
            boolean escaped = first.charAt(i) == '\\' && i + 1 < first.length();
            name.append(first.charAt(escaped ? ++i : i));
        }
        return name.toString();
    }

    /** What follows the first name; null if nothing does. */
    static @Nullable String rest(String path) {
        int end = end(path);
        return end < 0 ? null : path.substring(end + 1);
    }

    /** Where the first name ends; -1 if it is all. */
    private static int end(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '.') {
                return i;
            }
            i += path.charAt(i) == '\\' ? 1 : 0;
        }
        return -1;
    }
}
