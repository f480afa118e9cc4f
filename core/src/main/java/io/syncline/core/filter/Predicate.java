package io.syncline.core.filter;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of one collection are wanted, by the fields and types of its layout: what {@link
 * Condition#resolve} makes of a condition. Its values are of the fields' own types already, so
 * testing a row converts nothing. Immutable; equal ones are equal; safe for use by several threads.
 *
 * <p>It holds for the layout it was resolved for: when that changes, it has to be resolved anew. A
 * value of another type than the field had is {@link Truth#UNKNOWN}.
 */
public sealed interface Predicate {
    /** What is known of the row, by SQL's logic. Pure. */
    default Truth test(Row row) {
        return switch (this) {
            case Compare(String field, Comparison is, Value value) ->
                    of(row.get(field), stored -> is.holds(stored, value));
            case In(String field, Set<Value> values) ->
                    of(row.get(field), stored -> Ordering.within(stored, values));
            case Like(String field, LikePattern pattern) -> of(row.get(field), pattern::matches);
            case IsNull(String field) -> {
                Value stored = row.get(field);
                yield stored == null ? Truth.UNKNOWN_FIELD : Truth.of(stored instanceof Value.Null);
            }
            case Not(Predicate not) -> not.test(row).not();
            case And(List<Predicate> all) -> {
                Truth truth = Truth.TRUE;
                for (int i = 0; i < all.size() && truth != Truth.FALSE; i++) {
                    truth = truth.and(all.get(i).test(row));
                }
                yield truth;
            }
            case Or(List<Predicate> any) -> {
                Truth truth = Truth.FALSE;
                for (int i = 0; i < any.size() && truth != Truth.TRUE; i++) {
                    truth = truth.or(any.get(i).test(row));
                }
                yield truth;
            }
            case Constant constant -> constant.truth;
        };
    }

    private static Truth of(@Nullable Value stored, Function<Value, Truth> says) {
        if (stored == null) {
            return Truth.UNKNOWN_FIELD;
        }
        return stored instanceof Value.Null ? Truth.UNKNOWN : says.apply(stored);
    }

    /** The names of the fields it looks at, ordered. */
    default Set<String> fields() {
        Set<String> names = new TreeSet<>();
        collect(names);
        return names;
    }

    private void collect(Set<String> names) {
        switch (this) {
            case Compare compare -> names.add(compare.field);
            case In in -> names.add(in.field);
            case Like like -> names.add(like.field);
            case IsNull isNull -> names.add(isNull.field);
            case Not(Predicate not) -> not.collect(names);
            case And(List<Predicate> all) -> all.forEach(each -> each.collect(names));
            case Or(List<Predicate> any) -> any.forEach(each -> each.collect(names));
            case Constant _ -> {}
        }
    }

    /** A value beside a literal; {@code <>} is the opposite of EQUAL. */
    enum Comparison {
        /** The same value. */
        EQUAL("="),
        /** Smaller or earlier. */
        BELOW("<"),
        /** The same, or smaller. */
        AT_MOST("<="),
        /** Greater or later. */
        ABOVE(">"),
        /** The same, or greater. */
        AT_LEAST(">=");

        private final String sql;

        Comparison(String sql) {
            this.sql = sql;
        }

        /** As SQL writes it. */
        public String sql() {
            return sql;
        }

        private Truth holds(Value stored, Value literal) {
            int order = Ordering.compare(stored, literal);
            if (order == Ordering.INCOMPARABLE) {
                return Truth.UNKNOWN;
            }
            return Truth.of(
                    switch (this) {
                        case EQUAL -> order == 0;
                        case BELOW -> order < 0;
                        case AT_MOST -> order <= 0;
                        case ABOVE -> order > 0;
                        case AT_LEAST -> order >= 0;
                    });
        }
    }

    /** The field's value stands so to this one, which is not NULL. */
    record Compare(String field, Comparison is, Value value) implements Predicate {}

    /** The field's value is one of these, none of which is NULL. */
    record In(String field, Set<Value> values) implements Predicate {
        /** Copies the set in its order. */
        public In {
            values = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(values));
        }
    }

    /** The field's text looks like this. */
    record Like(String field, LikePattern pattern) implements Predicate {}

    /** The field's value is NULL. */
    record IsNull(String field) implements Predicate {}

    /** The opposite. */
    record Not(Predicate not) implements Predicate {}

    /** All of these. */
    record And(List<Predicate> all) implements Predicate {
        /** Copies the list. */
        public And {
            all = List.copyOf(all);
        }
    }

    /** At least one of these. */
    record Or(List<Predicate> any) implements Predicate {
        /** Copies the list. */
        public Or {
            any = List.copyOf(any);
        }
    }

    /** The same of every row. */
    enum Constant implements Predicate {
        /** Every row is wanted. */
        ALL(Truth.TRUE),
        /** No row is. */
        NONE(Truth.FALSE),
        /** What a comparison with NULL is; no row is wanted, and none by its opposite. */
        NEVER(Truth.UNKNOWN);

        private final Truth truth;

        Constant(Truth truth) {
            this.truth = truth;
        }
    }

    /**
     * The same predicate without {@link Not} before anything but a comparison, an IN, a LIKE or an
     * IS NULL: what looks at rows less exactly may then err to the side of more rows.
     */
    default Predicate negationsInward() {
        return switch (this) {
            case Compare _, In _, Like _, IsNull _, Constant _ -> this;
            case And(List<Predicate> all) -> new And(each(all, Predicate::negationsInward));
            case Or(List<Predicate> any) -> new Or(each(any, Predicate::negationsInward));
            case Not(Predicate not) ->
                    switch (not) {
                        case Not(Predicate twice) -> twice.negationsInward();
                        case And(List<Predicate> all) -> new Or(each(all, Predicate::opposite));
                        case Or(List<Predicate> any) -> new And(each(any, Predicate::opposite));
                        case Constant constant ->
                                switch (constant) {
                                    case ALL -> Constant.NONE;
                                    case NONE -> Constant.ALL;
                                    case NEVER -> Constant.NEVER;
                                };
                        case Compare _, In _, Like _, IsNull _ -> this;
                    };
        };
    }

    private Predicate opposite() {
        return new Not(this).negationsInward();
    }

    private static List<Predicate> each(List<Predicate> list, UnaryOperator<Predicate> of) {
        return list.stream().map(of).toList();
    }
}
