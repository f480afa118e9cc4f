package io.syncline.core.merge;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one form of a word, and what somebody may have meant by another. */
final class Spelling {
    private Spelling() {}

    /** The snake_case form of a key or word, without what qualifies it: {@code A::LastWrite}. */
    static String snake(String word) {
        String plain = word.substring(word.lastIndexOf(':') + 1).strip();
        StringBuilder out = new StringBuilder(plain.length() + 4);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            char before = i == 0 ? '_' : plain.charAt(i - 1);
            if (Character.isUpperCase(c)
                    && (Character.isLowerCase(before) || Character.isDigit(before))) {
                out.append('_');
            }
            out.append(c == '-' || c == ' ' ? '_' : c);
        }
        return out.toString().toLowerCase(Locale.ROOT);
    }

    /** A sentence that names the nearest known word, or an empty text if none is near. */
    static String didYouMean(String word, Collection<String> known) {
        String nearest = nearest(word, known, Math.max(2, word.length() / 3));
        return nearest == null ? "" : ". Did you mean '" + nearest + "'?";
    }

    /** The known word that is the fewest edits away, at most so many; null if none is. */
    static @Nullable String nearest(String word, Collection<String> known, int editsMax) {
        String best = null;
        int fewest = editsMax + 1;
        for (String candidate : known) {
            int edits = edits(word, candidate);
            if (edits < fewest) {
                best = candidate;
                fewest = edits;
            }
        }
        return best;
    }

    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(above[j - 1] + change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[to.length()];
    }
}
