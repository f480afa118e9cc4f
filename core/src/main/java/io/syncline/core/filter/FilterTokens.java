package io.syncline.core.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Cuts a filter's text into words, names, literals and signs. Used once. */
final class FilterTokens {
    enum Kind {
        /** A keyword, or a field's name without quotes. */
        WORD,
        /** A field's name in double quotes or backticks. */
        NAME,
        TEXT,
        NUMBER,
        SIGN,
        /** What was complained of already. */
        BAD,
        END
    }

    /**
     * One piece.
     *
     * @param text without its quotes
     * @param column where it begins, from 1, in characters
     */
    record Token(Kind kind, String text, int column) {
        boolean is(String wordOrSign) {
            return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(wordOrSign);
        }
    }

    /** Signs that are read as far as they go on. */
    private static final String GLUED = "<>=!~&|^";

    private final String text;
    private final BiConsumer<Integer, String> complain;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int column = 1;
    private int columnAt;

    private FilterTokens(String text, BiConsumer<Integer, String> complain) {
        this.text = text;
        this.complain = complain;
    }

    /** All pieces, with an END; what is wrong is complained of with its column. */
    static List<Token> of(String text, BiConsumer<Integer, String> complain) {
        FilterTokens reading = new FilterTokens(text, complain);
        reading.read();
        return reading.tokens;
    }

    private void read() {
        while (at < text.length()) {
            int start = at;
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else if (letter(c)) {
                word(start);
            } else if (c >= '0' && c <= '9') {
                number(start);
            } else if (c == '\'') {
                quoted(Kind.TEXT, c);
            } else if (c == '"' || c == '`') {
                quoted(Kind.NAME, c);
            } else {
                sign(c);
            }
        }
        add(Kind.END, "", text.length());
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean inWord(char c) {
        return letter(c) || c >= '0' && c <= '9' || c == '$';
    }

    private void word(int start) {
        while (at < text.length() && inWord(text.charAt(at))) {
            at++;
        }
        boolean prefix = at < text.length() && text.charAt(at) == '\'';
        String word = text.substring(start, at);
        if (prefix && !Keywords.own(word)) {
            bad(
                    start,
                    "A text stands in single quotes alone, with no letters in front: not "
                            + Keywords.shown(word)
                            + ".");
        } else {
            add(Kind.WORD, word, start);
        }
    }

    private void number(int start) {
        digits();
        if (at + 1 < text.length() && text.charAt(at) == '.' && digit(text.charAt(at + 1))) {
            at++;
            digits();
        }
        if (at < text.length() && (inWord(text.charAt(at)) || text.charAt(at) == '.')) {
            while (at < text.length() && (inWord(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            bad(start, "A number has digits and at most one point: write it out.");
        } else if (at - start > FilterParser.DIGITS_MAX) {
            bad(start, "A number has at most " + FilterParser.DIGITS_MAX + " digits.");
        } else {
            add(Kind.NUMBER, text.substring(start, at), start);
        }
    }

    private void digits() {
        while (at < text.length() && digit(text.charAt(at))) {
            at++;
        }
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** A quote inside is written twice; no other character means anything but itself. */
    private void quoted(Kind kind, char quote) {
        int start = at++;
        StringBuilder inside = new StringBuilder();
        while (true) {
            int end = text.indexOf(quote, at);
            if (end < 0) {
                at = text.length();
                bad(start, "This quote is not closed.");
                return;
            }
            inside.append(text, at, end);
            at = end + 1;
            if (at >= text.length() || text.charAt(at) != quote) {
                break;
            }
            inside.append(quote);
            at++;
        }
        if (kind == Kind.NAME && inside.isEmpty()) {
            bad(start, "A name has one character at least.");
        } else {
            add(kind, inside.toString(), start);
        }
    }

    private void sign(char c) {
        int start = at;
        if (text.startsWith("--", at) || text.startsWith("/*", at) || c == '#') {
            // What follows would be the comment's: nothing more is said of it.
            at = text.length();
            bad(start, "Comments are not allowed in a filter.");
        } else if (GLUED.indexOf(c) >= 0) {
            while (at < text.length() && GLUED.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            add(Kind.SIGN, text.substring(start, at), start);
        } else if (c == '(' || c == ')' || c == ',' || c == '-' || c == '+') {
            at++;
            add(Kind.SIGN, String.valueOf(c), start);
        } else {
            at += Character.charCount(text.codePointAt(at));
            while (at < text.length()
                    && (text.charAt(at) == c || c > '~' && text.charAt(at) > '~')) {
                at++;
            }
            bad(start, unknown(text.codePointAt(start)));
        }
    }

    private static String unknown(int point) {
        return switch (point) {
            case ';' -> "A filter is one condition: a semicolon is not allowed.";
            case '$' -> "Dollar quotes and parameters are not allowed: write a text as 'text'.";
            case '?', ':' -> "Parameters and casts are not allowed: write the literal itself.";
            case '@' -> "Variables are not allowed: write the literal itself.";
            case '.' -> "A field is named alone, without its table; a number begins with a digit.";
            case '*', '/', '%' -> "A filter does not calculate: compare a field with a literal.";
            case '\\' -> "A backslash means nothing here: a quote inside a text is written twice.";
            case '[', ']', '{', '}' -> "Brackets are not allowed: write names as \"name\".";
            default ->
                    point < ' ' || point > '~'
                            ? "The character U+%04X is not allowed outside quotes. "
                                            .formatted(point)
                                    + "Texts stand in ', names with such characters in \"."
                            : "The character " + (char) point + " is not allowed.";
        };
    }

    private void bad(int start, String message) {
        complain.accept(columnOf(start), message);
        add(Kind.BAD, "", start);
    }

    private void add(Kind kind, String content, int start) {
        tokens.add(new Token(kind, content, columnOf(start)));
    }

    /** In characters, not in halves of them; starts come in order. */
    private int columnOf(int start) {
        if (start > columnAt) {
            column += text.codePointCount(columnAt, start);
            columnAt = start;
        }
        return column;
    }
}
