package io.syncline.core.change;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings JSON text into one form: members sorted by name (the last of equal names wins), no white
 * space, numbers without needless digits, the shortest escapes. One pass of recursive descent;
 * depth is bounded so that hostile text cannot exhaust the stack.
 */
final class CanonicalJson {
    /** PostgreSQL itself refuses far less than this; MariaDB's JSON functions stop at 32. */
    private static final int DEPTH_MAX = 512;

    /** Longer numbers are looked at more closely. */
    private static final int PLAIN_DIGITS_MAX = 30;

    private final String text;
    private int at;

    private CanonicalJson(String text) {
        this.text = text;
    }

    static String of(String text) {
        CanonicalJson parser = new CanonicalJson(text);
        StringBuilder out = new StringBuilder(text.length());
        parser.value(out, 0);
        parser.space();
        if (parser.at != text.length()) {
            throw parser.bad("text after the document");
        }
        return out.toString();
    }

    /** What a quoted string of canonical text says. */
    static String unquoted(String canonical) {
        return new CanonicalJson(canonical).string();
    }

    private void value(StringBuilder out, int depth) {
        if (depth > DEPTH_MAX) {
            throw bad("nested deeper than " + DEPTH_MAX);
        }
        space();
        switch (peek()) {
            case '{' -> object(out, depth);
            case '[' -> array(out, depth);
            case '"' -> string(out);
            case 't' -> word(out, "true");
            case 'f' -> word(out, "false");
            case 'n' -> word(out, "null");
            default -> number(out);
        }
    }

    private void object(StringBuilder out, int depth) {
        at++;
        int start = out.length();
        List<String> names = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        boolean sorted = true;
        out.append('{');
        space();
        if (peek() == '}') {
            at++;
        } else {
            do {
                space();
                if (peek() != '"') {
                    throw bad("a member's name expected");
                }
                out.append(names.isEmpty() ? "" : ",");
                starts.add(out.length());
                String name = string();
                sorted &= names.isEmpty() || names.getLast().compareTo(name) < 0;
                names.add(name);
                quote(out, name);
                space();
                expect(':');
                out.append(':');
                value(out, depth + 1);
                space();
            } while (more('}'));
        }
        if (!sorted) {
            sort(out, start, names, starts);
        }
        out.append('}');
    }

    /** Writes the members of an object again, in the order of their names. */
    private static void sort(
            StringBuilder out, int start, List<String> names, List<Integer> starts) {
        Map<String, String> members = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            int end = i + 1 < names.size() ? starts.get(i + 1) - 1 : out.length();
            members.put(names.get(i), out.substring(starts.get(i), end));
        }
        out.setLength(start);
        out.append('{').append(String.join(",", members.values()));
    }

    private void array(StringBuilder out, int depth) {
        at++;
        out.append('[');
        space();
        if (peek() == ']') {
            at++;
        } else {
            String separator = "";
            do {
                out.append(separator);
                value(out, depth + 1);
                separator = ",";
                space();
            } while (more(']'));
        }
        out.append(']');
    }

    private boolean more(char end) {
        char next = peek();
        at++;
        if (next != ',' && next != end) {
            throw bad("',' or '" + end + "' expected");
        }
        return next == ',';
    }

    private void string(StringBuilder out) {
        int end = plainEnd(at + 1);
        if (end >= 0) {
            out.append(text, at, end + 1);
            at = end + 1;
        } else {
            quote(out, string());
        }
    }

    /** Where a string ends that is written as it is to be; -1 if this one is not. */
    private int plainEnd(int from) {
        int end = from;
        while (end < text.length() && isPlain(text.charAt(end))) {
            end++;
        }
        return end < text.length() && text.charAt(end) == '"' ? end : -1;
    }

    private String string() {
        at++;
        int end = plainEnd(at);
        if (end >= 0) {
            String plain = text.substring(at, end);
            at = end + 1;
            return plain;
        }
        StringBuilder out = new StringBuilder();
        for (char c = peek(); c != '"'; c = peek()) {
            at++;
            if (c < ' ') {
                throw bad("a control character in a string");
            }
            out.append(c == '\\' ? escape() : c);
        }
        at++;
        return out.toString();
    }

    /** Whether a character stands for itself in a string. */
    private static boolean isPlain(char c) {
        return c >= ' ' && c != '"' && c != '\\';
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw bad("a short \\u escape");
                }
                try {
                    int code = HexFormat.fromHexDigits(text, at, at + 4);
                    at += 4;
                    yield (char) code;
                } catch (NumberFormatException e) {
                    throw bad("a wrong \\u escape");
                }
            }
            default -> throw bad("an unknown escape");
        };
    }

    private void number(StringBuilder out) {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (isCanonical(start, at)) {
            out.append(text, start, at);
            return;
        }
        try {
            BigDecimal number = new BigDecimal(text.substring(start, at));
            BigDecimal stripped =
                    number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
            boolean plain = stripped.scale() >= -30 && stripped.scale() <= 100;
            out.append(plain ? stripped.toPlainString() : stripped.toString());
        } catch (NumberFormatException e) {
            throw bad("a value expected");
        }
    }

    /** Whether a number is surely written as it is to be: a short whole one mostly is. */
    private boolean isCanonical(int start, int end) {
        int first = start < end && text.charAt(start) == '-' ? start + 1 : start;
        if (first == end || end - first > PLAIN_DIGITS_MAX) {
            return false;
        }
        for (int i = first; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.charAt(first) != '0' || start + 1 == end;
    }

    private void word(StringBuilder out, String word) {
        if (!text.startsWith(word, at)) {
            throw bad("a value expected");
        }
        at += word.length();
        out.append(word);
    }

    /** Writes a string with the shortest escapes. */
    static void quote(StringBuilder out, String string) {
        out.append('"');
        int plain = 0;
        while (plain < string.length() && isPlain(string.charAt(plain))) {
            plain++;
        }
        out.append(string, 0, plain);
        for (int i = plain; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default ->
                        out.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        out.append('"');
    }

    private void space() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private char peek() {
        if (at >= text.length()) {
            throw bad("the text ends too early");
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw bad("'" + c + "' expected");
        }
        at++;
    }

    private IllegalArgumentException bad(String what) {
        return new IllegalArgumentException("Not JSON at character " + at + ": " + what);
    }
}
