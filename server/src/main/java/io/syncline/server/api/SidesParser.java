package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.sync.EndpointSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads source and destinations and pairs their tables. For one thread. */
final class SidesParser {
    private static final Set<String> SOURCE_NOT_BUILT =
            Set.of("filters", "filter", "priority", "query", "role", "transformation", "weight");
    private static final Set<String> DESTINATION_NOT_BUILT =
            Set.of(
                    "field_mapping",
                    "filter",
                    "filters",
                    "lag_tolerance",
                    "mapping",
                    "mappings",
                    "operation",
                    "priority",
                    "role",
                    "transformation",
                    "transformations",
                    "upsert");

    /**
     * Both sides.
     *
     * @param source null if it was no good
     * @param tables empty for all
     * @param collections empty for the same names
     */
    record Sides(
            @Nullable EndpointSpec source,
            List<EndpointSpec> destinations,
            List<String> tables,
            List<String> collections) {}

    private final EndpointParser endpoints;
    private final Problems problems;

    SidesParser(EndpointParser endpoints, Problems problems) {
        this.endpoints = endpoints;
        this.problems = problems;
    }

    /** Reads the members {@code source} and {@code destination} or {@code destinations}. */
    Sides parse(Fields body) {
        EndpointSpec source = null;
        List<String> tables = List.of();
        JsonNode sourceNode = body.node("source");
        if (sourceNode == null) {
            // Several sources are refused on their own; one complaint is enough.
            if (!body.has("sources")) {
                body.required("source");
            }
        } else if (!named(sourceNode, body.pointer("source"))) {
            Fields fields = Fields.of(sourceNode, body.pointer("source"), problems);
            tables = tables(fields);
            source = endpoints.parse(fields, "source");
            if (source != null) {
                fields.finish(SOURCE_NOT_BUILT);
            }
        }
        List<EndpointSpec> destinations = new ArrayList<>();
        List<String> collections = null;
        int count = 0;
        for (Placed placed : destinations(body)) {
            count++;
            if (named(placed.node(), placed.pointer())) {
                continue;
            }
            Fields fields = Fields.of(placed.node(), placed.pointer(), problems);
            List<String> own = collections(fields, tables);
            if (collections != null && !collections.equals(own)) {
                problems.add(
                        Code.NOT_BUILT,
                        placed.pointer(),
                        "Different collections per destination are not built yet.");
            }
            collections = own;
            EndpointSpec spec =
                    endpoints.parse(fields, count == 1 ? "destination" : "destination_" + count);
            if (spec != null) {
                fields.finish(DESTINATION_NOT_BUILT);
                destinations.add(spec);
                distinct(source, spec, tables, own, placed.pointer());
            }
        }
        uniqueNames(body, source, destinations);
        return new Sides(
                source, destinations, tables, collections == null ? List.of() : collections);
    }

    private record Placed(JsonNode node, String pointer) {}

    private List<Placed> destinations(Fields body) {
        List<Placed> placed = new ArrayList<>();
        for (String key : List.of("destination", "destinations")) {
            JsonNode node = body.node(key);
            if (node == null) {
                continue;
            }
            if (!placed.isEmpty()) {
                problems.add(
                        Code.IMPOSSIBLE_PAIR,
                        body.pointer(key),
                        "Write destination or destinations, not both.");
            } else if (!node.isArray()) {
                placed.add(new Placed(node, body.pointer(key)));
            } else if (node.isEmpty()) {
                problems.add(
                        Code.OUT_OF_RANGE, body.pointer(key), "At least one is expected here.");
            } else {
                for (int i = 0; i < node.size(); i++) {
                    placed.add(new Placed(node.get(i), body.pointer(key) + "/" + i));
                }
            }
        }
        if (!body.has("destination") && !body.has("destinations")) {
            body.required("destination");
        }
        return placed;
    }

    /** Whether it is a name of an endpoint kept elsewhere, which is refused. */
    private boolean named(JsonNode node, String pointer) {
        if (node.isString()) {
            problems.add(
                    Code.NOT_BUILT,
                    pointer,
                    "Endpoints by name are not built yet: write an object with its connection.");
        }
        return node.isString();
    }

    private List<String> tables(Fields fields) {
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

    private List<String> collections(Fields fields, List<String> tables) {
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
        return inSchema(fields, collections == null ? List.of() : collections, tables);
    }

    /** A schema at the destination is a part of the names there. */
    private List<String> inSchema(Fields fields, List<String> collections, List<String> tables) {
        String schema = fields.text("schema");
        if (schema == null) {
            return collections;
        }
        if (tables.isEmpty()) {
            problems.add(
                    Code.NOT_BUILT,
                    fields.pointer("schema"),
                    "A schema for all tables is not built yet: name the tables.");
            return collections;
        }
        List<String> names = new ArrayList<>();
        for (String name : collections.isEmpty() ? tables : collections) {
            names.add(schema + "." + name.substring(name.lastIndexOf('.') + 1));
        }
        return names;
    }

    private void distinct(
            @Nullable EndpointSpec source,
            EndpointSpec destination,
            List<String> tables,
            List<String> collections,
            String pointer) {
        boolean same =
                source != null
                        && source.type().equals(destination.type())
                        && Place.of(source.settings()).same(Place.of(destination.settings()));
        boolean sameNames = collections.isEmpty();
        for (int i = 0; i < Math.min(tables.size(), collections.size()); i++) {
            sameNames |= tables.get(i).equals(collections.get(i));
        }
        if (same && sameNames) {
            problems.add(
                    Code.SAME_PLACE,
                    pointer,
                    "Source and destination are the same tables of the same database.");
        }
    }

    private void uniqueNames(
            Fields body, @Nullable EndpointSpec source, List<EndpointSpec> destinations) {
        Set<String> names = new HashSet<>();
        if (source != null) {
            names.add(source.name());
        }
        for (EndpointSpec destination : destinations) {
            if (!names.add(destination.name())) {
                String key = body.has("destination") ? "destination" : "destinations";
                problems.add(
                        Code.BAD_NAME,
                        body.pointer(key),
                        "Two endpoints have the name " + Words.quoted(destination.name()) + ".");
            }
        }
    }
}
