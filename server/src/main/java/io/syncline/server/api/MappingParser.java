package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.shape.Args;
import io.syncline.engine.shape.DataTypes;
import io.syncline.engine.shape.FieldRule;
import io.syncline.engine.shape.NamedRule;
import io.syncline.server.api.FiltersParser.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads mappings, with the conversions and transforms that may stand beside or in them. The same
 * words are understood in a destination and for all. For one body, one thread.
 */
final class MappingParser {
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String FN = "fn";
    private static final String FUNCTION = "function";
    private static final String ARGS = "args";
    private static final Set<String> LONG_FORM = Set.of(FROM, TO, FN, FUNCTION, ARGS);

    private final List<String> known;
    private final Problems problems;
    private final ArgsParser args;

    MappingParser(List<String> tables, Problems problems) {
        this.known = List.copyOf(tables);
        this.problems = problems;
        this.args = new ArgsParser(problems);
    }

    private final class Reading {
        final List<FieldRule> flat = new ArrayList<>();
        final Map<String, List<FieldRule>> tables = new LinkedHashMap<>();
        final List<FieldRule> base = new ArrayList<>();
        final Map<String, List<FieldRule>> baseTables = new LinkedHashMap<>();
        final Map<String, NamedRule> types = new LinkedHashMap<>();
        final List<NamedRule> transforms = new ArrayList<>();
        @Nullable Boolean drops;

        /** What may stand beside a mapping or in it. */
        void extras(Fields fields) {
            JsonNode conversions = fields.node("data_types");
            if (conversions != null) {
                types(conversions, fields.pointer("data_types"));
            }
            JsonNode listed = fields.node("custom_transforms");
            if (listed != null) {
                transforms.addAll(
                        args.list(
                                listed,
                                fields.pointer("custom_transforms"),
                                "transform",
                                everywhere()));
            }
            String word = fields.word("unmapped", List.of("keep", "drop"));
            drops = word == null ? drops : (Boolean) word.equals("drop");
        }

        private void types(JsonNode node, String pointer) {
            for (Member member : Member.all(node, pointer, problems)) {
                String name = Words.snake(member.name());
                Map<String, DataTypes.Conversion> words = DataTypes.of(name);
                String word =
                        member.node().isString() ? Words.snake(member.node().stringValue()) : "";
                DataTypes.Conversion conversion = words.get(word);
                if (words.isEmpty()) {
                    problems.add(
                            Code.UNKNOWN_KEY,
                            member.pointer(),
                            "There is no such class of fields; there are "
                                    + String.join(", ", DataTypes.names())
                                    + "."
                                    + Words.didYouMean(name, DataTypes.names()));
                } else if (conversion == null) {
                    problems.add(
                            Code.UNKNOWN_WORD,
                            member.pointer(),
                            "One of " + String.join(", ", words.keySet()) + " is expected here.");
                } else {
                    types.put(
                            name,
                            new NamedRule(
                                    name,
                                    conversion.function(),
                                    conversion.args(),
                                    true,
                                    member.pointer()));
                }
            }
        }

        /** A mapping's own members, but for those that are read as extras. */
        void mapping(
                JsonNode node,
                String pointer,
                Set<String> reserved,
                List<FieldRule> here,
                Map<String, List<FieldRule>> byTable) {
            for (Member member : Member.all(node, pointer, problems)) {
                if (reserved.contains(Words.snake(member.name()))) {
                    continue;
                }
                if (member.node().isObject() && table(member)) {
                    List<FieldRule> rules = new ArrayList<>();
                    for (Member inner : Member.all(member.node(), member.pointer(), problems)) {
                        rule(inner, false, rules);
                    }
                    byTable.put(member.name(), rules);
                } else {
                    rule(member, everywhere(), here);
                }
            }
        }

        private MappingLayer layer() {
            return new MappingLayer(flat, tables, base, baseTables, types, transforms, drops);
        }
    }

    private boolean everywhere() {
        return known.size() != 1;
    }

    /** A field's long form has only known members; but a table may have fields of these names. */
    private boolean table(Member member) {
        if (known.stream().anyMatch(table -> RowsParser.same(table, member.name()))) {
            return true;
        }
        Set<String> names = new LinkedHashSet<>();
        member.node().properties().forEach(each -> names.add(Words.snake(each.getKey())));
        boolean says = names.contains(FN) || names.contains(FUNCTION) || names.contains(ARGS);
        return !says && !LONG_FORM.containsAll(names);
    }

    /** Reads what stands at a place. */
    MappingLayer parse(Fields place) {
        Reading reading = new Reading();
        reading.extras(place);
        JsonNode base = place.node("field_mapping");
        if (base != null) {
            reading.mapping(
                    base,
                    place.pointer("field_mapping"),
                    Set.of(),
                    reading.base,
                    reading.baseTables);
        }
        JsonNode node = place.node("transformation");
        if (node == null) {
            return reading.layer();
        }
        String pointer = place.pointer("transformation");
        if (node.isString()) {
            named(node.stringValue(), pointer);
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                listed(node.get(i), pointer + "/" + i, reading.flat);
            }
        } else if (node.isObject()) {
            inside(reading, node, pointer);
        } else {
            problems.add(Code.WRONG_TYPE, pointer, "An object or a list is expected here.");
        }
        return reading.layer();
    }

    private void inside(Reading reading, JsonNode node, String pointer) {
        Fields fields = Fields.of(node, pointer, problems);
        reading.extras(fields);
        JsonNode inner = fields.node("field_mapping");
        if (inner != null) {
            reading.mapping(
                    inner,
                    fields.pointer("field_mapping"),
                    Set.of(),
                    reading.base,
                    reading.baseTables);
        }
        JsonNode event = fields.node(EventParser.NAME);
        if (event != null) {
            reading.flat.addAll(
                    new EventParser(args, problems)
                            .rules(event, fields.pointer(EventParser.NAME), everywhere()));
        }
        Set<String> reserved =
                Set.of(
                        "data_types",
                        "custom_transforms",
                        "unmapped",
                        "field_mapping",
                        EventParser.NAME);
        reading.mapping(node, pointer, reserved, reading.flat, reading.tables);
    }

    private void named(String word, String pointer) {
        if (Words.snake(word).equals(EventParser.NAME)) {
            problems.add(
                    Code.BAD_ARGUMENT,
                    pointer,
                    "A document does not say what stands in it: write {\"event_to_relational\":"
                            + " {\"column\": …, \"fields\": {\"path\": \"field\"}}}.");
        } else {
            problems.add(
                    Code.UNKNOWN_WORD,
                    pointer,
                    "There is no transformation of this name; there is event_to_relational."
                            + Words.didYouMean(Words.snake(word), Set.of(EventParser.NAME)));
        }
    }

    private void rule(Member member, boolean everywhere, List<FieldRule> into) {
        JsonNode node = member.node();
        if (node.isString()) {
            String text = node.stringValue();
            boolean function = text.startsWith("$");
            if (text.isBlank() || text.equals("$")) {
                problems.add(Code.BAD_NAME, member.pointer(), "The name is empty.");
                return;
            }
            into.add(
                    new FieldRule(
                            member.name(),
                            function ? null : text,
                            function ? Words.snake(text.substring(1)) : null,
                            Args.none(),
                            everywhere,
                            member.pointer()));
        } else if (node.isObject()) {
            longForm(node, member.pointer(), member.name(), everywhere, into);
        } else {
            problems.add(
                    Code.WRONG_TYPE,
                    member.pointer(),
                    "A field's name, a $function or an object is expected here.");
        }
    }

    private void listed(JsonNode node, String pointer, List<FieldRule> into) {
        if (!node.isObject()) {
            problems.add(Code.WRONG_TYPE, pointer, "An object is expected here.");
        } else {
            longForm(node, pointer, null, everywhere(), into);
        }
    }

    private void longForm(
            JsonNode node,
            String pointer,
            @Nullable String name,
            boolean everywhere,
            List<FieldRule> into) {
        Fields fields = Fields.of(node, pointer, problems);
        String from = fields.text(FROM);
        String to = fields.text(TO);
        String fn = fields.text(FN);
        String function = fn == null ? fields.text(FUNCTION) : fn;
        Args given = args.of(fields.node(ARGS), fields.pointer(ARGS));
        fields.finish(Set.of());
        String source = from == null ? name : from;
        if (source == null && to == null) {
            problems.add(Code.MISSING_KEY, pointer + "/from", "The key from is missing.");
            return;
        }
        String plain =
                function == null
                        ? null
                        : Words.snake(function.startsWith("$") ? function.substring(1) : function);
        into.add(
                new FieldRule(
                        source,
                        to == null && from != null && name != null ? name : to,
                        plain,
                        given,
                        everywhere,
                        pointer));
    }
}
