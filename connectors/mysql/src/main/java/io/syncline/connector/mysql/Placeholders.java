package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.QuotedName;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are inserted to be taken back: each gets a number of the table's counter, and no two of
 * them, nor one of them and another row, meet in a unique index. Where NULL may stand it stands, as
 * NULLs never meet; else one column of the index holds something that hardly anybody else has.
 */
final class Placeholders {
    /** Fewer different values would soon meet. */
    private static final int BITS_MIN = 15;

    private static final int HEX_DIGITS = 16;
    private static final int BITS_OF_DIGIT = 4;
    private static final long FIRST_DAY = LocalDate.of(1000, 1, 1).toEpochDay();
    private static final long DAYS = LocalDate.of(9999, 1, 1).toEpochDay() - FIRST_DAY;
    private static final int DAY_SECONDS = 86_400;

    private final Table table;
    private final RandomGenerator random;
    private final Set<Column> empty = new LinkedHashSet<>();
    private final Set<Column> different = new LinkedHashSet<>();

    Placeholders(Table table, RandomGenerator random) {
        this.table = table;
        this.random = random;
        for (Table.Index index : others(table)) {
            List<Column> columns = columns(table, index);
            Column nullable = nullable(columns);
            Column wide = widest(columns);
            if (nullable != null) {
                empty.add(nullable);
            } else if (wide != null) {
                different.add(wide);
            } else {
                // Of columns that the server makes of others: whichever these are.
                different.addAll(table.columns().stream().filter(Placeholders::wide).toList());
            }
        }
        empty.removeAll(different);
    }

    /** The unique index, if any, in which such rows could meet others. */
    static @Nullable String tooNarrow(Table table) {
        for (Table.Index index : others(table)) {
            List<Column> columns = columns(table, index);
            boolean made = columns.stream().anyMatch(Column::generated);
            if (nullable(columns) == null && widest(made ? table.columns() : columns) == null) {
                return index.name();
            }
        }
        return null;
    }

    /** The unique indexes in which the counter does not keep rows apart already. */
    private static List<Table.Index> others(Table table) {
        return table.indexes().stream()
                .filter(Table.Index::unique)
                .filter(index -> columns(table, index).stream().noneMatch(Column::counter))
                .toList();
    }

    private static List<Column> columns(Table table, Table.Index index) {
        List<Column> columns = new ArrayList<>();
        for (String name : index.columns()) {
            Column column = table.column(name);
            if (column != null) {
                columns.add(column);
            }
        }
        return columns;
    }

    private static @Nullable Column nullable(List<Column> columns) {
        for (Column column : columns) {
            if (column.nullable() && !column.generated()) {
                return column;
            }
        }
        return null;
    }

    private static @Nullable Column widest(List<Column> columns) {
        Column widest = null;
        for (Column column : columns) {
            if (wide(column) && (widest == null || bits(column) > bits(widest))) {
                widest = column;
            }
        }
        return widest;
    }

    private static boolean wide(Column column) {
        return !column.generated() && !column.counter() && bits(column) >= BITS_MIN;
    }

    /** How many different values a column takes of those that are made here, as a power of two. */
    private static int bits(Column column) {
        return switch (column.kind()) {
            case WHOLE -> column.bits() - 1;
            case EXACT -> 63 - Long.numberOfLeadingZeros(tens(column));
            case SINGLE -> 23;
            case DOUBLE -> 52;
            case CHARACTERS, BYTES -> BITS_OF_DIGIT * digits(column);
            case DATE -> 21;
            case TIME -> 16;
            case DATETIME -> 37;
            case TIMESTAMP -> 30;
            case UUID -> 64;
            case JSON, STRANGE -> 0;
        };
    }

    private static int digits(Column column) {
        return (int) Math.min(HEX_DIGITS, column.length());
    }

    private static long tens(Column column) {
        return (long) Math.pow(10, Math.min(18, column.precision() - column.scale()));
    }

    /** A statement that inserts so many and tells their keys. */
    String insert(int count) {
        Column key = table.columns().stream().filter(Column::counter).findFirst().orElseThrow();
        String name = QuotedName.of(key.name(), '`');
        StringBuilder sql = new StringBuilder("INSERT INTO " + table.quoted() + " (" + name);
        empty.forEach(column -> sql.append(',').append(QuotedName.of(column.name(), '`')));
        different.forEach(column -> sql.append(',').append(QuotedName.of(column.name(), '`')));
        sql.append(") VALUES ");
        long first = random.nextLong();
        for (long i = 0; i < count; i++) {
            sql.append(i == 0 ? "(NULL" : ",(NULL");
            sql.append(",NULL".repeat(empty.size()));
            for (Column column : different) {
                sql.append(",'").append(text(column, first + i)).append('\'');
            }
            sql.append(')');
        }
        return sql.append(" RETURNING ").append(name).toString();
    }

    /** The value of a column that stands for a number; for the next number it is another one. */
    private static String text(Column column, long number) {
        return switch (column.kind()) {
            case WHOLE -> Long.toString(lowest(number, column.bits() - 1));
            case EXACT -> Long.toString(Math.floorMod(number, tens(column)));
            case SINGLE, DOUBLE -> Long.toString(lowest(number, bits(column)));
            // What differs most comes first: an index may look at the beginning alone.
            case CHARACTERS, BYTES ->
                    new StringBuilder("%016x".formatted(number))
                            .reverse()
                            .substring(0, digits(column));
            case DATE -> LocalDate.ofEpochDay(FIRST_DAY + Math.floorMod(number, DAYS)).toString();
            case TIME ->
                    LocalDateTime.ofEpochSecond(
                                    Math.floorMod(number, DAY_SECONDS), 0, ZoneOffset.UTC)
                            .toLocalTime()
                            .toString();
            case DATETIME ->
                    moment(FIRST_DAY * DAY_SECONDS + Math.floorMod(number, DAYS * DAY_SECONDS));
            case TIMESTAMP -> moment(1 + lowest(number, bits(column)));
            case UUID -> new UUID(number, Long.reverse(number)).toString();
            case JSON, STRANGE -> throw new IllegalArgumentException(column.fullType());
        };
    }

    private static long lowest(long number, int bits) {
        return number & ((1L << bits) - 1);
    }

    private static String moment(long seconds) {
        return LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC).toString();
    }
}
