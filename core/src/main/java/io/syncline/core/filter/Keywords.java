package io.syncline.core.filter;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words and signs of filters, and those that somebody may take for them. */
final class Keywords {
    private static final Set<String> OWN =
            Set.of(
                    "AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "ESCAPE", "IS", "NULL", "TRUE",
                    "FALSE");

    /** What may follow a field. */
    private static final List<String> AFTER_FIELD = List.of("IN", "NOT", "BETWEEN", "LIKE", "IS");

    private static final Map<String, String> MEANT =
            Map.ofEntries(
                    Map.entry("==", "="),
                    Map.entry("=<", "<="),
                    Map.entry("=>", ">="),
                    Map.entry("><", "<>"),
                    Map.entry("=!", "!="),
                    Map.entry("<=>", "="),
                    Map.entry("^=", "<>"),
                    Map.entry("!<", ">="),
                    Map.entry("!>", "<="),
                    Map.entry("~", "LIKE"),
                    Map.entry("~~", "LIKE"),
                    Map.entry("!~", "NOT LIKE"),
                    Map.entry("&&", "AND"),
                    Map.entry("&", "AND"),
                    Map.entry("||", "OR"),
                    Map.entry("|", "OR"),
                    Map.entry("!", "NOT"),
                    Map.entry("EQ", "="),
                    Map.entry("EQUALS", "="),
                    Map.entry("NE", "<>"),
                    Map.entry("LT", "<"),
                    Map.entry("LE", "<="),
                    Map.entry("GT", ">"),
                    Map.entry("GE", ">="),
                    Map.entry("ILIKE", "LIKE"),
                    Map.entry("RLIKE", "LIKE"),
                    Map.entry("REGEXP", "LIKE"),
                    Map.entry("SIMILAR", "LIKE"),
                    Map.entry("ISNULL", "IS NULL"),
                    Map.entry("NOTNULL", "IS NOT NULL"),
                    Map.entry("XOR", "OR"));

    /** Words that begin or continue a statement. */
    private static final Set<String> STATEMENTS =
            Set.of(
                    "SELECT",
                    "EXISTS",
                    "UNION",
                    "INTERSECT",
                    "EXCEPT",
                    "CASE",
                    "CAST",
                    "CONVERT",
                    "WHERE",
                    "HAVING",
                    "ORDER",
                    "GROUP",
                    "LIMIT",
                    "OFFSET",
                    "FETCH",
                    "FOR",
                    "INTO",
                    "FROM",
                    "WITH",
                    "RETURNING",
                    "PROCEDURE",
                    "COLLATE",
                    "ANY",
                    "ALL",
                    "SOME",
                    "VALUES",
                    "TABLE",
                    "DROP",
                    "DELETE",
                    "INSERT",
                    "UPDATE",
                    "ALTER",
                    "CREATE",
                    "TRUNCATE",
                    "GRANT",
                    "COPY",
                    "CALL",
                    "EXEC",
                    "EXECUTE",
                    "DO",
                    "SET",
                    "LOAD");

    /** Words whose value is another one later. */
    private static final Set<String> CHANGING =
            Set.of(
                    "CURRENT_DATE",
                    "CURRENT_TIME",
                    "CURRENT_TIMESTAMP",
                    "LOCALTIME",
                    "LOCALTIMESTAMP",
                    "SYSDATE",
                    "UTC_DATE",
                    "UTC_TIME",
                    "UTC_TIMESTAMP",
                    "NOW",
                    "CURRENT_USER",
                    "SESSION_USER",
                    "USER",
                    "CURRENT_ROLE",
                    "CURRENT_SCHEMA",
                    "DEFAULT");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final int NAME_SHOWN = 40;

    private Keywords() {}

    /** Whether a name needs no quotes. */
    static boolean plainName(String name) {
        return PLAIN.matcher(name).matches() && !OWN.contains(upper(name));
    }

    static boolean own(String word) {
        return OWN.contains(upper(word));
    }

    static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    /** What is said of a word or sign that stands where a comparison is expected. */
    static String notAnOperator(String word) {
        String meant = MEANT.get(upper(word));
        return shown(word)
                + " is no operator of filters."
                + didYouMean(meant == null ? nearest(word, AFTER_FIELD) : meant);
    }

    /** What is said of a word or sign that stands where conditions are joined. */
    static String notAJoint(String word) {
        if (STATEMENTS.contains(upper(word))) {
            return statement(word);
        }
        String meant = MEANT.get(upper(word));
        return "Here AND, OR or the end is expected, not "
                + shown(word)
                + "."
                + didYouMean(meant == null ? nearest(word, List.of("AND", "OR")) : meant);
    }

    /** What is wrong with a word that stands for a value, or null if it may be a field. */
    static @Nullable String forbidden(String word) {
        if (STATEMENTS.contains(upper(word))) {
            return statement(word);
        }
        return CHANGING.contains(upper(word))
                ? upper(word)
                        + " is not allowed: what it says changes, and a filter always says the same"
                        + " of a row."
                : null;
    }

    private static String statement(String word) {
        return upper(word)
                + " is not allowed: a filter is one condition on one row, without subqueries or"
                + " statements.";
    }

    static String didYouMean(@Nullable String meant) {
        return meant == null ? "" : " Did you mean " + meant + "?";
    }

    /** A name or sign for a message, cut if it is long. */
    static String shown(String word) {
        return word.length() <= NAME_SHOWN
                ? "'" + word + "'"
                : "'" + word.substring(0, word.offsetByCodePoints(0, NAME_SHOWN / 2)) + "…'";
    }

    /** The known word that differs least, or null if none is near. */
    static @Nullable String nearest(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        String best = null;
        int bestEdits = Math.min(2, Math.max(1, word.length() / 3)) + 1;
        for (String candidate : known) {
            int edits =
                    Math.abs(candidate.length() - word.length()) >= bestEdits
                            ? bestEdits
                            : edits(lower, candidate.toLowerCase(Locale.ROOT));
            if (edits < bestEdits) {
                best = candidate;
                bestEdits = edits;
            }
        }
        return best;
    }

    /** Insertions, deletions, replacements and swaps of neighbours. */
    private static int edits(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
                least = Math.min(least, cost[i - 1][j - 1] + change);
                boolean swap =
                        i > 1
                                && j > 1
                                && from.charAt(i - 1) == to.charAt(j - 2)
                                && from.charAt(i - 2) == to.charAt(j - 1);
                cost[i][j] = swap ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[from.length()][to.length()];
    }
}
