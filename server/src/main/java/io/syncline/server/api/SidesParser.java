package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.facing.Conventions;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.FurtherSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    /**
     * Both sides.
     *
     * @param source null if it was no good; the first of several
     * @param further the other sources of a star
     * @param ranking the names of sources, the most trusted first; empty if nothing is said
     * @param origins whether rows of several sources are to say whom they are from
     * @param tables empty for all
     * @param collections empty for the same names
     * @param tolerance how late destinations may be, by their names
     * @param places where the ends stand in the body
     * @param rows has read what the ends say of rows
     * @param conventions what the ends' applications expect, by the ends' names
     */
    record Sides(
            @Nullable EndpointSpec source,
            List<FurtherSource> further,
            List<String> ranking,
            boolean origins,
            List<EndpointSpec> destinations,
            List<String> tables,
            List<String> collections,
            Map<String, Duration> tolerance,
            Wanted.Places places,
            RowsParser rows,
            Map<String, Conventions> conventions) {}

    private final EndpointParser endpoints;
    private final Problems problems;
    private final EndKeys keys;

    SidesParser(EndpointParser endpoints, Problems problems) {
        this.endpoints = endpoints;
        this.problems = problems;
        this.keys = new EndKeys(problems);
    }

    /** Reads the members that name the sources and the destinations. */
    Sides parse(Fields body, Intent intent) {
        if (body.has(StarParser.SOURCES)) {
            return new StarParser(this, endpoints, keys, problems, intent).parse(body);
        }
        if (intent.merges()) {
            body.required(StarParser.SOURCES);
        }
        if (body.node(TablePairs.COLLECTIONS) != null) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    body.pointer(TablePairs.COLLECTIONS),
                    "This pairs the tables of several sources: write sources.");
        }
        return oneSource(body, intent);
    }

    private Sides oneSource(Fields body, Intent intent) {
        ConventionsParser expected = new ConventionsParser(intent.twoWay(), problems);
        Map<String, Conventions> conventions = new TreeMap<>();
        String sourceKey = one(body, SOURCES);
        EndpointSpec source = null;
        List<String> tables = List.of();
        RowsParser rows = new RowsParser(List.of(), problems);
        JsonNode sourceNode = body.node(sourceKey);
        JsonNode sourceOpened =
                sourceNode == null ? null : endpoints.opened(sourceNode, body.pointer(sourceKey));
        if (sourceNode == null) {
            body.required("source");
        } else if (sourceOpened != null) {
            Fields fields = Fields.of(sourceOpened, body.pointer(sourceKey), problems);
            tables = keys.tables(fields);
            rows = new RowsParser(tables, problems);
            rows.source(fields);
            keys.notForSources(fields, intent.twoWay());
            Conventions own = expected.parse(fields);
            source = endpoints.parse(fields, "source");
            if (source != null) {
                conventions.put(source.name(), own);
                keys.triggers(fields, source);
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
            List<String> own = keys.collections(fields, tables);
            same &= count == 1 || own.equals(collections);
            collections = own;
            rows.destination(fields, own);
            StarParser.noOrigins(fields, problems);
            Duration late = Replication.tolerance(fields);
            Conventions wanted = expected.parse(fields);
            EndpointSpec spec =
                    endpoints.parse(fields, count == 1 ? "destination" : "destination_" + count);
            if (spec != null) {
                conventions.put(spec.name(), wanted);
                keys.schema(fields, spec);
                keys.triggers(fields, spec);
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
                List.of(),
                List.of(),
                false,
                destinations,
                tables,
                same ? collections : List.of(),
                tolerance,
                new Wanted.Places(List.of(body.pointer(sourceKey)), places),
                rows,
                conventions);
    }

    /** An end, and where it stands. */
    record Placed(JsonNode node, String pointer) {}

    List<Placed> destinations(Fields body) {
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
    String one(Fields body, List<String> keys) {
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

    void distinct(
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
