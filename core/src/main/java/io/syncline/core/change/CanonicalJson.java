package io.syncline.core.change;

import java.math.BigDecimal;
import java.util.HexFormat;
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

    private void value(StringBuilder out, int depth) {
        if (depth > DEPTH_MAX) {
            throw bad("nested deeper than " + DEPTH_MAX);
        }
        space();
        switch (peek()) {
            case '{' -> object(out, depth);
            case '[' -> array(out, depth);
            case '"' -> quote(out, string());
            case 't' -> word(out, "true");
            case 'f' -> word(out, "false");
            case 'n' -> word(out, "null");
            default -> number(out);
        }
    }

    private void object(StringBuilder out, int depth) {
        at++;
        Map<String, String> members = new TreeMap<>();
        space();
        if (peek() == '}') {
            at++;
        } else {
            do {
                space();
                if (peek() != '"') {
                    throw bad("a member's name expected");
                }
                String name = string();
                space();
                expect(':');
                StringBuilder member = new StringBuilder();
                value(member, depth + 1);
                members.put(name, member.toString());
                space();
            } while (more('}'));
        }
        out.append('{');
        String separator = "";
        for (Map.Entry<String, String> member : members.entrySet()) {
            out.append(separator);
            quote(out, member.getKey());
            out.append(':').append(member.getValue());
            separator = ",";
        }
        out.append('}');
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

    private String string() {
        at++;
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

    private void word(StringBuilder out, String word) {
        if (!text.startsWith(word, at)) {
            throw bad("a value expected");
        }
        at += word.length();
        out.append(word);
    }

    private static void quote(StringBuilder out, String string) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
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
