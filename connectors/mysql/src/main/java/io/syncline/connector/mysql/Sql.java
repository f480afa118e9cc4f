package io.syncline.connector.mysql;

import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters of statements. */
final class Sql {
    private Sql() {}

    /** Sets the parameters of all rows, one after another. */
    static void bind(PreparedStatement statement, List<? extends List<@Nullable Object>> rows)
            throws SQLException {
        int at = 1;
        for (List<@Nullable Object> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                bind(statement, at++, row.get(i));
            }
        }
    }

    /** Sets the parameters of one row. */
    static void bindRow(PreparedStatement statement, List<@Nullable Object> row)
            throws SQLException {
        for (int i = 0; i < row.size(); i++) {
            bind(statement, i + 1, row.get(i));
        }
    }

    static void bind(PreparedStatement statement, int at, @Nullable Object parameter)
            throws SQLException {
        switch (parameter) {
            case null -> statement.setNull(at, Types.NULL);
            case Long number -> statement.setLong(at, number);
            case Double number -> statement.setDouble(at, number);
            case BigDecimal number -> statement.setBigDecimal(at, number);
            case String text -> statement.setString(at, text);
            case byte[] bytes -> statement.setBytes(at, bytes);
            default ->
                    throw new IllegalArgumentException("Not a parameter: " + parameter.getClass());
        }
    }

    /** What a parameter takes in a statement's text, at most; not counted where that takes long. */
    static long bytes(@Nullable Object parameter) {
        return switch (parameter) {
            case null -> 5;
            case String text -> text.length() * 3L + 3;
            case byte[] bytes -> bytes.length * 2L + 12;
            case BigDecimal number -> number.precision() + Math.abs(number.scale()) + 4L;
            default -> 26;
        };
    }

    /** The same, counted. */
    static long bytesExactly(@Nullable Object parameter) {
        return switch (parameter) {
            case String text -> bytesEscaped(text.getBytes(StandardCharsets.UTF_8));
            case byte[] bytes -> bytesEscaped(bytes);
            case null, default -> bytes(parameter);
        };
    }

    private static long bytesEscaped(byte[] bytes) {
        long count = bytes.length + 12L;
        for (byte each : bytes) {
            if (each == '\'' || each == '"' || each == '\\' || each == 0) {
                count++;
            }
        }
        return count;
    }

    /** A text that is equal for equal values only; bytes print in full, inside lists as well. */
    static String digestible(Value value) {
        return switch (value) {
            case Value.Bytes(byte[] bytes) -> "Bytes" + HexFormat.of().formatHex(bytes);
            case Value.Items(List<Value> values) -> {
                StringBuilder all = new StringBuilder("Items");
                for (Value each : values) {
                    String one = digestible(each);
                    all.append(one.length()).append(':').append(one);
                }
                yield all.toString();
            }
            default -> value.toString();
        };
    }
}
