package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.QuotedName;
import io.syncline.core.change.Field;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One table as the server describes it.
 *
 * @param name without its database
 * @param engine what stores it, such as InnoDB
 * @param rows about how many there are
 * @param columns in its order
 * @param indexes the primary key's among them
 * @param triggers by name
 * @param references foreign keys of this table, by name
 * @param rank after how many tables that it refers to, one after the other, it is to be written
 * @param referenced whether tables have foreign keys to it
 */
record Table(
        String name,
        String engine,
        long rows,
        List<Column> columns,
        List<Index> indexes,
        List<String> triggers,
        List<String> references,
        int rank,
        boolean referenced) {
    static final String PRIMARY = "PRIMARY";

    /**
     * An index of a table.
     *
     * @param columns in its order
     * @param partial whether it looks at the beginning of a column only, or at an expression
     */
    record Index(String name, boolean unique, List<String> columns, boolean partial) {}

    /** The column of this name, or null. Column names do not differ by case alone. */
    @Nullable Column column(String wanted) {
        for (Column column : columns) {
            if (column.name().equalsIgnoreCase(wanted)) {
                return column;
            }
        }
        return null;
    }

    /** The names of the primary key's columns; empty if there is none. */
    List<String> key() {
        for (Index index : indexes) {
            if (index.name().equals(PRIMARY)) {
                return index.columns();
            }
        }
        return List.of();
    }

    /** Whether no two rows can have equal values in these columns, none of which is NULL. */
    boolean identifies(List<String> names) {
        return indexes.stream()
                .anyMatch(
                        index ->
                                index.unique()
                                        && !index.partial()
                                        && new HashSet<>(index.columns())
                                                .equals(new HashSet<>(names))
                                        && index.columns().stream().noneMatch(this::nullable));
    }

    /** Whether a row can meet another one by something else than these columns. */
    boolean uniqueBeside(List<String> names) {
        return indexes.stream()
                .anyMatch(
                        index ->
                                index.unique()
                                        && !new HashSet<>(index.columns())
                                                .equals(new HashSet<>(names)));
    }

    /** How its rows look to others. */
    Layout layout() {
        List<Field> fields = new ArrayList<>();
        for (Column column : columns) {
            if (!column.generated()) {
                fields.add(
                        new Field(column.name(), ColumnTypes.described(column), column.nullable()));
            }
        }
        List<Layout.Index> others = new ArrayList<>();
        for (Index index : indexes) {
            boolean plain =
                    index.columns().stream()
                            .allMatch(each -> fields.stream().anyMatch(f -> f.name().equals(each)));
            if (!index.name().equals(PRIMARY) && !index.columns().isEmpty() && plain) {
                others.add(new Layout.Index(index.columns(), index.unique()));
            }
        }
        List<String> key =
                fields.stream().map(Field::name).toList().containsAll(key()) ? key() : List.of();
        return new Layout(name, fields, key, others, rows);
    }

    /** The name, quoted. */
    String quoted() {
        return QuotedName.of(name, '`');
    }

    private boolean nullable(String name) {
        Column column = column(name);
        return column == null || column.nullable();
    }
}
