package io.syncline.core.filter;

import io.syncline.core.change.Field;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A filter as somebody wrote it, before anybody knows the fields. Immutable; equal ones are equal,
 * wherever in a text they stood. {@code toString} is its canonical text, which {@link FilterParser}
 * reads back to an equal condition.
 */
public sealed interface Condition {
    /**
     * Finds the fields and brings every literal into its field's type, once.
     *
     * @param fields those of the collection's layout
     * @return the predicate; or what is wrong: a field that nobody knows, a literal that cannot be
     *     of the field's type, an operator that means nothing there
     */
    default Reading<Predicate> resolve(List<Field> fields) {
        return new Resolver(fields).resolve(this);
    }

    /**
     * A field, by its name.
     *
     * @param text exactly as the endpoint spells it
     * @param column where it stood; no part of what it is
     */
    record Name(String text, int column) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Name name && text.equals(name.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public String toString() {
            return Keywords.plainName(text) ? text : '"' + text.replace("\"", "\"\"") + '"';
        }
    }

    /** The six comparisons. */
    enum Sign {
        /** The same. */
        EQUAL("="),
        /** Another. */
        UNEQUAL("<>"),
        /** Smaller. */
        BELOW("<"),
        /** Not greater. */
        AT_MOST("<="),
        /** Greater. */
        ABOVE(">"),
        /** Not smaller. */
        AT_LEAST(">=");

        private final String sql;

        Sign(String sql) {
            this.sql = sql;
        }

        /** As SQL writes it. */
        public String sql() {
            return sql;
        }
    }

    /** {@code field = literal} and its like. */
    record Compare(Name field, Sign sign, Literal literal) implements Condition {
        @Override
        public String toString() {
            return field + " " + sign.sql + " " + literal.sql();
        }
    }

    /** {@code field [NOT] IN (literals)}. */
    record In(Name field, boolean not, List<Literal> literals) implements Condition {
        /** Copies the list, of which there must be one at least. */
        public In {
            literals = List.copyOf(literals);
            if (literals.isEmpty()) {
                throw new IllegalArgumentException("IN of nothing");
            }
        }

        @Override
        public String toString() {
            return field
                    + (not ? " NOT IN " : " IN ")
                    + literals.stream()
                            .map(Literal::sql)
                            .collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /** {@code field [NOT] BETWEEN low AND high}; both ends belong to it. */
    record Between(Name field, boolean not, Literal low, Literal high) implements Condition {
        @Override
        public String toString() {
            return field + (not ? " NOT BETWEEN " : " BETWEEN ") + low.sql() + " AND " + high.sql();
        }
    }

    /**
     * {@code field [NOT] LIKE pattern [ESCAPE character]}.
     *
     * @param escape the code point, a backslash where nothing is said; null for {@code ESCAPE ''}
     */
    record Like(Name field, boolean not, String pattern, @Nullable Integer escape)
            implements Condition {
        @Override
        public String toString() {
            String clause = escape == null ? "" : Character.toString(escape);
            return field
                    + (not ? " NOT LIKE " : " LIKE ")
                    + new Literal.Text(pattern).sql()
                    + (clause.equals("\\") ? "" : " ESCAPE " + new Literal.Text(clause).sql());
        }
    }

    /** {@code field IS [NOT] NULL}. */
    record IsNull(Name field, boolean not) implements Condition {
        @Override
        public String toString() {
            return field + (not ? " IS NOT NULL" : " IS NULL");
        }
    }

    /** {@code NOT condition}. */
    record Not(Condition not) implements Condition {
        @Override
        public String toString() {
            return "NOT " + (not instanceof And || not instanceof Or ? "(" + not + ")" : not);
        }
    }

    /** All of two or more. */
    record And(List<Condition> all) implements Condition {
        /** Copies the list. */
        public And {
            all = severalOf(all);
        }

        @Override
        public String toString() {
            return all.stream()
                    .map(
                            each ->
                                    each instanceof And || each instanceof Or
                                            ? "(" + each + ")"
                                            : "" + each)
                    .collect(Collectors.joining(" AND "));
        }
    }

    /** At least one of two or more. */
    record Or(List<Condition> any) implements Condition {
        /** Copies the list. */
        public Or {
            any = severalOf(any);
        }

        @Override
        public String toString() {
            return any.stream()
                    .map(each -> each instanceof Or ? "(" + each + ")" : each.toString())
                    .collect(Collectors.joining(" OR "));
        }
    }

    /** {@code TRUE}, all rows; or {@code FALSE}, none. */
    record Constant(boolean all) implements Condition {
        @Override
        public String toString() {
            return all ? "TRUE" : "FALSE";
        }
    }

    private static List<Condition> severalOf(List<Condition> list) {
        if (list.size() < 2) {
            throw new IllegalArgumentException("AND and OR join two conditions at least");
        }
        return List.copyOf(list);
    }
}
