package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.sync.EndpointSpec;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Reads the keys of an end that say which tables, and refuses those of the other role. */
final class EndKeys {
    private static final Set<String> DESTINATIONS_ONLY =
            new TreeSet<>(Set.of("key_text_length", "schema", "synchronous_commit"));

    private static final String TRIGGERS = "triggers";

    private final Problems problems;

    EndKeys(Problems problems) {
        this.problems = problems;
    }

    /** The tables of a source; empty for all. */
    List<String> tables(Fields fields) {
        JsonNode node = fields.node("tables");
        if (node != null && node.isString()) {
            if (!Set.of("all", "*").contains(node.stringValue().toLowerCase(Locale.ROOT))) {
                problems.add(
                        Code.WRONG_TYPE,
                        fields.pointer("tables"),
                        "A list of tables, or the word all, is expected here.");
            }
            return List.of();
        }
        List<String> tables = fields.texts("tables");
        if (tables != null && node != null && node.isEmpty()) {
            problems.add(
                    Code.OUT_OF_RANGE,
                    fields.pointer("tables"),
                    "At least one table is expected here; leave the key out for all.");
        }
        return tables == null ? List.of() : tables;
    }

    /** Their names at a destination; empty for the same. */
    List<String> collections(Fields fields, List<String> tables) {
        List<String> collections = fields.texts("collections");
        String table = fields.text("table");
        if (table != null && collections != null) {
            problems.add(
                    Code.PAIRING, fields.pointer("table"), "Write table or collections, not both.");
        }
        if (table != null) {
            if (tables.size() != 1) {
                problems.add(
                        Code.PAIRING,
                        fields.pointer("table"),
                        "One target table needs exactly one table at the source, but there are "
                                + (tables.isEmpty() ? "all" : tables.size())
                                + ".");
            }
            collections = List.of(table);
        } else if (collections != null && collections.size() != tables.size()) {
            problems.add(
                    Code.PAIRING,
                    fields.pointer("collections"),
                    "There are "
                            + collections.size()
                            + " collections for "
                            + (tables.isEmpty() ? "all" : tables.size())
                            + " tables: they are paired by position.");
        }
        return collections == null ? List.of() : collections;
    }

    /**
     * Some keys of a connector say how to write.
     *
     * @param written whether the source is written as well
     */
    void notForSources(Fields fields, boolean written) {
        Set<String> keys = new TreeSet<>(DESTINATIONS_ONLY);
        if (!written) {
            keys.add(TRIGGERS);
        }
        for (String key : keys) {
            if (fields.has(key)) {
                problems.add(
                        Code.IMPOSSIBLE_PAIR,
                        fields.pointer(key),
                        "The key " + key + " says how to write: it belongs to a destination.");
            }
        }
    }

    /** What is to become of its triggers; the connector sees to it, if it can. */
    void triggers(Fields fields, EndpointSpec spec) {
        String word = fields.word(TRIGGERS, List.of("accept", "suppress"));
        if ("suppress".equals(word) && !spec.settings().containsKey(TRIGGERS)) {
            problems.add(
                    Code.CAPABILITY_MISSING,
                    fields.pointer(TRIGGERS),
                    "An end of type "
                            + spec.type()
                            + " cannot keep triggers from firing. Write accept; where it has"
                            + " triggers, give them a condition, such as IF @syncline IS NULL THEN …:"
                            + " docs/reference/two-way.md#triggers.");
        }
    }

    /** The connector puts the tables into it, if it knows schemas. */
    void schema(Fields fields, EndpointSpec spec) {
        if (fields.text("schema") != null && !spec.settings().containsKey("schema")) {
            problems.add(
                    Code.CAPABILITY_MISSING,
                    fields.pointer("schema"),
                    "A destination of type "
                            + spec.type()
                            + " has no schemas: name the database in the connection.");
        }
    }
}
