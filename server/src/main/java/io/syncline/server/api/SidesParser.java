package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.sync.EndpointSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads source and destinations and pairs their tables. For one thread. */
final class SidesParser {
    /** Understood in a source and refused, until they do something. */
    static final Set<String> SOURCE_NOT_BUILT =
            Set.of("filter", "priority", "query", "role", "transformation", "weight");

    /** Understood in a destination and refused, until they do something. */
    static final Set<String> DESTINATION_NOT_BUILT =
            Set.of(
                    "filter",
                    "mapping",
                    "mappings",
                    "operation",
                    "priority",
                    "role",
                    "transformations",
                    "upsert");

    /** What a source is called; a primary's replicas are destinations like others. */
    static final List<String> SOURCES = List.of("source", "primary", "master");

    private static final List<String> DESTINATIONS =
            List.of("destination", "destinations", "replicas", "slaves");

    private static final Set<String> DESTINATIONS_ONLY =
            new TreeSet<>(Set.of("key_text_length", "schema", "synchronous_commit"));

    /**
     * Both sides.
     *
     * @param source null if it was no good
     * @param tables empty for all
     * @param collections empty for the same names
     * @param tolerance how late destinations may be, by their names
     * @param places where the ends stand in the body
     * @param rows has read what the ends say of rows
     */
    record Sides(
            @Nullable EndpointSpec source,
            List<EndpointSpec> destinations,
            List<String> tables,
            List<String> collections,
            Map<String, Duration> tolerance,
            Wanted.Places places,
            RowsParser rows) {}

    private final EndpointParser endpoints;
    private final Problems problems;

    SidesParser(EndpointParser endpoints, Problems problems) {
        this.endpoints = endpoints;
        this.problems = problems;
    }

    /** Reads the members that name the source and the destinations. */
    Sides parse(Fields body) {
        String sourceKey = one(body, SOURCES);
        EndpointSpec source = null;
        List<String> tables = List.of();
        RowsParser rows = new RowsParser(List.of(), problems);
        JsonNode sourceNode = body.node(sourceKey);
        JsonNode sourceOpened =
                sourceNode == null ? null : endpoints.opened(sourceNode, body.pointer(sourceKey));
        if (sourceNode == null) {
            // Several sources are refused on their own; one complaint is enough.
            if (!body.has("sources")) {
                body.required("source");
            }
        } else if (sourceOpened != null) {
            Fields fields = Fields.of(sourceOpened, body.pointer(sourceKey), problems);
            tables = tables(fields);
            rows = new RowsParser(tables, problems);
            rows.source(fields);
            notForSources(fields);
            source = endpoints.parse(fields, "source");
            if (source != null) {
                fields.finish(SOURCE_NOT_BUILT);
            }
        }
        List<EndpointSpec> destinations = new ArrayList<>();
        List<String> places = new ArrayList<>();
        List<List<String>> named = new ArrayList<>();
        List<String> collections = List.of();
        Map<String, Duration> tolerance = new TreeMap<>();
        Duration all = Replication.tolerance(body);
        boolean same = true;
        int count = 0;
        for (Placed placed : destinations(body)) {
            count++;
            JsonNode opened = endpoints.opened(placed.node(), placed.pointer());
            if (opened == null) {
                continue;
            }
            Fields fields = Fields.of(opened, placed.pointer(), problems);
            List<String> own = collections(fields, tables);
            same &= count == 1 || own.equals(collections);
            collections = own;
            rows.destination(fields, own);
            Duration late = Replication.tolerance(fields);
            EndpointSpec spec =
                    endpoints.parse(fields, count == 1 ? "destination" : "destination_" + count);
            if (spec != null) {
                schema(fields, spec);
                fields.finish(DESTINATION_NOT_BUILT);
                List<String> names = own.isEmpty() ? tables : own;
                if (source != null) {
                    distinct(source, tables, spec, names, placed.pointer());
                }
                for (int i = 0; i < destinations.size(); i++) {
                    distinct(destinations.get(i), named.get(i), spec, names, placed.pointer());
                }
                Duration latest = late == null ? all : late;
                if (latest != null) {
                    tolerance.put(spec.name(), latest);
                }
                named.add(names);
                destinations.add(spec);
                places.add(placed.pointer());
            }
        }
        uniqueNames(body, source, destinations);
        return new Sides(
                source,
                destinations,
                tables,
                same ? collections : List.of(),
                tolerance,
                new Wanted.Places(body.pointer(sourceKey), places),
                rows);
    }

    private record Placed(JsonNode node, String pointer) {}

    private List<Placed> destinations(Fields body) {
        List<Placed> placed = new ArrayList<>();
        String key = one(body, DESTINATIONS);
        JsonNode node = body.node(key);
        if (node == null) {
            body.required("destination");
        } else if (!node.isArray()) {
            placed.add(new Placed(node, body.pointer(key)));
        } else if (node.isEmpty()) {
            problems.add(Code.OUT_OF_RANGE, body.pointer(key), "At least one is expected here.");
        } else {
            for (int i = 0; i < node.size(); i++) {
                placed.add(new Placed(node.get(i), body.pointer(key) + "/" + i));
            }
        }
        return placed;
    }

    /** The one of several keys that stands in the body; the first of them if none does. */
    private String one(Fields body, List<String> keys) {
        String found = null;
        for (String key : keys) {
            if (body.node(key) == null) {
                continue;
            }
            if (found == null) {
                found = key;
            } else {
                problems.add(
                        Code.IMPOSSIBLE_PAIR,
                        body.pointer(key),
                        "Write " + found + " or " + key + ", not both.");
            }
        }
        return found == null ? keys.getFirst() : found;
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
        return collections == null ? List.of() : collections;
    }

    /** Some keys of a connector say how to write. */
    private void notForSources(Fields fields) {
        for (String key : DESTINATIONS_ONLY) {
            if (fields.has(key)) {
                problems.add(
                        Code.IMPOSSIBLE_PAIR,
                        fields.pointer(key),
                        "The key " + key + " says how to write: it belongs to a destination.");
            }
        }
    }

    /** The connector puts the tables into it, if it knows schemas. */
    private void schema(Fields fields, EndpointSpec spec) {
        if (fields.text("schema") != null && !spec.settings().containsKey("schema")) {
            problems.add(
                    Code.CAPABILITY_MISSING,
                    fields.pointer("schema"),
                    "A destination of type "
                            + spec.type()
                            + " has no schemas: name the database in the connection.");
        }
    }

    private void distinct(
            EndpointSpec one,
            List<String> tables,
            EndpointSpec other,
            List<String> others,
            String pointer) {
        if (Overlap.between(endpoints.resolved(one), tables, endpoints.resolved(other), others)) {
            problems.add(
                    Code.SAME_PLACE,
                    pointer,
                    Words.quoted(one.name())
                            + " and "
                            + Words.quoted(other.name())
                            + " are the same tables of the same database.");
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
                String key =
                        DESTINATIONS.stream().filter(body::has).findFirst().orElse("destination");
                problems.add(
                        Code.BAD_NAME,
                        body.pointer(key),
                        "Two endpoints have the name " + Words.quoted(destination.name()) + ".");
            }
        }
    }
}
