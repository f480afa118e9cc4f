package io.syncline.engine.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Reads what {@link SafePattern} knows of regular expressions, by recursive descent. For one use.
 */
final class PatternReader {
    private static final int REPEATS_MAX = 200;
    private static final int DEPTH_MAX = 50;

    /** A part of an expression. */
    sealed interface Piece {
        record One(IntPredicate takes) implements Piece {}

        record Sequence(List<Piece> pieces) implements Piece {}

        record Choice(List<Piece> pieces) implements Piece {}

        /** At most -1 times: without a bound. */
        record Repeat(Piece piece, int least, int most) implements Piece {}
    }

    private final int[] points;
    private int at;
    private int depth;

    PatternReader(String text) {
        int[] all = text.codePoints().toArray();
        // The whole text is matched: its ends need no sign, but may have one.
        int from = all.length > 0 && all[0] == '^' ? 1 : 0;
        boolean ends =
                all.length > from
                        && all[all.length - 1] == '$'
                        && (all.length == 1 || all[all.length - 2] != '\\');
        points = Arrays.copyOfRange(all, from, all.length - (ends ? 1 : 0));
    }

    Piece whole() {
        Piece piece = choice();
        if (at < points.length) {
            throw bad("a bracket too many");
        }
        return piece;
    }

    private Piece choice() {
        List<Piece> pieces = new ArrayList<>();
        do {
            pieces.add(sequence());
        } while (take('|'));
        return pieces.size() == 1 ? pieces.getFirst() : new Piece.Choice(pieces);
    }

    private Piece sequence() {
        List<Piece> pieces = new ArrayList<>();
        while (at < points.length && points[at] != '|' && points[at] != ')') {
            pieces.add(repeated(one()));
        }
        return new Piece.Sequence(pieces);
    }

    private Piece repeated(Piece piece) {
        Piece result = piece;
        if (take('*')) {
            result = new Piece.Repeat(piece, 0, -1);
        } else if (take('+')) {
            result = new Piece.Repeat(piece, 1, -1);
        } else if (take('?')) {
            result = new Piece.Repeat(piece, 0, 1);
        } else if (take('{')) {
            int least = number();
            int most = take(',') ? at < points.length && points[at] == '}' ? -1 : number() : least;
            if (!take('}') || most >= 0 && most < least) {
                throw bad("a wrong count in braces");
            }
            result = new Piece.Repeat(piece, least, most);
        } else {
            return result;
        }
        if (at < points.length && "*+?{".indexOf(points[at]) >= 0) {
            throw bad("a repetition of a repetition");
        }
        return result;
    }

    private int number() {
        int number = 0;
        int from = at;
        while (at < points.length && points[at] >= '0' && points[at] <= '9') {
            number = number * 10 + points[at++] - '0';
            if (number > REPEATS_MAX) {
                throw bad("more than " + REPEATS_MAX + " repetitions");
            }
        }
        if (from == at) {
            throw bad("a wrong count in braces");
        }
        return number;
    }

    private Piece one() {
        int point = points[at++];
        return switch (point) {
            case '(' -> group();
            case '[' -> new Piece.One(set());
            case '.' -> new Piece.One(each -> each != '\n');
            case '\\' -> new Piece.One(escape());
            case '*', '+', '?', '{', '}', ']', '^', '$' ->
                    throw bad("a sign where a character is expected");
            default -> new Piece.One(each -> each == point);
        };
    }

    private Piece group() {
        if (take('?') && !take(':')) {
            throw bad("a group that looks around, which is not supported");
        }
        if (++depth > DEPTH_MAX) {
            throw bad("too many brackets within brackets");
        }
        Piece piece = choice();
        depth--;
        if (!take(')')) {
            throw bad("a bracket too few");
        }
        return piece;
    }

    private IntPredicate set() {
        boolean not = take('^');
        IntPredicate any = _ -> false;
        boolean first = true;
        while (first || at < points.length && points[at] != ']') {
            first = false;
            any = any.or(range());
        }
        if (!take(']')) {
            throw bad("a class without its end");
        }
        return not ? any.negate() : any;
    }

    private IntPredicate range() {
        if (at >= points.length) {
            throw bad("a class without its end");
        }
        int from = points[at++];
        if (from == '\\') {
            return escape();
        }
        boolean ranged = at + 1 < points.length && points[at] == '-' && points[at + 1] != ']';
        if (!ranged) {
            return each -> each == from;
        }
        int to = points[at + 1];
        at += 2;
        if (to == '\\' || to < from) {
            throw bad("a wrong range in a class");
        }
        return each -> each >= from && each <= to;
    }

    private IntPredicate escape() {
        if (at >= points.length) {
            throw bad("an escape of nothing");
        }
        int point = points[at++];
        return switch (point) {
            case 'd' -> PatternReader::digit;
            case 'D' -> each -> !digit(each);
            case 'w' -> PatternReader::word;
            case 'W' -> each -> !word(each);
            case 's' -> PatternReader::space;
            case 'S' -> each -> !space(each);
            case 'n' -> each -> each == '\n';
            case 'r' -> each -> each == '\r';
            case 't' -> each -> each == '\t';
            default -> {
                if (Character.isLetterOrDigit(point)) {
                    throw bad("an escape that is not supported");
                }
                yield each -> each == point;
            }
        };
    }

    private boolean take(char c) {
        boolean there = at < points.length && points[at] == c;
        at += there ? 1 : 0;
        return there;
    }

    private IllegalArgumentException bad(String what) {
        return new IllegalArgumentException(what + ", at character " + at);
    }

    private static boolean digit(int point) {
        return point >= '0' && point <= '9';
    }

    private static boolean word(int point) {
        return digit(point)
                || point >= 'a' && point <= 'z'
                || point >= 'A' && point <= 'Z'
                || point == '_';
    }

    private static boolean space(int point) {
        return point == ' ' || point >= '\t' && point <= '\r';
    }
}
