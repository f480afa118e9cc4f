package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.facing.Conventions;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.FurtherSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads several sources and the one destination that they share. For one thread. */
final class StarParser {
    static final String SOURCES = "sources";

    /** Understood in one of several sources and refused, until they do something. */
    static final Set<String> NOT_BUILT = Set.of("filter", "filters", "query", "role", "weight");

    private static final String FILTERS = "filters";
    private static final String UNIFIED = "unified_database";
    private static final String ORIGINS = "origin_columns";
    private static final int SOURCES_MAX = 32;

    /** A source as it was read. */
    record Read(
            EndpointSpec spec,
            List<String> tables,
            List<String> collections,
            @Nullable Integer priority,
            Conventions expected,
            RowsParser.FilterParts filters,
            String pointer) {
        /** The names of its tables at the destination. */
        List<String> there() {
            return collections.isEmpty() ? tables : collections;
        }
    }

    private final SidesParser sides;
    private final EndpointParser endpoints;
    private final EndKeys keys;
    private final ConventionsParser conventions;
    private final Problems problems;
    private final Intent intent;
    private final TablePairs pairs;
    private boolean origins;

    StarParser(
            SidesParser sides,
            EndpointParser endpoints,
            EndKeys keys,
            Problems problems,
            Intent intent) {
        this.sides = sides;
        this.endpoints = endpoints;
        this.keys = keys;
        this.conventions = new ConventionsParser(intent.twoWay(), problems);
        this.problems = problems;
        this.intent = intent;
        this.pairs = new TablePairs(problems);
    }

    /** Reads the members that name them. */
    SidesParser.Sides parse(Fields body) {
        for (String key : SidesParser.SOURCES) {
            if (body.node(key) != null) {
                impossible(body.pointer(key), "Write " + SOURCES + " or " + key + ", not both.");
            }
        }
        if (!intent.twoWay() && !intent.merges()) {
            impossible(
                    body.pointer(SOURCES),
                    "Several sources are merged one way or kept equal with their destination: say"
                            + " by type, merge or bi_directional.");
        }
        List<Read> sources = pairs.paired(body, sources(body));
        if (intent.merges()) {
            pairs.check(sources);
        }
        Set<String> tables = new LinkedHashSet<>();
        boolean all = sources.stream().anyMatch(each -> each.tables().isEmpty());
        sources.forEach(each -> tables.addAll(each.tables()));
        RowsParser rows = new RowsParser(all ? List.of() : List.copyOf(tables), problems);
        if (intent.merges()) {
            rows.sources(sources.stream().map(Read::filters).toList());
        }
        List<SidesParser.Placed> ends = sides.destinations(body);
        if (ends.size() > 1) {
            impossible(ends.get(1).pointer(), "Several sources share one destination.");
        }
        Map<String, Duration> tolerance = new TreeMap<>();
        Map<String, Conventions> expected = new TreeMap<>();
        sources.forEach(each -> expected.put(each.spec().name(), each.expected()));
        EndpointSpec destination =
                ends.isEmpty()
                        ? null
                        : destination(ends.getFirst(), rows, body, tolerance, expected);
        names(sources, destination, ends);
        for (int i = 0; i < sources.size(); i++) {
            apart(sources.get(i), sources.subList(0, i), destination);
        }
        return new SidesParser.Sides(
                sources.isEmpty() ? null : sources.getFirst().spec(),
                sources.stream()
                        .skip(1)
                        .map(
                                each ->
                                        new FurtherSource(
                                                each.spec(), each.tables(), each.collections()))
                        .toList(),
                ranking(sources),
                origins,
                destination == null ? List.of() : List.of(destination),
                sources.isEmpty() ? List.of() : sources.getFirst().tables(),
                sources.isEmpty() ? List.of() : sources.getFirst().collections(),
                tolerance,
                new Wanted.Places(
                        sources.stream().map(Read::pointer).toList(),
                        ends.stream().map(SidesParser.Placed::pointer).limit(1).toList()),
                rows,
                expected);
    }

    private void impossible(String pointer, String message) {
        problems.add(Code.IMPOSSIBLE_PAIR, pointer, message);
    }

    private List<Read> sources(Fields body) {
        JsonNode node = body.node(SOURCES);
        List<Read> sources = new ArrayList<>();
        if (node == null || !node.isArray()) {
            problems.add(
                    Code.WRONG_TYPE, body.pointer(SOURCES), "A list of sources is expected here.");
            return sources;
        }
        int least = intent.merges() ? 2 : 1;
        if (node.size() < least || node.size() > SOURCES_MAX) {
            problems.add(
                    Code.OUT_OF_RANGE,
                    body.pointer(SOURCES),
                    "From " + least + " to " + SOURCES_MAX + " sources are expected here.");
            return sources;
        }
        for (int i = 0; i < node.size(); i++) {
            Read read = source(node.get(i), body.pointer(SOURCES) + "/" + i, i + 1);
            if (read != null) {
                sources.add(read);
            }
        }
        return sources;
    }

    private @Nullable Read source(JsonNode node, String pointer, int number) {
        JsonNode opened = endpoints.opened(node, pointer);
        if (opened == null) {
            return null;
        }
        Fields fields = Fields.of(opened, pointer, problems);
        List<String> tables = keys.tables(fields);
        List<String> collections = keys.collections(fields, tables);
        Integer priority = fields.whole("priority", 1, Integer.MAX_VALUE);
        keys.notForSources(fields, intent.twoWay());
        Conventions expected = conventions.parse(fields);
        RowsParser.FilterParts filters =
                intent.merges()
                        ? new FiltersParser(problems).byTable(fields, FILTERS)
                        : RowsParser.FilterParts.none();
        EndpointSpec spec = endpoints.parse(fields, "source_" + number);
        if (spec == null) {
            return null;
        }
        keys.triggers(fields, spec);
        fields.finish(NOT_BUILT);
        String reference = spec.reference();
        EndpointSpec named =
                reference == null || fields.has("name")
                        ? spec
                        : new EndpointSpec(reference, spec.type(), spec.settings());
        pairs.known(filters, tables);
        return new Read(named, tables, collections, priority, expected, filters, pointer);
    }

    private @Nullable EndpointSpec destination(
            SidesParser.Placed placed,
            RowsParser rows,
            Fields body,
            Map<String, Duration> tolerance,
            Map<String, Conventions> expected) {
        JsonNode opened = endpoints.opened(placed.node(), placed.pointer());
        if (opened == null) {
            return null;
        }
        Fields fields = Fields.of(opened, placed.pointer(), problems);
        rows.destination(fields, List.of());
        if (intent.merges()) {
            String type = fields.text("type");
            boolean unified = type != null && Words.snake(type).equals(UNIFIED);
            origins = fields.flag(ORIGINS, unified);
        } else {
            noOrigins(fields, problems);
        }
        Duration own = Replication.tolerance(fields);
        Duration late = own == null ? Replication.tolerance(body) : own;
        Conventions wanted = conventions.parse(fields);
        EndpointSpec spec = endpoints.parse(fields, "destination");
        if (spec == null) {
            return null;
        }
        expected.put(spec.name(), wanted);
        keys.schema(fields, spec);
        keys.triggers(fields, spec);
        fields.finish(SidesParser.DESTINATION_NOT_BUILT);
        if (late != null) {
            tolerance.put(spec.name(), late);
        }
        return spec;
    }

    private void names(
            List<Read> sources,
            @Nullable EndpointSpec destination,
            List<SidesParser.Placed> destinations) {
        Set<String> names = new HashSet<>();
        Set<Integer> priorities = new HashSet<>();
        for (Read source : sources) {
            name(names, source.spec().name(), source.pointer());
            Integer priority = source.priority();
            if (priority != null && !priorities.add(priority)) {
                impossible(
                        source.pointer() + "/priority",
                        "Two sources have the priority " + priority + ": it ranks them.");
            }
        }
        if (destination != null) {
            name(names, destination.name(), destinations.getFirst().pointer());
        }
    }

    private void name(Set<String> names, String name, String pointer) {
        if (!names.add(name)) {
            problems.add(
                    Code.BAD_NAME,
                    pointer + "/name",
                    "Two endpoints have the name " + Words.quoted(name) + ".");
        }
    }

    private void apart(Read source, List<Read> before, @Nullable EndpointSpec destination) {
        for (Read other : before) {
            sides.distinct(
                    other.spec(), other.tables(), source.spec(), source.tables(), source.pointer());
        }
        if (destination != null) {
            sides.distinct(
                    source.spec(), source.tables(), destination, source.there(), source.pointer());
        }
    }

    /** The names of those that have a priority, 1 first. */
    private static List<String> ranking(List<Read> sources) {
        Map<Integer, String> ranked = new TreeMap<>();
        for (Read source : sources) {
            if (source.priority() != null) {
                ranked.put(source.priority(), source.spec().name());
            }
        }
        return List.copyOf(ranked.values());
    }

    /** Only rows that are merged can say whom they are from. */
    static void noOrigins(Fields fields, Problems problems) {
        if (fields.node(ORIGINS) != null) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    fields.pointer(ORIGINS),
                    "The key " + ORIGINS + " is for the rows of several sources: type merge.");
        }
    }

    /** The same rules along each leg: all sources' rows become rows of one destination. */
    static ShapeRules spread(ShapeRules shape, int legs) {
        return shape.destinations().isEmpty()
                ? shape
                : new ShapeRules(
                        Collections.nCopies(legs, shape.destinations().getFirst()), shape.secret());
    }
}
