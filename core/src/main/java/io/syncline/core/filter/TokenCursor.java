package io.syncline.core.filter;

import io.syncline.core.filter.FilterTokens.Kind;
import io.syncline.core.filter.FilterTokens.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The pieces of a filter one after another, and what was complained of. Used once. */
final class TokenCursor {
    private static final int PROBLEMS_MAX = 20;

    /** Unwinds to the condition that cannot be read; what is wrong has been said. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable() {
            super(null, null, false, false);
        }
    }

    private final List<FilterProblem> problems = new ArrayList<>();
    private final List<Token> tokens;
    private int at;
    private boolean givenUp;

    TokenCursor(String text) {
        tokens = FilterTokens.of(text, this::complain);
    }

    /** What is wrong, in the order of the text. */
    List<FilterProblem> problems() {
        return problems.stream().sorted(Comparator.comparingInt(FilterProblem::column)).toList();
    }

    void complain(int column, String message) {
        if (!givenUp && problems.size() < PROBLEMS_MAX) {
            problems.add(new FilterProblem(column, message));
        }
    }

    /** Complains of a piece, unless that was done when it was cut out. */
    Unreadable bad(Token token, String message) {
        if (token.kind() != Kind.BAD) {
            complain(token.column(), message);
        }
        return new Unreadable();
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekBehind() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    boolean ended() {
        return peek().kind() == Kind.END;
    }

    /** The next piece; the END as often as it is asked for. */
    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    /** Passes over this word or sign if it is next. */
    boolean take(String wordOrSign) {
        boolean is = peek().is(wordOrSign);
        if (is) {
            at++;
        }
        return is;
    }

    int place() {
        return at;
    }

    /** Goes to where the condition ends that begins there and cannot be read. */
    void skip(int start) {
        at = start;
        int open = 0;
        while (!ended()) {
            Token token = peek();
            boolean joint = token.is("AND") && !literal(peekBehind()) || token.is("OR");
            if (open == 0 && (joint || token.is(")"))) {
                return;
            }
            open += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            at++;
        }
    }

    /** What no condition begins with: the AND before it is that of BETWEEN. */
    private static boolean literal(Token token) {
        return token.kind() == Kind.TEXT || token.kind() == Kind.NUMBER;
    }

    /** Complains once more, and of nothing that comes after. */
    void giveUp(Token token, String message) {
        complain(token.column(), message);
        givenUp = true;
        at = tokens.size() - 1;
    }
}
