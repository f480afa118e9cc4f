package io.syncline.connector.jdbc;

import io.syncline.core.filter.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a database is asked of a filter: it may let rows pass that the filter does not want, and
 * holds back none that it wants. What a database compares otherwise than {@link Predicate} is left
 * out. Literals are never part of the text.
 *
 * @param sql a condition made of quoted names, operators and a place for each value
 * @param values for its places, in their order; none is null
 */
public record PushedFilter(String sql, List<Object> values) {
    /** Copies the list. */
    public PushedFilter {
        values = List.copyOf(values);
    }

    /** How one kind of database asks. */
    @FunctionalInterface
    public interface Dialect {
        /**
         * The condition for a comparison, an IN, a LIKE or an IS NULL.
         *
         * @param not whether its opposite is asked for
         * @param values takes a value for each place of the text
         * @return a condition that is true of every row of which {@code simple} (or its opposite)
         *     is; null if the database cannot be asked
         */
        @Nullable String simple(Predicate simple, boolean not, List<Object> values);
    }

    /** What is asked of a filter; null if nothing can be, so that every row passes. */
    public static @Nullable PushedFilter of(Predicate predicate, Dialect dialect) {
        List<Object> values = new ArrayList<>();
        String sql = sql(predicate.negationsInward(), false, dialect, values);
        return sql == null ? null : new PushedFilter(sql, values);
    }

    private static @Nullable String sql(
            Predicate predicate, boolean not, Dialect dialect, List<Object> values) {
        return switch (predicate) {
            case Predicate.Constant constant -> constant == Predicate.Constant.ALL ? null : "1 = 0";
            case Predicate.Not(Predicate inner) -> sql(inner, !not, dialect, values);
            case Predicate.And(List<Predicate> all) -> {
                List<String> parts = new ArrayList<>();
                for (Predicate each : all) {
                    String part = sql(each, not, dialect, values);
                    if (part != null) {
                        parts.add(part);
                    }
                }
                yield parts.isEmpty() ? null : joined(parts, " AND ");
            }
            case Predicate.Or(List<Predicate> any) -> {
                int before = values.size();
                List<String> parts = new ArrayList<>();
                for (Predicate each : any) {
                    String part = sql(each, not, dialect, values);
                    if (part == null) {
                        // One of them lets every row pass, and so do all together.
                        values.subList(before, values.size()).clear();
                        yield null;
                    }
                    parts.add(part);
                }
                yield joined(parts, " OR ");
            }
            case Predicate.Compare _, Predicate.In _, Predicate.Like _, Predicate.IsNull _ ->
                    dialect.simple(predicate, not, values);
        };
    }

    private static String joined(List<String> parts, String word) {
        return parts.size() == 1 ? parts.getFirst() : "(" + String.join(word, parts) + ")";
    }

    /** The condition, or its opposite. */
    public static String opposite(boolean not, String condition) {
        return not ? "NOT (" + condition + ")" : "(" + condition + ")";
    }
}
