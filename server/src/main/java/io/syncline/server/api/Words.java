package io.syncline.server.api;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Spelling: both key cases, tolerant words, and what somebody may have meant. */
final class Words {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_. -]{1,40}");

    private Words() {}

    /** The snake_case form of a key or word: {@code maxRetries}, {@code MAX-RETRIES}. */
    static String snake(String word) {
        StringBuilder out = new StringBuilder(word.length() + 4);
        String trimmed = word.strip();
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            boolean starts = Character.isUpperCase(c) && i > 0;
            if (starts && (Character.isLowerCase(trimmed.charAt(i - 1)) || digit(trimmed, i - 1))) {
                out.append('_');
            }
            out.append(c == '-' || c == ' ' ? '_' : c);
        }
        return out.toString().toLowerCase(Locale.ROOT);
    }

    /** The word in quotes if it can hold no secret; else nothing of it. */
    static String quoted(String word) {
        return HARMLESS.matcher(word).matches() ? "'" + word + "'" : "this text";
    }

    /** A sentence that names the nearest known word, or an empty text if none is near. */
    static String didYouMean(String word, Collection<String> known) {
        String nearest = nearest(word, known);
        return nearest == null ? "" : " Did you mean '" + nearest + "'?";
    }

    private static @Nullable String nearest(String word, Collection<String> known) {
        String best = null;
        int bestDistance = Math.max(2, word.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Edits between two words; a swap of neighbours is one. */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                cost[i][j] =
                        Math.min(
                                cost[i - 1][j - 1] + change,
                                1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], 1 + cost[i - 2][j - 2]);
                }
            }
        }
        return cost[from.length()][to.length()];
    }

    private static boolean digit(String text, int index) {
        return Character.isDigit(text.charAt(index));
    }
}
