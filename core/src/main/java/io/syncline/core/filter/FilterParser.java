package io.syncline.core.filter;

import io.syncline.core.filter.FilterTokens.Kind;
import io.syncline.core.filter.FilterTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a filter: the part of SQL's WHERE that looks at one row's fields and literals and always
 * says the same. Everything else is refused by its name: functions, subqueries, comments, a
 * semicolon, what changes from day to day. All problems are found at once: after one, reading goes
 * on at the next AND or OR.
 *
 * <p>Depth and length are bounded, so no text takes long or much memory.
 */
public final class FilterParser {
    /** The longest text, in UTF-16 units. */
    public static final int LENGTH_MAX = 10_000;

    /** How deep brackets and NOT may be nested. */
    public static final int DEPTH_MAX = 50;

    /** The longest number. */
    static final int DIGITS_MAX = 200;

    private final TokenCursor tokens;
    private final SimpleConditions simple;
    private int depth;

    private FilterParser(String text) {
        tokens = new TokenCursor(text);
        simple = new SimpleConditions(tokens);
    }

    /** Reads a text. Pure; never throws. */
    public static Reading<Condition> parse(String text) {
        String wrong = unreadable(text);
        if (wrong != null) {
            return new Reading<>(null, List.of(new FilterProblem(1, wrong)));
        }
        FilterParser parser = new FilterParser(text);
        Condition condition = parser.whole();
        List<FilterProblem> problems = parser.tokens.problems();
        return problems.isEmpty() ? Reading.of(condition) : new Reading<>(null, problems);
    }

    private static @Nullable String unreadable(String text) {
        if (text.isBlank()) {
            return "A filter must not be empty; TRUE stands for all rows.";
        }
        if (text.length() > LENGTH_MAX) {
            return "A filter has at most " + LENGTH_MAX + " characters.";
        }
        boolean bad =
                text.codePoints()
                        .anyMatch(point -> point == 0 || point >= 0xd800 && point <= 0xdfff);
        return bad ? "A filter must not hold the character zero or half a character." : null;
    }

    private Condition whole() {
        Condition condition = either();
        while (!tokens.ended()) {
            Token token = tokens.next();
            tokens.bad(
                    token,
                    token.is(")")
                            ? "This bracket was not opened."
                            : "Here AND, OR or the end is expected.");
            if (!tokens.ended()) {
                either();
            }
        }
        return condition;
    }

    private Condition either() {
        return joined("OR", Condition.Or::new, this::both);
    }

    private Condition both() {
        return joined("AND", Condition.And::new, this::single);
    }

    private Condition joined(
            String word, Function<List<Condition>, Condition> join, Supplier<Condition> part) {
        Condition first = part.get();
        if (!tokens.peek().is(word)) {
            return first;
        }
        List<Condition> parts = new ArrayList<>();
        parts.add(first);
        while (tokens.take(word)) {
            parts.add(part.get());
        }
        return join.apply(parts);
    }

    /** One condition; after one that cannot be read, the place behind it. */
    private Condition single() {
        int level = depth;
        int start = tokens.place();
        try {
            Condition condition = nested();
            Token after = tokens.peek();
            boolean ends = after.kind() == Kind.END || after.is(")");
            if (!ends && !after.is("AND") && !after.is("OR")) {
                throw tokens.bad(after, afterCondition(after));
            }
            return condition;
        } catch (TokenCursor.Unreadable _) {
            depth = level;
            tokens.skip(start);
            return new Condition.Constant(true);
        }
    }

    private static String afterCondition(Token token) {
        return switch (token.kind()) {
            case WORD, SIGN -> Keywords.notAJoint(token.text());
            case NAME, TEXT, NUMBER, BAD, END -> "Here AND, OR or the end is expected.";
        };
    }

    private Condition nested() throws TokenCursor.Unreadable {
        Token token = tokens.peek();
        if (!token.is("NOT") && !token.is("(")) {
            return simple.read();
        }
        if (++depth > DEPTH_MAX) {
            tokens.giveUp(token, "Nested deeper than " + DEPTH_MAX + ".");
            throw new TokenCursor.Unreadable();
        }
        tokens.next();
        Condition inside = token.is("NOT") ? new Condition.Not(nested()) : group(token);
        depth--;
        return inside;
    }

    private Condition group(Token open) throws TokenCursor.Unreadable {
        Token first = tokens.peek();
        String forbidden = first.kind() == Kind.WORD ? Keywords.forbidden(first.text()) : null;
        if (forbidden != null && !operatorFollows()) {
            throw tokens.bad(first, forbidden);
        }
        Condition inside = either();
        if (!tokens.take(")")) {
            throw tokens.bad(tokens.ended() ? open : tokens.peek(), "This bracket is not closed.");
        }
        return inside;
    }

    /** Whether the next piece but one makes the next a field. */
    private boolean operatorFollows() {
        Token token = tokens.peekBehind();
        return token.kind() == Kind.SIGN && !token.is("(")
                || Stream.of("IN", "NOT", "BETWEEN", "LIKE", "IS").anyMatch(token::is);
    }
}
