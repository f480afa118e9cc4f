package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.PushedFilter;
import io.syncline.core.change.Value;
import io.syncline.core.filter.Predicate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL is asked of a filter. Text is compared by the collation "C", which in UTF-8 is
 * the order of code points; a database of another encoding is not asked about text. Nor is a server
 * asked about dates outside the years 1 to 9999, and about types of its own.
 */
final class PgFilter implements PushedFilter.Dialect {
    /** A sign that no other part of a pattern's text can be taken for. */
    private static final char ESCAPE = '|';

    /** Types that a publication may compare: built in, and with one spelling each of a literal. */
    private static final Set<PgForm> PUBLISHED =
            Set.of(
                    PgForm.BOOL,
                    PgForm.INT2,
                    PgForm.INT4,
                    PgForm.INT8,
                    PgForm.NUMERIC,
                    PgForm.TEXT,
                    PgForm.BPCHAR,
                    PgForm.DATE,
                    PgForm.TIMESTAMP,
                    PgForm.TIMESTAMPTZ,
                    PgForm.UUID);

    private static final int FIRST_OWN_OID = 10_000;

    /** A column's SQL to compare, and the type of what it is compared with. */
    private record Side(String sql, String type) {}

    private final PgTable table;
    private final boolean utf8;
    private final boolean published;
    private final Set<String> ownCollations;
    private final Function<List<Object>, String> place;

    private PgFilter(
            PgTable table,
            boolean utf8,
            boolean published,
            Set<String> ownCollations,
            Function<List<Object>, String> place) {
        this.ownCollations = ownCollations;
        this.table = table;
        this.utf8 = utf8;
        this.published = published;
        this.place = place;
    }

    /**
     * The filter for a statement that takes no parameters, as COPY: its values are settings of the
     * transaction, {@link #setting} by number, which are set by parameters.
     *
     * @param utf8 whether the database's encoding is UTF-8
     */
    static @Nullable PushedFilter bySettings(PgTable table, Predicate filter, boolean utf8) {
        return PushedFilter.of(
                filter,
                new PgFilter(
                        table,
                        utf8,
                        false,
                        Set.of(),
                        values ->
                                "(SELECT current_setting('" + setting(values.size() - 1) + "'))"));
    }

    /** The name of the setting that holds a value. */
    static String setting(int number) {
        return "syncline.filter" + number;
    }

    /**
     * The filter for a publication, which takes neither parameters nor settings: literals are
     * quoted by {@link #quoted}. Null if nothing can be asked of it: a column is no part of what
     * the log says of old rows, so that updates would fail.
     *
     * @param ownCollations columns of a collation that somebody made, which publications refuse
     */
    static @Nullable String ofPublication(
            PgTable table, Predicate filter, boolean utf8, Set<String> ownCollations) {
        if (table.partitioned()) {
            // What the log says of old rows is each partition's own choice.
            return null;
        }
        PushedFilter pushed =
                PushedFilter.of(
                        filter,
                        new PgFilter(
                                table,
                                utf8,
                                true,
                                ownCollations,
                                values -> quoted((String) values.getLast())));
        return pushed == null ? null : pushed.sql();
    }

    /**
     * A literal. With a backslash in it, it is right whatever {@code standard_conforming_strings}
     * says.
     */
    static String quoted(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("The character zero is in no text of PostgreSQL");
        }
        String doubled = text.replace("'", "''");
        return text.indexOf('\\') < 0
                ? "'" + doubled + "'"
                : " E'" + doubled.replace("\\", "\\\\") + "'";
    }

    @Override
    public @Nullable String simple(Predicate simple, boolean not, List<Object> values) {
        return switch (simple) {
            case Predicate.IsNull(String field) -> {
                PgColumn column = column(field);
                // IS NULL is true of a composite of nothing but NULLs, which is a value.
                yield column == null
                        ? null
                        : PgTable.quote(field)
                                + (not ? " IS DISTINCT FROM NULL" : " IS NOT DISTINCT FROM NULL");
            }
            case Predicate.Compare(String field, Predicate.Comparison is, Value value) -> {
                Side side = side(field, List.of(value));
                yield side == null
                        ? null
                        : PushedFilter.opposite(
                                not,
                                side.sql
                                        + " "
                                        + is.sql()
                                        + " "
                                        + place(side.type, PostgresTypes.literal(value), values));
            }
            case Predicate.In(String field, Set<Value> wanted) -> {
                Side side = side(field, wanted);
                yield side == null ? null : PushedFilter.opposite(not, in(side, wanted, values));
            }
            case Predicate.Like(String field, var pattern) -> {
                Side side = side(field, List.of(new Value.Text("")));
                yield side == null
                        ? null
                        : PushedFilter.opposite(
                                not,
                                side.sql
                                        + " LIKE "
                                        + place(side.type, pattern.text(ESCAPE), values)
                                        + " ESCAPE '"
                                        + ESCAPE
                                        + "'");
            }
            case Predicate.Not _, Predicate.And _, Predicate.Or _, Predicate.Constant _ ->
                    throw new IllegalArgumentException("Not simple: " + simple);
        };
    }

    /** One array, so that there are no more places than conditions. */
    private String in(Side side, Set<Value> wanted, List<Object> values) {
        String array = PostgresTypes.literal(new Value.Items(List.copyOf(wanted)));
        return side.sql + " = ANY (" + place(side.type + "[]", array, values) + ")";
    }

    private String place(String type, @Nullable String value, List<Object> values) {
        if (value == null) {
            throw new IllegalArgumentException("NULL is compared with nothing");
        }
        values.add(value);
        return place.apply(values) + "::" + type;
    }

    private @Nullable PgColumn column(String field) {
        for (PgColumn column : table.columns()) {
            if (column.name().equals(field)) {
                return published && !publishes(column) ? null : column;
            }
        }
        return null;
    }

    /** Old rows are shown by it, and nothing of it is this server's own. */
    private boolean publishes(PgColumn column) {
        boolean shown = table.identity() == 'f' || column.key() || !table.identifies();
        return shown && column.oid() < FIRST_OWN_OID && !ownCollations.contains(column.name());
    }

    private @Nullable Side side(String field, Iterable<Value> values) {
        PgColumn column = column(field);
        if (column == null || published && !PUBLISHED.contains(column.type().form())) {
            return null;
        }
        Side side = side(column);
        for (Value value : values) {
            if (side == null || !asks(column.type().form(), value)) {
                return null;
            }
        }
        return side;
    }

    private @Nullable Side side(PgColumn column) {
        String name = PgTable.quote(column.name());
        return switch (column.type().form()) {
            case BOOL -> new Side(name, "bool");
            case INT2, INT4, INT8 -> new Side(name, "int8");
            case OID -> new Side(name + "::int8", "int8");
            // The single's own digits, widened: the literal was rounded alike.
            case FLOAT4, FLOAT8 -> new Side(name + "::float8", "float8");
            case NUMERIC -> new Side(name, "numeric");
            case TEXT, BPCHAR ->
                    utf8 ? new Side("(" + name + "::text COLLATE \"C\")", "text") : null;
            case BYTEA -> new Side(name, "bytea");
            case DATE -> new Side(name, "date");
            case TIME -> new Side(name, "time");
            case TIMESTAMP -> new Side(name, "timestamp");
            case TIMESTAMPTZ -> new Side(name, "timestamptz");
            case UUID -> new Side(name, "uuid");
            case BYTE, TIMETZ, INTERVAL, JSON, JSONB, BIT, INET, ARRAY, OPAQUE -> null;
        };
    }

    /** Whether the literal is what the column was when the filter was resolved. */
    private static boolean asks(PgForm form, Value literal) {
        return switch (literal) {
            case Value.Bool _ -> form == PgForm.BOOL;
            case Value.Int _ ->
                    form == PgForm.INT2
                            || form == PgForm.INT4
                            || form == PgForm.INT8
                            || form == PgForm.OID;
            case Value.Decimal _ -> form == PgForm.NUMERIC;
            case Value.Real _ -> form == PgForm.FLOAT4 || form == PgForm.FLOAT8;
            case Value.Text(String text) ->
                    (form == PgForm.TEXT || form == PgForm.BPCHAR) && text.indexOf('\0') < 0;
            case Value.Bytes _ -> form == PgForm.BYTEA;
            case Value.Date(LocalDate date) -> form == PgForm.DATE && inYears(date);
            case Value.Time _ -> form == PgForm.TIME;
            case Value.Timestamp(var at) -> form == PgForm.TIMESTAMP && inYears(at.toLocalDate());
            case Value.Instant(var at) ->
                    form == PgForm.TIMESTAMPTZ
                            && inYears(at.atOffset(ZoneOffset.UTC).toLocalDate());
            case Value.Uuid _ -> form == PgForm.UUID;
            case Value.Null _, Value.Json _, Value.Items _, Value.Struct _, Value.Other _ -> false;
        };
    }

    private static boolean inYears(LocalDate date) {
        return date.getYear() >= 1 && date.getYear() <= 9999;
    }
}
