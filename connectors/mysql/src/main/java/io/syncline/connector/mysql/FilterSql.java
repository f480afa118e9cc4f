package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.PushedFilter;
import io.syncline.connector.jdbc.QuotedName;
import io.syncline.core.change.Value;
import io.syncline.core.filter.Predicate;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What MariaDB and MySQL are asked of a filter; the values are parameters for {@link Sql#bind}.
 * Text is compared by its bytes in UTF-8, whatever the column's collation is. The order of UUIDs,
 * which here is another, infinite numbers, and dates outside the years 1000 to 9999 are not asked
 * about, nor are types that no other system has.
 */
final class FilterSql implements PushedFilter.Dialect {
    private static final char ESCAPE = '|';
    private static final int DIGITS_MAX = 65;
    private static final int SCALE_MAX = 30;
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

    /** How a column and a parameter are written to be compared. */
    private record Side(String sql, String place) {}

    private final Table table;
    private final Server server;

    private FilterSql(Table table, Server server) {
        this.table = table;
        this.server = server;
    }

    /** What is asked of a filter; null if nothing can be, so that every row passes. */
    static @Nullable PushedFilter of(Predicate filter, Table table, Server server) {
        return PushedFilter.of(filter, new FilterSql(table, server));
    }

    @Override
    public @Nullable String simple(Predicate simple, boolean not, List<Object> values) {
        return switch (simple) {
            case Predicate.IsNull(String field) -> {
                Column column = table.column(field);
                // IS NULL is true of 0000-00-00.
                yield column == null
                        ? null
                        : PushedFilter.opposite(not, quoted(column) + " <=> NULL");
            }
            case Predicate.Compare(String field, Predicate.Comparison is, Value value) -> {
                boolean ordered = is != Predicate.Comparison.EQUAL;
                yield compared(field, ordered, List.of(value), is.sql() + " %s", not, values);
            }
            case Predicate.In(String field, Set<Value> wanted) -> {
                String places = String.join(", ", Collections.nCopies(wanted.size(), "%1$s"));
                yield compared(field, false, wanted, "IN (" + places + ")", not, values);
            }
            case Predicate.Like(String field, var pattern) -> {
                Column column = table.column(field);
                if (column == null || column.kind() != Column.Kind.CHARACTERS) {
                    yield null;
                }
                values.add(pattern.text(ESCAPE));
                String exact = " USING utf8mb4) COLLATE " + server.exactCollation();
                yield PushedFilter.opposite(
                        not,
                        "CONVERT(%s%s LIKE CONVERT(?%s ESCAPE '%s'"
                                .formatted(quoted(column), exact, exact, ESCAPE));
            }
            case Predicate.Not _, Predicate.And _, Predicate.Or _, Predicate.Constant _ ->
                    throw new IllegalArgumentException("Not simple: " + simple);
        };
    }

    private @Nullable String compared(
            String field,
            boolean ordered,
            Iterable<Value> wanted,
            String with,
            boolean not,
            List<Object> values) {
        Column column = table.column(field);
        Side side = column == null ? null : side(column, ordered);
        if (column == null || side == null) {
            return null;
        }
        List<Object> parameters = new ArrayList<>();
        for (Value value : wanted) {
            Object parameter = parameter(column.kind(), value);
            if (parameter == null) {
                return null;
            }
            parameters.add(parameter);
        }
        values.addAll(parameters);
        return PushedFilter.opposite(not, side.sql + " " + with.formatted(side.place));
    }

    private static String quoted(Column column) {
        return QuotedName.of(column.name(), '`');
    }

    private static @Nullable Side side(Column column, boolean ordered) {
        String name = quoted(column);
        return switch (column.kind()) {
            case WHOLE, EXACT, BYTES -> new Side(name, "?");
            // Widened, and the parameter a text, which is read to the last digit.
            case SINGLE, DOUBLE -> new Side("(" + name + " + 0e0)", "(? + 0e0)");
            case CHARACTERS -> new Side("CAST(CONVERT(" + name + " USING utf8mb4) AS BINARY)", "?");
            case DATE -> new Side(name, "CAST(? AS DATE)");
            case TIME -> new Side(name, "CAST(? AS TIME(6))");
            case DATETIME, TIMESTAMP -> new Side(name, "CAST(? AS DATETIME(6))");
            case UUID -> ordered ? null : new Side(name, "?");
            case JSON, STRANGE -> null;
        };
    }

    /** The parameter, or null if the server is not asked about such a literal. */
    private static @Nullable Object parameter(Column.Kind kind, Value literal) {
        return switch (literal) {
            case Value.Bool(boolean is) -> kind == Column.Kind.WHOLE ? (Long) (is ? 1L : 0L) : null;
            case Value.Int(long number) -> counts(kind) ? (Long) number : null;
            case Value.Decimal(BigDecimal number) ->
                    counts(kind) && number.precision() <= DIGITS_MAX && number.scale() <= SCALE_MAX
                            ? number
                            : null;
            case Value.Real(double number) ->
                    (kind == Column.Kind.SINGLE || kind == Column.Kind.DOUBLE)
                                    && Double.isFinite(number)
                            ? Double.toString(number)
                            : null;
            case Value.Text(String text) ->
                    kind == Column.Kind.CHARACTERS ? text.getBytes(StandardCharsets.UTF_8) : null;
            case Value.Bytes(byte[] bytes) -> kind == Column.Kind.BYTES ? bytes : null;
            case Value.Date(LocalDate date) ->
                    kind == Column.Kind.DATE && inYears(date) ? date.toString() : null;
            case Value.Time(LocalTime time) -> kind == Column.Kind.TIME ? TIME.format(time) : null;
            case Value.Timestamp(LocalDateTime at) -> moment(kind, at);
            case Value.Instant(var at) ->
                    moment(kind, at.atOffset(ZoneOffset.UTC).toLocalDateTime());
            case Value.Uuid(var id) -> kind == Column.Kind.UUID ? id.toString() : null;
            case Value.Null _, Value.Json _, Value.Items _, Value.Struct _, Value.Other _ -> null;
        };
    }

    private static boolean counts(Column.Kind kind) {
        return kind == Column.Kind.WHOLE || kind == Column.Kind.EXACT;
    }

    private static @Nullable String moment(Column.Kind kind, LocalDateTime at) {
        boolean holds = kind == Column.Kind.DATETIME || kind == Column.Kind.TIMESTAMP;
        return holds && inYears(at.toLocalDate()) ? MOMENT.format(at) : null;
    }

    private static boolean inYears(LocalDate date) {
        return date.getYear() >= 1000 && date.getYear() <= 9999;
    }
}
