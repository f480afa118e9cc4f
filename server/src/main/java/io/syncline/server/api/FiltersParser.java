package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.filter.FilterParser;
import io.syncline.core.filter.FilterProblem;
import io.syncline.engine.shape.RowRule;
import io.syncline.server.api.RowsParser.FilterParts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads filters: conditions by table at the source, conditions by name for all, and names at a
 * destination. What they say is read here and refused if it cannot be; the fields are found later.
 * For one body, one thread.
 */
final class FiltersParser {
    private static final String EVERYTHING = "all_events";

    /** A name at a destination, and where it stands. */
    record Name(String name, String pointer) {}

    private final Problems problems;

    FiltersParser(Problems problems) {
        this.problems = problems;
    }

    /** Conditions by table. */
    FilterParts byTable(Fields fields, String key) {
        JsonNode node = fields.node(key);
        return node == null ? FilterParts.none() : byTable(node, fields.pointer(key), key);
    }

    private FilterParts byTable(JsonNode node, String pointer, String name) {
        Map<String, List<RowRule>> tables = new LinkedHashMap<>();
        for (Member member : Member.all(node, pointer, problems)) {
            RowRule rule = condition(member.node(), name, false, member.pointer());
            if (rule != null) {
                tables.put(member.name(), List.of(rule));
            }
        }
        return new FilterParts(List.of(), tables);
    }

    /** Conditions by name; each is for all tables, or has one for each table. */
    Map<String, FilterParts> registry(Fields body, String key) {
        Map<String, FilterParts> registry = new LinkedHashMap<>();
        JsonNode node = body.node(key);
        if (node == null) {
            return registry;
        }
        for (Member member : Member.all(node, body.pointer(key), problems)) {
            if (member.node().isObject()) {
                registry.put(
                        member.name(), byTable(member.node(), member.pointer(), member.name()));
            } else {
                RowRule rule = condition(member.node(), member.name(), true, member.pointer());
                registry.put(
                        member.name(),
                        new FilterParts(rule == null ? List.of() : List.of(rule), Map.of()));
            }
        }
        return registry;
    }

    /** The names at a destination. */
    List<Name> names(Fields fields, String key) {
        List<String> names = fields.texts(key);
        List<Name> placed = new ArrayList<>();
        for (int i = 0; names != null && i < names.size(); i++) {
            placed.add(new Name(names.get(i), fields.pointer(key) + "/" + i));
        }
        return placed;
    }

    /** A condition, if it can be read; where one stands twice, only one complaint is made. */
    @Nullable RowRule condition(JsonNode node, String name, boolean everywhere, String pointer) {
        if (!node.isString()) {
            problems.add(Code.WRONG_TYPE, pointer, "A condition as text is expected here.");
            return null;
        }
        List<FilterProblem> wrong = FilterParser.parse(node.stringValue()).problems();
        for (FilterProblem problem : wrong) {
            problems.add(Code.BAD_CONDITION, pointer, "In " + problem);
        }
        return wrong.isEmpty() ? new RowRule(name, node.stringValue(), everywhere, pointer) : null;
    }

    /** The source's conditions and those a destination names. */
    FilterParts resolved(FilterParts source, List<Name> names, Map<String, FilterParts> registry) {
        List<RowRule> flat = new ArrayList<>(source.flat());
        Map<String, List<RowRule>> tables = new LinkedHashMap<>();
        source.tables().forEach((table, rules) -> tables.put(table, new ArrayList<>(rules)));
        for (Name name : names) {
            FilterParts parts = registry.get(name.name());
            if (parts != null) {
                flat.addAll(parts.flat());
                parts.tables()
                        .forEach(
                                (table, rules) ->
                                        tables.computeIfAbsent(table, _ -> new ArrayList<>())
                                                .addAll(rules));
            } else if (!Words.snake(name.name()).equals(EVERYTHING)) {
                problems.add(
                        Code.UNKNOWN_FILTER,
                        name.pointer(),
                        "There is no filter "
                                + Words.quoted(name.name())
                                + "; there are "
                                + EVERYTHING
                                + (registry.isEmpty() ? "" : ", ")
                                + String.join(", ", registry.keySet())
                                + "."
                                + Words.didYouMean(name.name(), registry.keySet()));
            }
        }
        return new FilterParts(flat, tables);
    }

    /** A member of an object whose names are a person's own and stay as they were written. */
    record Member(String name, JsonNode node, String pointer) {
        /** All of them; none if it is no object, which is noted as a problem. */
        static List<Member> all(JsonNode node, String pointer, Problems problems) {
            List<Member> members = new ArrayList<>();
            if (!node.isObject()) {
                problems.add(Code.WRONG_TYPE, pointer, "An object is expected here.");
                return members;
            }
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                members.add(
                        new Member(
                                property.getKey(),
                                property.getValue(),
                                pointer + "/" + Fields.escaped(property.getKey())));
            }
            return members;
        }
    }
}
