package io.syncline.connector.mysql;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What texts a column of characters holds as they are. Immutable. */
final class Holding {
    /** MariaDB's JSON functions, and with them the check of a JSON column, stop here. */
    static final int JSON_DEPTH_MAX = 31;

    private final Column column;
    private final boolean json;
    private final boolean padded;
    private final boolean countsCharacters;
    private final long length;

    Holding(Column column) {
        this.column = column;
        this.json = column.kind() == Column.Kind.JSON;
        this.padded = column.padded();
        this.countsCharacters = column.countsCharacters();
        this.length = column.length();
    }

    /** Why it cannot hold a text, or null if it can. */
    @Nullable String refuses(String text) {
        if (!wellFormed(text)) {
            return "the text holds half of a surrogate pair";
        }
        if (json && JsonDepth.of(text) > JSON_DEPTH_MAX) {
            return "the document is nested deeper than " + JSON_DEPTH_MAX;
        }
        if (padded && text.endsWith(" ")) {
            return column.fullType() + " would lose the spaces at the end";
        }
        long taken = taken(text);
        return taken <= length ? null : taken + " characters or bytes exceed " + column.fullType();
    }

    /** Characters or bytes, as the column counts them; 0 where they are surely few enough. */
    private long taken(String text) {
        if (text.length() <= length / 4) {
            return 0;
        }
        return countsCharacters
                ? text.codePointCount(0, text.length())
                : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
