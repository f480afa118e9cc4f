package io.syncline.cli.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What of a sync waits for a person, as its events tell. For one thread. */
final class Undecided {
    private static final int PAGE = 500;

    /**
     * A row that waits.
     *
     * @param id what to call it when it is settled
     * @param table its table
     * @param key its key
     * @param fields what of it waits; none if the row as such does
     */
    record Row(String id, String table, String key, List<String> fields) {
        /** In words. */
        String words() {
            return table
                    + " "
                    + key
                    + (fields.isEmpty() ? "" : " (" + String.join(", ", fields) + ")");
        }

        /** Whether a field of a row may differ for now because of this one. */
        boolean excuses(String table, long key, String field) {
            return this.table.equals(table)
                    && this.key.equals(Long.toString(key))
                    && (fields.isEmpty() || fields.contains(field));
        }

        private static Row of(JsonNode data) {
            String table = data.path("table").asString();
            List<String> fields = new ArrayList<>();
            for (String field : data.path("fields").asString("").split(",")) {
                if (field.equals("address")) {
                    fields.addAll(Goods.ADDRESS);
                } else if (!field.isEmpty()) {
                    fields.add(field);
                }
            }
            return new Row(
                    data.path("conflict_id").asString(),
                    table.substring(table.lastIndexOf('.') + 1),
                    data.path("key").asString(),
                    List.copyOf(fields));
        }
    }

    private final Api api;
    private final String sync;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private long told;
    private volatile int count;

    Undecided(Api api, String sync) {
        this.api = api;
        this.sync = sync;
    }

    /** Asks for what happened since, and returns the rows that began to wait. */
    List<Row> news() {
        List<Row> begun = new ArrayList<>();
        int size;
        do {
            JsonNode events =
                    api.get("/api/v1/sync/" + sync + "/events?after=" + told + "&limit=" + PAGE)
                            .path("events");
            size = events.size();
            for (JsonNode event : events) {
                told = event.path("id").asLong();
                Row row = Row.of(event.path("data"));
                String place = row.table() + " " + row.key();
                switch (event.path("type").asString()) {
                    case "conflict_detected", "conflict_reopened" -> {
                        rows.put(place, row);
                        begun.add(row);
                    }
                    case "conflict_resolved" -> rows.remove(place);
                    default -> {}
                }
            }
        } while (size == PAGE);
        count = rows.size();
        return begun;
    }

    /** All that wait, longest first. */
    List<Row> rows() {
        return List.copyOf(rows.values());
    }

    /** How many waited when last asked; from any thread. */
    int count() {
        return count;
    }
}
