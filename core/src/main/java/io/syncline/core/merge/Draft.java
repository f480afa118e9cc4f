package io.syncline.core.merge;

import io.syncline.core.merge.Definition.CheckSpec;
import io.syncline.core.merge.Definition.GroupSpec;
import io.syncline.core.merge.RowPolicy.OnDelete;
import io.syncline.core.merge.RowPolicy.OnInsert;
import io.syncline.core.merge.Strategies.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A definition while it is read. */
final class Draft {
    /** What decides if a configuration names rules of fields but none for the others. */
    private static final RuleSpec STANDARD = RuleSpec.of("last_write_wins");

    /** How sure smart_merge has to be unless somebody says otherwise. */
    private static final double SMART_CONFIDENCE = 0.8;

    private final Strategies strategies;
    private final List<Problem> problems;
    private @Nullable RuleSpec standard;
    private @Nullable RuleSpec types;
    private @Nullable OnDelete onDelete;
    private @Nullable OnInsert onInsert;
    private boolean fixed;
    private @Nullable Double confidence;
    private final Map<String, RuleSpec> fields = new LinkedHashMap<>();
    private final List<GroupSpec> groups = new ArrayList<>();
    private final List<CheckSpec> checks = new ArrayList<>();

    Draft(Strategies strategies, List<Problem> problems) {
        this.strategies = strategies;
        this.problems = problems;
    }

    Definition definition() {
        RuleSpec word = standard();
        RowPolicy policy = strategies.rows(word);
        RowPolicy rows =
                new RowPolicy(
                        onDelete == null ? policy.onDelete() : onDelete,
                        onInsert == null ? policy.onInsert() : onInsert,
                        fixed || policy.fixed());
        RuleSpec each = types == null ? word : types;
        return new Definition(rows, each, fields, groups, checks, confidence());
    }

    RuleSpec standard() {
        return standard == null ? STANDARD : standard;
    }

    void confidence(double least) {
        confidence = least;
    }

    double confidence() {
        boolean smart = standard().word().equals("smart_merge");
        return confidence != null ? confidence : smart ? SMART_CONFIDENCE : 0;
    }

    void standard(Object tree, String path) {
        standard = checked(tree, path);
    }

    /** A spec whose rule can be made; null, with problems, if there is none. */
    private @Nullable RuleSpec checked(Object tree, String path) {
        RuleSpec spec = Strategies.spec(tree, path, problems);
        if (spec != null) {
            strategies.rule(spec, path, problems);
        }
        return spec;
    }

    void field(String field, @Nullable RuleSpec spec, String path) {
        boolean grouped = groups.stream().anyMatch(group -> group.fields().contains(field));
        if (grouped || fields.containsKey(field)) {
            problems.add(new Problem(path, "is about a field that has a rule already"));
        } else if (spec != null) {
            fields.put(field, spec);
        }
    }

    void fieldMap(Map<?, ?> map, String path) {
        map.forEach(
                (field, tree) -> {
                    String at = path + "/" + Arguments.pointer(String.valueOf(field));
                    if (tree == null) {
                        problems.add(new Problem(at, "has no value"));
                    } else {
                        field(String.valueOf(field), checked(tree, at), at);
                    }
                });
    }

    void fieldList(List<?> list, String path) {
        for (int i = 0; i < list.size(); i++) {
            String at = path + "/" + i;
            if (list.get(i) instanceof Map<?, ?> map) {
                rule(map, at, null);
            } else {
                problems.add(new Problem(at, "has to be a map with 'field' and 'strategy'"));
            }
        }
    }

    void groups(Arguments a) {
        Object given = a.take("rules");
        if (given instanceof Map<?, ?> map) {
            map.forEach(
                    (name, tree) -> {
                        String key = String.valueOf(name);
                        String at = a.at("rules") + "/" + Arguments.pointer(key);
                        if (tree instanceof Map<?, ?> rule) {
                            rule(rule, at, key);
                        } else {
                            problems.add(new Problem(at, "has to be a map with 'fields'"));
                        }
                    });
        } else if (given instanceof List<?> list) {
            fieldList(list, a.at("rules"));
        } else if (given != null) {
            a.problem("rules", "has to be a map of named groups, or a list");
        }
    }

    /** A rule of the fields that stand beside it: as one value if they are together. */
    private void rule(Map<?, ?> map, String path, @Nullable String name) {
        Arguments a = new Arguments(path, map, problems);
        List<String> names = a.texts("fields", "field");
        boolean together = a.truth("together");
        Map<String, Object> rest = a.rest();
        rest.keySet().removeAll(List.of("fields", "field", "together"));
        RuleSpec spec = checked(rest, path);
        if (names.isEmpty()) {
            problems.add(new Problem(path, "names no field"));
        } else if (!together) {
            names.forEach(field -> field(field, spec, path));
        } else if (names.size() < 2 || Set.copyOf(names).size() < names.size()) {
            problems.add(new Problem(path, "a group has at least two different fields"));
        } else if (spec != null) {
            group(name == null ? String.join("+", names) : name, names, spec, path);
        }
    }

    private void group(String name, List<String> names, RuleSpec spec, String path) {
        Set<String> taken = new HashSet<>(fields.keySet());
        groups.forEach(group -> taken.addAll(group.fields()));
        if (names.stream().anyMatch(taken::contains)) {
            problems.add(new Problem(path, "is about a field that has a rule already"));
        } else {
            groups.add(new GroupSpec(name, names, spec));
        }
    }

    void types(Arguments a) {
        Object given = a.take("type_defaults", "simple_conflicts");
        if (given == null) {
            return;
        }
        String name = a.name("type_defaults", "simple_conflicts");
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((kind, rule) -> parameters.put(String.valueOf(kind), rule));
            parameters.putIfAbsent("otherwise", standard().tree());
        } else if (!Boolean.TRUE.equals(given)) {
            a.problem(name, "has to be a map of rules by type, or true");
            return;
        }
        parameters.put(RuleSpec.STRATEGY, "by_type");
        types = checked(parameters, a.at(name));
    }

    void checks(Arguments a) {
        int place = 0;
        for (Object tree : a.list("checks", "validators")) {
            String at = a.at(a.name("checks", "validators")) + "/" + place++;
            if (!(tree instanceof Map<?, ?> map)) {
                problems.add(new Problem(at, "has to be a map with 'field' and 'check'"));
                continue;
            }
            Arguments one = new Arguments(at, map, problems);
            String field = one.text("field");
            Map<String, Object> rest = one.rest();
            rest.remove("field");
            RuleSpec spec = Strategies.worded(rest, at, "check", problems);
            if (field == null) {
                problems.add(new Problem(at, "names no field"));
            } else if (spec != null && Strategies.check(spec, at, problems) != null) {
                checks.add(new CheckSpec(field, spec));
            }
        }
    }

    void rows(Arguments a) {
        onDelete = policy(a, "update_delete", OnDelete.values(), Map.of());
        Map<String, String> words = Map.of("merge", "union");
        onInsert = policy(a, "insert_insert", OnInsert.values(), words);
        fixed = a.truth("append_only");
    }

    private <E extends Enum<E>> @Nullable E policy(
            Arguments a, String name, E[] values, Map<String, String> more) {
        String text = a.text(name);
        if (text == null) {
            return null;
        }
        Map<String, String> words = new LinkedHashMap<>(more);
        words.put("manual_review", "review");
        words.put("source_wins", "ours");
        words.put("destination_wins", "theirs");
        words.put("last_write_wins", "latest");
        String word = Spelling.snake(text);
        String plain = words.getOrDefault(word, word);
        Set<String> known = new TreeSet<>(words.keySet());
        for (E value : values) {
            String own = value.name().toLowerCase(Locale.ROOT);
            known.add(own);
            if (own.equals(plain)) {
                return value;
            }
        }
        a.problem(name, "is none of " + known + Spelling.didYouMean(word, known));
        return null;
    }
}
