package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.QuotedName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The triggers that fill an outbox, and their SQL: one for inserts, one for updates with both keys,
 * one for deletes. Values of a key stand one after another, each behind its length. Pure.
 */
final class OutboxTriggers {
    private OutboxTriggers() {}

    static String drop(String name) {
        return "DROP TRIGGER IF EXISTS " + QuotedName.of(name, '`');
    }

    static List<String> names(String flow, String collection) {
        String start = "syncline_" + flow + "_" + Integer.toHexString(collection.hashCode());
        return List.of(start + "_i", start + "_u", start + "_d");
    }

    static String create(String name, Table table, String body) {
        String when =
                switch (name.charAt(name.length() - 1)) {
                    case 'i' -> "INSERT";
                    case 'u' -> "UPDATE";
                    default -> "DELETE";
                };
        return "CREATE TRIGGER %s AFTER %s ON %s FOR EACH ROW %s"
                .formatted(QuotedName.of(name, '`'), when, table.quoted(), body);
    }

    /** What the triggers of a table do, by their names. */
    static Map<String, String> of(String flow, Table table) {
        List<String> names = names(flow, table.name());
        String into = "INSERT INTO " + OutboxInstallation.outbox(flow) + " (collection, k";
        String collection = literal(table.name());
        Map<String, String> all = new LinkedHashMap<>();
        all.put(names.get(0), "%s) VALUES (%s, %s)".formatted(into, collection, key(table, "NEW")));
        all.put(
                names.get(1),
                "%s, former) VALUES (%s, %s, %s)"
                        .formatted(into, collection, key(table, "NEW"), key(table, "OLD")));
        all.put(names.get(2), "%s) VALUES (%s, %s)".formatted(into, collection, key(table, "OLD")));
        return all;
    }

    private static String key(Table table, String row) {
        return table.key().stream()
                .map(name -> part(Objects.requireNonNull(table.column(name)), row))
                .map(part -> "CHAR_LENGTH(" + part + "),':'," + part)
                .collect(Collectors.joining(",", "CONCAT(", ")"));
    }

    private static String part(Column column, String row) {
        String value = row + "." + QuotedName.of(column.name(), '`');
        return switch (column.kind()) {
            case BYTES -> "HEX(" + value + ")";
            case SINGLE -> "CAST(" + value + "+0e0 AS CHAR)";
            // Everybody's clock shows another time; the reader's shows Greenwich.
            case TIMESTAMP ->
                    "CAST(CONVERT_TZ(" + value + ",@@session.time_zone,'+00:00') AS CHAR)";
            case Column.Kind _ -> "CAST(" + value + " AS CHAR)";
        };
    }

    /** In digits, so that no mode of the server reads it otherwise. */
    private static String literal(String text) {
        return "CONVERT(X'"
                + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8))
                + "' USING utf8mb4)";
    }
}
