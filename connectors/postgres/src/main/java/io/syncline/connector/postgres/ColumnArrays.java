package io.syncline.connector.postgres;

import io.syncline.core.change.Value;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any number of rows as parameters of one statement: an array of text for each column. The
 * statement is the same for all numbers, so the server plans it once.
 */
final class ColumnArrays {
    private ColumnArrays() {}

    /**
     * A source of the rows in the types of these columns, numbered from 1 by {@link
     * TableShape#NUMBER}. Parameters: an array for each column.
     */
    static String source(List<TargetColumn> columns) {
        return source(columns, List.of());
    }

    /** The same with more columns behind them, which are text and have these names. */
    static String source(List<TargetColumn> columns, List<String> texts) {
        List<String> arrays = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (TargetColumn column : columns) {
            String name = "c" + names.size();
            arrays.add("?::text[]");
            names.add(name);
            values.add("u.%s::%s AS %s".formatted(name, column.sqlType(), column.quoted()));
        }
        for (String text : texts) {
            arrays.add("?::text[]");
            names.add(text);
            values.add("u." + text);
        }
        return "(SELECT u.n AS %s, %s FROM unnest(%s) WITH ORDINALITY u(%s, n))"
                .formatted(
                        TableShape.NUMBER,
                        String.join(", ", values),
                        String.join(", ", arrays),
                        String.join(", ", names));
    }

    /**
     * Sets the parameters of a source.
     *
     * @param rows texts of the columns, in their order; at least one row
     */
    static void bind(PreparedStatement statement, List<@Nullable String[]> rows)
            throws SQLException {
        for (int i = 0; i < rows.getFirst().length; i++) {
            StringBuilder array = new StringBuilder("{");
            for (@Nullable String[] row : rows) {
                String text = row[i];
                array.append(array.length() == 1 ? "" : ",");
                PgLiteral.element(array, text == null ? Value.nothing() : new Value.Text(text));
            }
            statement.setObject(i + 1, array.append('}').toString(), Types.OTHER);
        }
    }
}
