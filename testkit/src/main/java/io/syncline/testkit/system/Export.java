package io.syncline.testkit.system;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The contents of a table as ordered text, and its SHA-256: the same for equal data in PostgreSQL
 * and MariaDB. It shares no code with the connectors: it asks the driver for each column in the
 * kind the test says it is.
 */
public final class Export {
    /** What a column holds, whatever its database calls the type. */
    public enum Kind {
        /** A whole or exact number, without trailing zeros. */
        NUMBER,
        /** Characters as they are. */
        TEXT,
        /** True or false. */
        FLAG,
        /** A point in time, to the microsecond, in UTC. */
        MOMENT,
        /** Bytes, in hexadecimal. */
        BYTES
    }

    private final Connection connection;

    /** Reads through this connection, which the caller closes. */
    public Export(Connection connection) {
        this.connection = connection;
    }

    /** The SHA-256 of all rows of a table, ordered as text, in hexadecimal. */
    public String sha256(String table, Map<String, Kind> columns) throws SQLException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String row : rows(table, columns)) {
                digest.update(row.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** All rows of a table as text, ordered. */
    public List<String> rows(String table, Map<String, Kind> columns) throws SQLException {
        Map<String, Kind> ordered = new TreeMap<>(columns);
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "select "
                                        + String.join(", ", ordered.keySet())
                                        + " from "
                                        + table)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (Map.Entry<String, Kind> column : ordered.entrySet()) {
                    String text = text(result, column.getKey(), column.getValue());
                    row.append(text == null ? "~" : text.length() + ":" + text).append('|');
                }
                rows.add(row.toString());
            }
        }
        Collections.sort(rows);
        return rows;
    }

    private static @org.jspecify.annotations.Nullable String text(
            ResultSet result, String name, Kind kind) throws SQLException {
        return switch (kind) {
            case NUMBER -> {
                BigDecimal number = result.getBigDecimal(name);
                yield number == null
                        ? null
                        : number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
            }
            case TEXT -> result.getString(name);
            case FLAG -> {
                boolean flag = result.getBoolean(name);
                yield result.wasNull() ? null : Boolean.toString(flag);
            }
            case MOMENT -> moment(result.getObject(name));
            case BYTES -> {
                byte[] bytes = result.getBytes(name);
                yield bytes == null ? null : HexFormat.of().formatHex(bytes);
            }
        };
    }

    /** A column without a zone holds UTC: that is what a test that asks for a moment says. */
    private static @org.jspecify.annotations.Nullable String moment(
            @org.jspecify.annotations.Nullable Object value) {
        return switch (value) {
            case null -> null;
            case OffsetDateTime time -> time.toInstant().toString();
            case LocalDateTime time -> time.toInstant(ZoneOffset.UTC).toString();
            case java.sql.Timestamp time -> time.toInstant().toString();
            default -> throw new IllegalStateException("Not a moment: " + value.getClass());
        };
    }
}
