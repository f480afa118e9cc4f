package io.syncline.core.merge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules of one collection as plain data, to be stored; {@link Strategies#rules} makes them.
 *
 * @param rows how a row as such is decided
 * @param standard for fields without a rule of their own
 * @param fields by field, or by path down to a part of a document
 * @param groups fields that are one value
 * @param checks what must hold of a row that both sides have had a part in
 * @param confidenceLeast a rule that is less sure than this has a person decide; from 0 to 1
 */
public record Definition(
        RowPolicy rows,
        RuleSpec standard,
        Map<String, RuleSpec> fields,
        List<GroupSpec> groups,
        List<CheckSpec> checks,
        double confidenceLeast) {
    /**
     * A group as plain data.
     *
     * @param name what a conflict calls it
     * @param fields at least two
     * @param rule decides them as one
     */
    public record GroupSpec(String name, List<String> fields, RuleSpec rule) {
        /** Copies the list. */
        public GroupSpec {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A check as plain data.
     *
     * @param field whose value it looks at
     * @param check the check's word, with its parameters
     */
    public record CheckSpec(String field, RuleSpec check) {}

    /** Copies all. */
    public Definition {
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
        groups = List.copyOf(groups);
        checks = List.copyOf(checks);
    }

    /** What a configuration would say: read again, it is this definition. */
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("default_strategy", standard.tree());
        tree.put("update_delete", rows.onDelete().name().toLowerCase(Locale.ROOT));
        tree.put("insert_insert", rows.onInsert().name().toLowerCase(Locale.ROOT));
        tree.put("append_only", rows.fixed());
        Map<String, Object> rules = new LinkedHashMap<>();
        fields.forEach((field, rule) -> rules.put(field, rule.tree()));
        tree.put("custom_rules", rules);
        Map<String, Object> named = new LinkedHashMap<>();
        for (GroupSpec group : groups) {
            named.put(
                    group.name(),
                    Map.of(
                            "fields",
                            group.fields(),
                            "together",
                            true,
                            RuleSpec.STRATEGY,
                            group.rule().tree()));
        }
        tree.put("rules", named);
        List<Object> checked = new ArrayList<>();
        for (CheckSpec check : checks) {
            Map<String, Object> one = new LinkedHashMap<>(check.check().parameters());
            one.put("field", check.field());
            one.put("check", check.check().word());
            checked.add(one);
        }
        tree.put("checks", checked);
        tree.put("auto_resolve_threshold", confidenceLeast);
        return tree;
    }

    /** The same with other names of fields; those that are not named stay. */
    public Definition renamed(Map<String, String> renamed) {
        Map<String, RuleSpec> ruled = new HashMap<>();
        fields().forEach((name, rule) -> ruled.put(renamed.getOrDefault(name, name), rule));
        return new Definition(
                rows(),
                standard(),
                ruled,
                groups().stream()
                        .map(
                                group ->
                                        new GroupSpec(
                                                group.name(),
                                                group.fields().stream()
                                                        .map(
                                                                name ->
                                                                        renamed.getOrDefault(
                                                                                name, name))
                                                        .toList(),
                                                group.rule()))
                        .toList(),
                checks().stream()
                        .map(
                                check ->
                                        new CheckSpec(
                                                renamed.getOrDefault(check.field(), check.field()),
                                                check.check()))
                        .toList(),
                confidenceLeast());
    }
}
