package io.syncline.engine.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** In what the rules of a table differ from those it had, wherever they stand. Pure. */
public final class RuleChanges {
    private RuleChanges() {}

    /** The parts that differ, in words for people; none if rows are given alike. */
    public static List<String> between(TableRules before, TableRules after) {
        List<String> changed = new ArrayList<>();
        note(changed, "mapping", before, after, RuleChanges::mapping);
        note(changed, "masks", before, after, rules -> named(rules.masks()));
        note(changed, "filters", before, after, rules -> conditions(rules.filters()));
        note(changed, "on_leave", before, after, TableRules::keepLeaving);
        note(changed, "validation", before, after, RuleChanges::validation);
        note(changed, "append_only", before, after, TableRules::appendOnly);
        return changed;
    }

    private static void note(
            List<String> changed,
            String part,
            TableRules before,
            TableRules after,
            Function<TableRules, Object> of) {
        if (!of.apply(before).equals(of.apply(after))) {
            changed.add(part);
        }
    }

    private static Object mapping(TableRules rules) {
        List<FieldRule> fields =
                rules.fields().stream()
                        .map(
                                rule ->
                                        new FieldRule(
                                                rule.from(),
                                                rule.to(),
                                                rule.function(),
                                                rule.args(),
                                                rule.everywhere(),
                                                ""))
                        .toList();
        Map<String, NamedRule> types = new TreeMap<>();
        rules.types().forEach((name, rule) -> types.put(name, placeless(rule)));
        return List.of(fields, rules.dropUnmapped(), named(rules.transforms()), types);
    }

    private static Object validation(TableRules rules) {
        TableRules.Validation now = rules.validation();
        return new TableRules.Validation(
                named(now.checks()),
                conditions(now.business()),
                now.formats(),
                now.consistency(),
                now.images(),
                now.attributes(),
                now.mode());
    }

    private static List<NamedRule> named(List<NamedRule> rules) {
        return rules.stream().map(RuleChanges::placeless).toList();
    }

    private static NamedRule placeless(NamedRule rule) {
        return new NamedRule(rule.field(), rule.name(), rule.args(), rule.everywhere(), "");
    }

    private static List<RowRule> conditions(List<RowRule> rules) {
        return rules.stream()
                .map(rule -> new RowRule(rule.name(), rule.condition(), rule.everywhere(), ""))
                .toList();
    }
}
