package io.syncline.connector.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a statement of the binary log means for a table of ours; understood only as far as that
 * needs.
 */
sealed interface LoggedStatement {
    /** The transaction ends. */
    record End(boolean kept) implements LoggedStatement {}

    /** What the transaction did since a point of it is taken back. */
    record TakenBack() implements LoggedStatement {}

    /** Tables were emptied. */
    record Emptied(List<String> tables) implements LoggedStatement {}

    /** Tables have another definition, and their rows are still theirs. */
    record Redefined() implements LoggedStatement {}

    /**
     * Rows came or went that no event tells of: a table was dropped, made anew, took another's
     * place, or lost a part.
     */
    record Replaced(List<String> tables, String how) implements LoggedStatement {}

    /** Rows were written by a statement that was logged as such. */
    record Unlogged() implements LoggedStatement {}

    /** Nothing that matters. */
    record Other() implements LoggedStatement {}

    /** Of comments only those remain that the server executes. */
    Pattern COMMENTS =
            Pattern.compile("(?s)/\\*[^!M].*?\\*/|--\\s[^\\n]*|#[^\\n]*|/\\*M?!\\d*|\\*/");

    /** A name, bare or in backticks, with its database before it or not. */
    Pattern NAME =
            Pattern.compile(
                    "(?:(`[^`]*+(?:``[^`]*+)*+`|[\\w$\\x80-\\uffff]+)\\s*\\.\\s*)?(`[^`]*+(?:``[^`]*+)*+`|[\\w$\\x80-\\uffff]+)");

    Set<String> WRITING =
            Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "CALL", "WITH", "DO", "SELECT");

    /**
     * Reads a statement.
     *
     * @param database in which it was executed
     * @param ours the database whose tables matter
     */
    static LoggedStatement read(String sql, String database, String ours) {
        // Far more than any clause that is looked at.
        String head = sql.length() > 20_000 ? sql.substring(0, 20_000) : sql;
        String text = COMMENTS.matcher(head).replaceAll(" ").strip();
        String upper = text.toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
        String first = upper.split("[ (;]", 2)[0];
        return switch (first) {
            case "COMMIT" -> new End(true);
            case "ROLLBACK" -> upper.startsWith("ROLLBACK TO") ? new TakenBack() : new End(false);
            case "XA" ->
                    upper.startsWith("XA COMMIT") || upper.startsWith("XA ROLLBACK")
                            ? new End(true)
                            : new Other();
            case "TRUNCATE" -> truncated(text, database, ours);
            case "DROP", "RENAME", "CREATE", "ALTER" -> defined(first, text, upper, database, ours);
            default ->
                    WRITING.contains(first) && (database.equals(ours) || text.contains(ours))
                            ? new Unlogged()
                            : new Other();
        };
    }

    private static LoggedStatement truncated(String text, String database, String ours) {
        String rest = text.replaceFirst("(?i)^TRUNCATE(\\s+TABLE)?\\s+", "");
        List<String> names = names(rest, database, ours, 1);
        return names.isEmpty() ? new Other() : new Emptied(names);
    }

    private static LoggedStatement defined(
            String verb, String text, String upper, String database, String ours) {
        if (upper.startsWith("DROP DATABASE") || upper.startsWith("DROP SCHEMA")) {
            boolean same = text.contains(ours);
            return same ? new Replaced(List.of(), "its database was dropped") : new Other();
        }
        if (upper.matches(
                "(DROP|CREATE|CREATE OR REPLACE) (TEMPORARY|USER|ROLE|FUNCTION|PROCEDURE|VIEW"
                        + "|DEFINER|TRIGGER|EVENT|SEQUENCE|SERVER|PACKAGE|ALGORITHM|SQL|AGGREGATE|DATABASE)\\b.*")) {
            return new Other();
        }
        if (upper.matches(
                "(DROP|CREATE|CREATE OR REPLACE) (UNIQUE |FULLTEXT |SPATIAL )?INDEX\\b.*")) {
            return new Redefined();
        }
        String rest =
                text.replaceFirst(
                        "(?is)^(DROP|RENAME|CREATE|ALTER)(\\s+OR\\s+REPLACE)?(\\s+ONLINE|\\s+IGNORE)*"
                                + "\\s+TABLES?(\\s+IF(\\s+NOT)?\\s+EXISTS)?\\s+",
                        "");
        if (rest.length() == text.length()) {
            return new Other();
        }
        return switch (verb) {
            case "DROP" -> replaced(names(rest, database, ours, 0), "it was dropped");
            case "RENAME" -> replaced(names(rest, database, ours, 0), "it was renamed");
            case "CREATE" -> replaced(names(rest, database, ours, 1), "it was made anew");
            default -> altered(rest, upper, database, ours);
        };
    }

    private static LoggedStatement altered(
            String rest, String upper, String database, String ours) {
        boolean parts =
                upper.matches(".*\\b(DROP|TRUNCATE|EXCHANGE|CONVERT) PARTITION\\b.*")
                        || upper.matches(".*\\bCONVERT TABLE\\b.*")
                        || upper.matches(".*\\bIMPORT TABLESPACE\\b.*");
        boolean renamed = upper.matches(".*\\bRENAME (TO |AS |=)?(?!COLUMN |INDEX |KEY )\\S+.*");
        List<String> names = names(rest, database, ours, 1);
        if (names.isEmpty() && !renamed) {
            return new Other();
        }
        if (parts) {
            return new Replaced(names, "a part of it was taken away or put in");
        }
        if (renamed) {
            List<String> all = new ArrayList<>(names);
            Matcher to =
                    Pattern.compile("(?is)\\bRENAME\\s+(?:TO\\s+|AS\\s+|=\\s*)?(.*)").matcher(rest);
            if (to.find()) {
                all.addAll(names(to.group(1), database, ours, 1));
            }
            return replaced(all, "it was renamed");
        }
        return new Redefined();
    }

    private static LoggedStatement replaced(List<String> tables, String how) {
        return tables.isEmpty() ? new Other() : new Replaced(tables, how);
    }

    /** The tables of our database among the names that a list begins with. */
    private static List<String> names(String text, String database, String ours, int countMax) {
        List<String> names = new ArrayList<>();
        Matcher name = NAME.matcher(text);
        int count = 0;
        while (name.find() && (countMax == 0 || count < countMax)) {
            count++;
            String of = name.group(1) == null ? database : bare(name.group(1));
            if (of.equals(ours)) {
                names.add(bare(name.group(2)));
            }
        }
        return List.copyOf(names);
    }

    private static String bare(String name) {
        return name.startsWith("`")
                ? name.substring(1, name.length() - 1).replace("``", "`")
                : name;
    }
}
