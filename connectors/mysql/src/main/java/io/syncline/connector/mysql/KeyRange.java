package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.PushedFilter;
import io.syncline.core.endpoint.SnapshotPosition;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table from a key on, in the order of its primary key: that of the index, whatever the
 * collations are, so that the server need not sort. No two keys are equal in that order.
 */
record KeyRange(Shape shape, @Nullable PushedFilter filter) {
    /** The statement: from the beginning, or behind a key with {@link #bind its values}. */
    String sql(boolean after, int rowsMax) {
        List<String> names = shape.keyCodecs().stream().map(Codec::quoted).toList();
        return "SELECT "
                + shape.selected(shape.allCodecs())
                + keys()
                + " FROM "
                + shape.table().quoted()
                + where(after, names)
                + " ORDER BY "
                + String.join(",", names)
                + " LIMIT "
                + rowsMax;
    }

    private String where(boolean after, List<String> names) {
        PushedFilter wanted = filter;
        if (wanted == null) {
            return after ? " WHERE " + behind(names) : "";
        }
        return " WHERE (" + wanted.sql() + ")" + (after ? " AND (" + behind(names) + ")" : "");
    }

    /** The key once more, so that it can be given back as it came. */
    private String keys() {
        return shape.keyCodecs().stream()
                .map(
                        codec ->
                                codec.column().kind() == Column.Kind.BYTES
                                        ? "," + codec.quoted()
                                        : ",CAST(" + codec.selected() + " AS CHAR)")
                .collect(Collectors.joining());
    }

    /** Pairs compared by one sign are not looked up by index on every server; these are. */
    private static String behind(List<String> names) {
        List<String> any = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            StringBuilder all = new StringBuilder("(");
            for (int j = 0; j < i; j++) {
                all.append(names.get(j)).append("=? AND ");
            }
            any.add(all.append(names.get(i)).append(">?)").toString());
        }
        return String.join(" OR ", any);
    }

    /** Sets the filter's values and the key behind which to go on. */
    void bind(PreparedStatement statement, @Nullable SnapshotPosition after) throws SQLException {
        int at = 1;
        for (Object value : filter == null ? List.of() : filter.values()) {
            Sql.bind(statement, at++, value);
        }
        if (after == null) {
            return;
        }
        String[] parts = after.token().split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            for (int j = 0; j <= i; j++) {
                byte[] bytes = Base64.getUrlDecoder().decode(parts[j]);
                Sql.bind(statement, at++, parameter(shape.keyCodecs().get(j).column(), bytes));
            }
        }
    }

    private static Object parameter(Column column, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return switch (column.kind()) {
            case BYTES -> bytes;
            case WHOLE, EXACT -> new BigDecimal(text);
            case SINGLE, DOUBLE -> Double.valueOf(text);
            case CHARACTERS, JSON, DATE, TIME, DATETIME, TIMESTAMP, UUID, STRANGE -> text;
        };
    }

    /** The place behind the current row of a result. */
    SnapshotPosition position(ResultSet row) throws SQLException {
        List<String> parts = new ArrayList<>();
        int at = shape.header().size() + 1;
        for (Codec codec : shape.keyCodecs()) {
            byte[] bytes =
                    codec.column().kind() == Column.Kind.BYTES
                            ? row.getBytes(at)
                            : row.getString(at).getBytes(StandardCharsets.UTF_8);
            parts.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            at++;
        }
        return new SnapshotPosition(String.join(",", parts));
    }

    /** About how many bytes the current row has in texts and bytes. */
    long bytes(ResultSet row) throws SQLException {
        long bytes = 0;
        for (int i = 0; i < shape.header().size(); i++) {
            Column.Kind kind = shape.codec(shape.header().names().get(i)).column().kind();
            if (kind == Column.Kind.CHARACTERS
                    || kind == Column.Kind.JSON
                    || kind == Column.Kind.BYTES) {
                byte[] value = row.getBytes(i + 1);
                bytes += value == null ? 0 : value.length;
            }
        }
        return bytes;
    }
}
