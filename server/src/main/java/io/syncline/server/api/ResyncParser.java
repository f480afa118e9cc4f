package io.syncline.server.api;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.Truth;
import io.syncline.engine.sync.Resync;
import io.syncline.engine.verify.Stretch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what is to be brought again while a sync runs. For one body, one thread. */
final class ResyncParser {
    private static final String TABLES = "tables";
    private static final String TABLE = "table";
    private static final String KEYS = "keys";
    private static final String KEY = "key";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String DESTINATION = "destination";
    private static final int KEYS_MAX = 1_000;

    private final Problems problems = new Problems();
    private final KeyParser keys = new KeyParser(problems);
    private final List<Layout> layouts;
    private final List<String> whole = new ArrayList<>();
    private final List<Stretch> stretches = new ArrayList<>();

    private ResyncParser(List<Layout> layouts) {
        this.layouts = List.copyOf(layouts);
    }

    /** What was understood. */
    sealed interface Asked {
        /** What is wanted. */
        record Good(Resync wanted) implements Asked {}

        /** All that is wrong. */
        record Bad(List<Problem> problems) implements Asked {}
    }

    /**
     * Reads a body.
     *
     * @param layouts of what the sync copies, by the source's names; empty if that is not known,
     *     and then only the form is looked at
     * @param destinations their names
     */
    static Asked parse(@Nullable JsonNode body, List<Layout> layouts, List<String> destinations) {
        ResyncParser parser = new ResyncParser(layouts);
        return parser.parse(body, destinations);
    }

    /** Whether a body asks for less than whole tables. */
    static boolean namesParts(@Nullable JsonNode body) {
        return body != null
                && (body.has(KEYS) || body.path(TABLES).valueStream().anyMatch(JsonNode::isObject));
    }

    private Asked parse(@Nullable JsonNode body, List<String> destinations) {
        Fields fields = Fields.of(body, "", problems);
        JsonNode tables = list(fields, TABLES);
        for (int i = 0; tables != null && i < tables.size(); i++) {
            table(tables.get(i), fields.pointer(TABLES) + "/" + i);
        }
        keys(fields);
        String destination = fields.text(DESTINATION);
        if (destination != null && !destinations.contains(destination)) {
            problems.add(
                    Code.UNKNOWN_WORD,
                    fields.pointer(DESTINATION),
                    Words.quoted(destination)
                            + " is none of the sync's destinations."
                            + Words.didYouMean(destination, destinations));
        }
        boolean nothing = !fields.has(TABLES) && !fields.has(KEYS);
        fields.finish(Set.of());
        if (nothing) {
            problems.add(
                    Code.MISSING_KEY,
                    fields.pointer(TABLES),
                    "Say by tables or keys what is to be brought again.");
        }
        return problems.none()
                ? new Asked.Good(new Resync(whole, stretches, destination))
                : new Asked.Bad(problems.all());
    }

    private @Nullable JsonNode list(Fields fields, String name) {
        JsonNode node = fields.node(name);
        if (node == null || node.isArray() && !node.isEmpty()) {
            return node;
        }
        problems.add(
                node.isArray() ? Code.OUT_OF_RANGE : Code.WRONG_TYPE,
                fields.pointer(name),
                "A list with something in it is expected here.");
        return null;
    }

    private void table(JsonNode node, String pointer) {
        if (node.isString()) {
            Layout layout = layout(node.stringValue(), pointer);
            whole.add(layout == null ? node.stringValue() : layout.collection());
            return;
        }
        Fields fields = Fields.of(node, pointer, problems);
        if (!node.isObject()) {
            return;
        }
        String name = fields.required(TABLE);
        JsonNode from = fields.node(FROM);
        JsonNode to = fields.node(TO);
        fields.finish(Set.of());
        Layout layout = name == null ? null : layout(name, fields.pointer(TABLE));
        if (from == null && to == null) {
            whole.add(layout == null ? String.valueOf(name) : layout.collection());
        } else if (layout != null && keyed(layout, fields.pointer(TABLE))) {
            range(layout, fields, from, to);
        }
    }

    private void range(
            Layout layout, Fields fields, @Nullable JsonNode from, @Nullable JsonNode to) {
        int before = problems.all().size();
        List<Value> first =
                from == null ? null : keys.key(from, fields.pointer(FROM), layout, false);
        List<Value> end = to == null ? null : keys.key(to, fields.pointer(TO), layout, false);
        if (problems.all().size() > before) {
            return;
        }
        Stretch.Range range = new Stretch.Range(layout.collection(), first, end);
        if (first != null) {
            Header header = Header.of(layout.key().subList(0, first.size()));
            if (range.rows(layout.key()).test(Row.of(header, first)) == Truth.FALSE) {
                problems.add(
                        Code.IMPOSSIBLE_PAIR,
                        fields.pointer(TO),
                        "No row lies from "
                                + FROM
                                + " on and before "
                                + TO
                                + ", which is left out.");
            }
        }
        stretches.add(range);
    }

    private void keys(Fields fields) {
        JsonNode nodes = list(fields, KEYS);
        if (nodes == null) {
            return;
        }
        if (nodes.size() > KEYS_MAX) {
            problems.add(
                    Code.OUT_OF_RANGE,
                    fields.pointer(KEYS),
                    "At most " + KEYS_MAX + " keys are taken at once: name a range of them.");
            return;
        }
        Map<String, Set<List<Value>>> byTable = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            Fields one = Fields.of(nodes.get(i), fields.pointer(KEYS) + "/" + i, problems);
            if (!nodes.get(i).isObject()) {
                continue;
            }
            String name = one.required(TABLE);
            JsonNode key = one.node(KEY);
            if (key == null) {
                problems.add(Code.MISSING_KEY, one.pointer(KEY), "The key of a row is expected.");
            }
            one.finish(Set.of());
            Layout layout = name == null ? null : layout(name, one.pointer(TABLE));
            if (key != null && layout != null && keyed(layout, one.pointer(TABLE))) {
                List<Value> values = keys.key(key, one.pointer(KEY), layout, true);
                if (values != null) {
                    byTable.computeIfAbsent(layout.collection(), _ -> new LinkedHashSet<>())
                            .add(values);
                }
            }
        }
        byTable.forEach((table, rows) -> stretches.add(new Stretch.Keys(table, rows)));
    }

    /** By its full name, or by its bare name where only one is called so. */
    private @Nullable Layout layout(String name, String pointer) {
        if (layouts.isEmpty()) {
            return null;
        }
        List<Layout> bare =
                layouts.stream().filter(each -> each.collection().endsWith("." + name)).toList();
        Layout found =
                Stream.of(name, "public." + name)
                        .flatMap(
                                full ->
                                        layouts.stream()
                                                .filter(each -> each.collection().equals(full)))
                        .findFirst()
                        .orElse(bare.size() == 1 ? bare.getFirst() : null);
        if (found == null) {
            problems.add(
                    Code.UNKNOWN_COLLECTION,
                    pointer,
                    "The sync copies no table "
                            + Words.quoted(name)
                            + "."
                            + Words.didYouMean(
                                    name,
                                    layouts.stream()
                                            .map(each -> each.collection().replaceAll(".*\\.", ""))
                                            .toList()));
        }
        return found;
    }

    private boolean keyed(Layout layout, String pointer) {
        if (layout.key().isEmpty()) {
            problems.add(
                    Code.KEYLESS_RULE,
                    pointer,
                    layout.collection() + " has no key: it can only be brought again whole.");
        }
        return !layout.key().isEmpty();
    }
}
