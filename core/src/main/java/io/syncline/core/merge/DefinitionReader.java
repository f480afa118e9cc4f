package io.syncline.core.merge;

import io.syncline.core.merge.Strategies.Problem;
import io.syncline.core.merge.Strategies.Told;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one configuration of rules, in whichever of its forms it is. For one use. */
final class DefinitionReader {
    /** Keys that say it is a map of options, and not of fields. */
    private static final Set<String> OPTIONS =
            new TreeSet<>(
                    Set.of(
                            "strategy",
                            "default_strategy",
                            "custom_rules",
                            "fields",
                            "rules",
                            "collections",
                            "entities",
                            "type_defaults",
                            "simple_conflicts",
                            "auto_resolve_threshold",
                            "confidence_least",
                            "update_delete",
                            "insert_insert",
                            "append_only",
                            "counters",
                            "checks",
                            "validators"));

    private final Strategies strategies;
    private final List<Problem> problems = new ArrayList<>();

    DefinitionReader(Strategies strategies) {
        this.strategies = strategies;
    }

    Told told(Object tree) {
        Map<String, Definition> collections = new LinkedHashMap<>();
        Definition standard = definition(tree, "", collections);
        return new Told(standard, collections, problems);
    }

    private Definition definition(
            Object tree, String path, @Nullable Map<String, Definition> collections) {
        Draft draft = new Draft(strategies, problems);
        switch (tree) {
            case String _ -> draft.standard(tree, path);
            case List<?> list -> draft.fieldList(list, path);
            case Map<?, ?> map when options(map) ->
                    options(draft, new Arguments(path, map, problems), collections);
            case Map<?, ?> map -> draft.fieldMap(map, path);
            default ->
                    problems.add(
                            new Problem(path, "has to be a strategy, a list, or a map of rules"));
        }
        return draft.definition();
    }

    /** Whether a map is of options; one whose keys are nearly so as well. */
    private static boolean options(Map<?, ?> map) {
        for (Object key : map.keySet()) {
            String name = Spelling.snake(String.valueOf(key));
            if (nearOption(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean nearOption(String name) {
        boolean near = name.length() >= 8 && Spelling.nearest(name, OPTIONS, 2) != null;
        return near || OPTIONS.contains(name);
    }

    private void options(Draft draft, Arguments a, @Nullable Map<String, Definition> collections) {
        Object standard = a.take("default_strategy", "strategy");
        if (standard != null) {
            String name = a.name("default_strategy", "strategy");
            Map<String, Object> beside =
                    standard instanceof String ? parameters(a, name) : Map.of();
            if (beside.isEmpty()) {
                draft.standard(standard, a.at(name));
            } else {
                draft.standard(new RuleSpec(standard.toString(), beside).tree(), a.path());
            }
        }
        for (String name : List.of("custom_rules", "fields")) {
            Object fields = a.take(name);
            switch (fields) {
                case null -> {}
                case List<?> list -> draft.fieldList(list, a.at(name));
                case Map<?, ?> map -> draft.fieldMap(map, a.at(name));
                default -> a.problem(name, "has to be a list or a map of rules");
            }
        }
        for (String counter : a.texts("counters")) {
            draft.field(counter, RuleSpec.of("sum"), a.at("counters"));
        }
        draft.groups(a);
        draft.types(a);
        draft.checks(a);
        draft.rows(a);
        draft.confidence(a.share(draft.confidence(), "auto_resolve_threshold", "confidence_least"));
        if (collections != null) {
            collections(a, collections);
        }
        a.done();
    }

    /** What stands beside a strategy's word and is neither an option nor meant for one. */
    private static Map<String, Object> parameters(Arguments a, String word) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (word.equals(RuleSpec.STRATEGY)) {
            a.rest()
                    .forEach(
                            (name, value) -> {
                                if (!nearOption(name)) {
                                    parameters.put(name, value);
                                    a.take(name);
                                }
                            });
        }
        return parameters;
    }

    private void collections(Arguments a, Map<String, Definition> collections) {
        for (String name : List.of("collections", "entities")) {
            Object given = a.take(name);
            if (given instanceof Map<?, ?> map) {
                map.forEach(
                        (collection, tree) -> {
                            String key = String.valueOf(collection);
                            String path = a.at(name) + "/" + Arguments.pointer(key);
                            if (tree == null) {
                                problems.add(new Problem(path, "has no value"));
                            } else {
                                collections.put(key, definition(tree, path, null));
                            }
                        });
            } else if (given != null) {
                a.problem(name, "has to be a map by collection");
            }
        }
    }
}
