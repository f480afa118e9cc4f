package io.syncline.store;

import io.syncline.engine.store.Agreed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed of the flows' collections. Safe for use by several threads.
 *
 * @param sql the store's database
 */
record AgreedRows(Sql sql) {
    private static final long VERSION = 1;

    Map<String, Agreed> all(String flow) {
        Map<String, Agreed> found = new LinkedHashMap<>();
        sql.transact(
                transaction ->
                        transaction.all(
                                "SELECT collection, terms FROM agreed WHERE flow = ?"
                                        + " ORDER BY collection COLLATE \"C\"",
                                row -> found.put(row.getString(1), agreed(row.getString(2))),
                                flow));
        return Map.copyOf(found);
    }

    void agree(String flow, long epoch, String collection, Agreed agreed, boolean again) {
        sql.transact(
                transaction -> {
                    Ownership.check(transaction, flow, epoch);
                    if (again) {
                        forget(transaction, "snapshot_progress", flow, collection);
                    }
                    return transaction.change(
                            "INSERT INTO agreed (flow, collection, terms) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (flow, collection) DO UPDATE"
                                    + " SET terms = excluded.terms",
                            flow,
                            collection,
                            text(agreed));
                });
    }

    void disregard(String flow, long epoch, String collection) {
        sql.transact(
                transaction -> {
                    Ownership.check(transaction, flow, epoch);
                    forget(transaction, "snapshot_progress", flow, collection);
                    return forget(transaction, "agreed", flow, collection);
                });
    }

    private static int forget(
            Sql.Transaction transaction, String table, String flow, String collection)
            throws java.sql.SQLException {
        return transaction.change(
                "DELETE FROM " + table + " WHERE flow = ? AND collection = ?", flow, collection);
    }

    /** A list of fields and not an object of them: their order is the source's. */
    private static String text(Agreed agreed) {
        List<@Nullable Object> fields = new ArrayList<>();
        agreed.fields().forEach((name, type) -> fields.add(List.of(name, type)));
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("v", VERSION);
        json.put("fields", fields);
        json.put("key", agreed.key());
        json.put("standing", agreed.standing().name());
        return JsonText.write(json);
    }

    private static Agreed agreed(String text) {
        Map<String, @Nullable Object> json = JsonText.read(text);
        if (!(json.get("v") instanceof Long version && version == VERSION)
                || !(json.get("fields") instanceof List<?> pairs)
                || !(json.get("key") instanceof List<?> key)
                || !(json.get("standing") instanceof String standing)) {
            throw new IllegalArgumentException("What was agreed, in an unknown version");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Object each : pairs) {
            if (each instanceof List<?> pair) {
                fields.put((String) pair.get(0), (String) pair.get(1));
            }
        }
        return new Agreed(
                fields,
                key.stream().map(String.class::cast).toList(),
                Agreed.Standing.valueOf(standing));
    }
}
