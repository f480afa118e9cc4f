package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.shape.RowRule;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.TableRules;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.SyncDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads what is to become of rows from now on. The keys are those that configure a sync; each
 * stands for a part of the rules, and replaces that part as a whole, everywhere or at the
 * destination where it stands. Parts that no key names stay as they are. For one body, one thread.
 */
final class RowsPatch {
    private static final String FILTERS = "filters";
    private static final String SOURCE = "source";
    private static final String NAME = "name";

    private final SyncDefinition now;
    private final ShapeRules had;
    private final Problems problems;
    private final RowsParser rows;
    private Map<String, RowsParser.FilterParts> registry = Map.of();

    /**
     * For a sync as it is kept.
     *
     * @param tables those it is to have from now on
     */
    RowsPatch(SyncDefinition now, List<String> tables, Problems problems) {
        this.now = now;
        this.had = now.options().shape();
        this.problems = problems;
        this.rows = new RowsParser(tables, problems);
    }

    /**
     * Reads a body.
     *
     * @param validation the body's member of that name, without members if it has none
     * @return the rules from now on, with the secret there was
     */
    ShapeRules parse(Fields body, Fields validation) {
        Set<RowPart> all = RowPart.named(body);
        Fields source = body.object(SOURCE);
        only(source, body.node(SOURCE), Set.of(FILTERS));
        if (source.has(FILTERS)) {
            all.add(RowPart.SOURCE_FILTERS);
        }
        rows.source(source);
        Map<Integer, Fields> own = destinations(body);
        List<Set<RowPart>> named = new ArrayList<>();
        for (int i = 0; i < now.destinations().size(); i++) {
            Fields fields = own.getOrDefault(i, nothing());
            Set<RowPart> parts = RowPart.named(fields);
            if (fields.has(FILTERS)) {
                parts.add(RowPart.OWN_FILTERS);
            }
            parts.addAll(all);
            named.add(parts);
            rows.destination(fields, had.collections(i));
        }
        // What is wrong with it is told where the rules are read.
        registry = new FiltersParser(new Problems()).registry(body, FILTERS);
        ShapeRules read = rows.rules(body, validation, new RowsParser.AppendOnly(false, List.of()));
        boolean nothing = registry.isEmpty() && named.stream().allMatch(Set::isEmpty);
        return nothing ? had : merged(read, named);
    }

    private ShapeRules merged(ShapeRules read, List<Set<RowPart>> named) {
        List<ShapeRules.Side> sides = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            ShapeRules.Side before = side(had, i);
            ShapeRules.Side after = side(read, i);
            Set<String> names = new TreeSet<>(before.tables().keySet());
            names.addAll(after.tables().keySet());
            registry.values().forEach(each -> names.addAll(each.tables().keySet()));
            Map<String, TableRules> tables = new TreeMap<>();
            for (String name : names) {
                tables.put(name, merged(of(before, name), of(after, name), named.get(i), name));
            }
            sides.add(
                    new ShapeRules.Side(
                            merged(before.all(), after.all(), named.get(i), null),
                            tables,
                            before.collections()));
        }
        boolean nothing =
                sides.stream()
                        .allMatch(
                                side ->
                                        side.all().equals(TableRules.none())
                                                && side.tables().values().stream()
                                                        .allMatch(TableRules.none()::equals)
                                                && side.collections().isEmpty());
        return new ShapeRules(nothing ? List.of() : sides, had.secret());
    }

    private static ShapeRules.Side side(ShapeRules rules, int place) {
        return place < rules.destinations().size()
                ? rules.destinations().get(place)
                : new ShapeRules.Side(TableRules.none(), Map.of(), List.of());
    }

    private static TableRules of(ShapeRules.Side side, String table) {
        return side.tables().entrySet().stream()
                .filter(each -> RowsParser.same(each.getKey(), table))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(side.all());
    }

    private TableRules merged(
            TableRules before, TableRules after, Set<RowPart> named, @Nullable String table) {
        TableRules fields = named.contains(RowPart.FIELDS) ? after : before;
        TableRules unmapped = named.contains(RowPart.UNMAPPED) ? after : before;
        TableRules transforms = named.contains(RowPart.TRANSFORMS) ? after : before;
        TableRules types = named.contains(RowPart.TYPES) ? after : before;
        TableRules masks = named.contains(RowPart.MASKS) ? after : before;
        TableRules leaving = named.contains(RowPart.LEAVING) ? after : before;
        TableRules validation = named.contains(RowPart.VALIDATION) ? after : before;
        return new TableRules(
                fields.fields(),
                unmapped.dropUnmapped(),
                transforms.transforms(),
                types.types(),
                masks.masks(),
                filters(before, after, named, table),
                leaving.keepLeaving(),
                validation.validation(),
                before.appendOnly());
    }

    /** Those of the source and those of the destination, of which some may be said anew by name. */
    private List<RowRule> filters(
            TableRules before, TableRules after, Set<RowPart> named, @Nullable String table) {
        List<RowRule> all = new ArrayList<>();
        (named.contains(RowPart.SOURCE_FILTERS) ? after : before)
                .filters().stream().filter(RowsPatch::ofSource).forEach(all::add);
        if (named.contains(RowPart.OWN_FILTERS)) {
            after.filters().stream().filter(rule -> !ofSource(rule)).forEach(all::add);
            return all;
        }
        Map<String, List<RowRule>> byName = new LinkedHashMap<>();
        before.filters().stream()
                .filter(rule -> !ofSource(rule))
                .forEach(
                        rule ->
                                byName.computeIfAbsent(rule.name(), _ -> new ArrayList<>())
                                        .add(rule));
        byName.forEach(
                (name, rules) -> {
                    RowsParser.FilterParts anew = registry.get(name);
                    all.addAll(anew == null ? rules : conditions(anew, table));
                });
        return all;
    }

    private static List<RowRule> conditions(RowsParser.FilterParts parts, @Nullable String table) {
        List<RowRule> all = new ArrayList<>(parts.flat());
        parts.tables()
                .forEach(
                        (name, rules) -> {
                            if (table != null && RowsParser.same(table, name)) {
                                all.addAll(rules);
                            }
                        });
        return all;
    }

    private static boolean ofSource(RowRule rule) {
        return SidesParser.SOURCES.stream()
                .anyMatch(key -> rule.pointer().startsWith("/" + key + "/"));
    }

    /** What stands of each destination, by its place. */
    private Map<Integer, Fields> destinations(Fields body) {
        Map<Integer, Fields> found = new HashMap<>();
        for (String key : List.of("destination", "destinations")) {
            JsonNode node = body.node(key);
            for (int i = 0; node != null && i < (node.isArray() ? node.size() : 1); i++) {
                JsonNode one = node.isArray() ? node.get(i) : node;
                String pointer = body.pointer(key) + (node.isArray() ? "/" + i : "");
                Fields fields = Fields.of(one, pointer, problems);
                Integer place = place(fields, pointer);
                Set<String> known = new TreeSet<>(RowPart.keys());
                known.add(FILTERS);
                known.add(NAME);
                only(fields, one, known);
                if (place != null && found.putIfAbsent(place, fields) != null) {
                    problems.add(Code.BAD_NAME, pointer, "The destination stands here twice.");
                }
            }
        }
        return found;
    }

    private @Nullable Integer place(Fields fields, String pointer) {
        String name = fields.text(NAME);
        List<String> names = now.destinations().stream().map(EndpointSpec::name).toList();
        if (name == null && names.size() == 1) {
            return 0;
        }
        int place = name == null ? -1 : names.indexOf(name);
        if (place < 0) {
            problems.add(
                    name == null ? Code.MISSING_KEY : Code.UNKNOWN_WORD,
                    name == null ? pointer + "/" + NAME : fields.pointer(NAME),
                    "The name of one of the destinations is expected here: "
                            + String.join(", ", names)
                            + ".");
        }
        return place < 0 ? null : place;
    }

    /** Everything else of an end makes the sync the one it is. */
    private void only(Fields fields, @Nullable JsonNode node, Set<String> allowed) {
        if (node == null || !node.isObject()) {
            return;
        }
        node.propertyNames().stream()
                .map(Words::snake)
                .filter(name -> !allowed.contains(name))
                .forEach(
                        name ->
                                problems.add(
                                        Code.FIXED,
                                        fields.pointer(name),
                                        "Of an end only "
                                                + String.join(", ", new TreeSet<>(allowed))
                                                + " can be changed while the sync is kept."
                                                + Words.didYouMean(name, allowed)));
    }

    private Fields nothing() {
        return Fields.of(JsonNodeFactory.instance.objectNode(), "", problems);
    }
}
