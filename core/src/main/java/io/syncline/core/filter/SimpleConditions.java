package io.syncline.core.filter;

import io.syncline.core.filter.Condition.Name;
import io.syncline.core.filter.Condition.Sign;
import io.syncline.core.filter.FilterTokens.Kind;
import io.syncline.core.filter.FilterTokens.Token;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads the conditions that are not made of others. Used once. */
final class SimpleConditions {
    private final TokenCursor tokens;

    SimpleConditions(TokenCursor tokens) {
        this.tokens = tokens;
    }

    /** Reads one; what is wrong has been said if that cannot be done. */
    Condition read() throws TokenCursor.Unreadable {
        Token token = tokens.peek();
        if (tokens.take("TRUE") || tokens.take("FALSE")) {
            return new Condition.Constant(token.is("TRUE"));
        }
        Name field = field();
        Token operator = tokens.next();
        if (operator.kind() == Kind.SIGN) {
            for (Sign sign : Sign.values()) {
                if (operator.is(sign.sql()) || sign == Sign.UNEQUAL && operator.is("!=")) {
                    return new Condition.Compare(field, sign, literal());
                }
            }
        }
        if (operator.is("IS")) {
            return isNull(field);
        }
        boolean not = operator.is("NOT");
        Token word = not ? tokens.next() : operator;
        if (word.is("IN")) {
            return new Condition.In(field, not, list());
        }
        if (word.is("BETWEEN")) {
            return between(field, not);
        }
        if (word.is("LIKE")) {
            return like(field, not);
        }
        throw tokens.bad(word, noOperator(token, word));
    }

    private static String noOperator(Token field, Token word) {
        String forbidden = field.kind() == Kind.WORD ? Keywords.forbidden(field.text()) : null;
        if (forbidden != null) {
            return forbidden;
        }
        if (word.is("(")) {
            return "Functions are not allowed in a filter: "
                    + Keywords.shown(field.text())
                    + " stands before a bracket.";
        }
        return switch (word.kind()) {
            case WORD, SIGN -> Keywords.notAnOperator(word.text());
            case NAME, TEXT, NUMBER, BAD, END ->
                    "After the field "
                            + Keywords.shown(field.text())
                            + " a comparison is expected, as in "
                            + "name = 'text', name IN (1, 2) or name IS NULL.";
        };
    }

    private Name field() throws TokenCursor.Unreadable {
        Token token = tokens.next();
        boolean word = token.kind() == Kind.WORD && !Keywords.own(token.text());
        if (word || token.kind() == Kind.NAME) {
            return new Name(token.text(), token.column());
        }
        throw tokens.bad(
                token,
                switch (token.kind()) {
                    case TEXT, NUMBER ->
                            "A condition begins with a field's name: literals stand to the right;"
                                    + " a name with other characters stands in double quotes.";
                    case END -> "The filter ends where a condition is expected.";
                    default -> "A condition begins with a field's name, NOT or a bracket.";
                });
    }

    private Condition isNull(Name field) throws TokenCursor.Unreadable {
        boolean not = tokens.take("NOT");
        Token token = tokens.next();
        if (!token.is("NULL")) {
            throw tokens.bad(token, "After IS stands NULL or NOT NULL; write = TRUE for a yes.");
        }
        return new Condition.IsNull(field, not);
    }

    private List<Literal> list() throws TokenCursor.Unreadable {
        Token open = tokens.next();
        if (!open.is("(")) {
            throw tokens.bad(open, "After IN stands a list in brackets, as in IN (1, 2).");
        }
        List<Literal> literals = new ArrayList<>();
        do {
            literals.add(literal());
        } while (tokens.take(","));
        Token close = tokens.next();
        if (!close.is(")")) {
            throw tokens.bad(close, "In the list a comma or the closing bracket is expected.");
        }
        return literals;
    }

    private Condition between(Name field, boolean not) throws TokenCursor.Unreadable {
        Literal low = literal();
        if (!tokens.take("AND")) {
            throw tokens.bad(tokens.peek(), "BETWEEN needs AND and a second literal.");
        }
        return new Condition.Between(field, not, low, literal());
    }

    private Condition like(Name field, boolean not) throws TokenCursor.Unreadable {
        Token pattern = text("LIKE");
        Integer escape = (int) '\\';
        if (tokens.take("ESCAPE")) {
            Token clause = text("ESCAPE");
            int points = clause.text().codePointCount(0, clause.text().length());
            if (points > 1) {
                throw tokens.bad(clause, "ESCAPE takes one character, or none.");
            }
            escape = points == 0 ? null : (Integer) clause.text().codePointAt(0);
        }
        try {
            LikePattern.of(pattern.text(), escape);
        } catch (IllegalArgumentException _) {
            throw tokens.bad(
                    pattern, "The pattern ends with its escape character: write it twice.");
        }
        return new Condition.Like(field, not, pattern.text(), escape);
    }

    private Token text(String after) throws TokenCursor.Unreadable {
        Token token = tokens.next();
        if (token.kind() != Kind.TEXT) {
            throw tokens.bad(token, "After " + after + " a text in single quotes is expected.");
        }
        return token;
    }

    private Literal literal() throws TokenCursor.Unreadable {
        Token token = tokens.next();
        boolean minus = token.is("-");
        if (minus || token.is("+")) {
            Token number = tokens.next();
            if (number.kind() != Kind.NUMBER) {
                throw tokens.bad(number, "After a sign a number is expected.");
            }
            BigDecimal value = new BigDecimal(number.text());
            return new Literal.Exact(minus ? value.negate() : value);
        }
        return switch (token.kind()) {
            case TEXT -> new Literal.Text(token.text());
            case NUMBER -> new Literal.Exact(new BigDecimal(token.text()));
            case WORD -> word(token);
            case NAME ->
                    throw tokens.bad(
                            token, "A text stands in single quotes; double quotes hold names.");
            case SIGN -> throw tokens.bad(token, signForLiteral(token));
            case BAD, END -> throw tokens.bad(token, "A literal is expected here.");
        };
    }

    private Literal word(Token token) throws TokenCursor.Unreadable {
        if (token.is("NULL")) {
            return Literal.Null.NULL;
        }
        if (token.is("TRUE") || token.is("FALSE")) {
            return new Literal.Bool(token.is("TRUE"));
        }
        throw tokens.bad(token, notALiteral(token));
    }

    private String signForLiteral(Token token) {
        Token inside = tokens.peek();
        String forbidden = inside.kind() == Kind.WORD ? Keywords.forbidden(inside.text()) : null;
        return token.is("(") && forbidden != null ? forbidden : "A literal is expected here.";
    }

    private String notALiteral(Token word) {
        String forbidden = Keywords.forbidden(word.text());
        if (forbidden != null) {
            return forbidden;
        }
        if (tokens.peek().is("(")) {
            return "Functions are not allowed in a filter: "
                    + Keywords.shown(word.text())
                    + " stands before a bracket.";
        }
        return tokens.peek().kind() == Kind.TEXT
                ? "A text stands alone: not " + Keywords.shown(word.text()) + " in front of it."
                : "A field is compared with a literal, not with another field; a text stands in"
                        + " single quotes.";
    }
}
