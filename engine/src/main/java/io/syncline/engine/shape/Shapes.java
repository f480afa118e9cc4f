package io.syncline.engine.shape;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes shapes of what a person asked for. Pure. */
public final class Shapes {
    private Shapes() {}

    /**
     * The shapes of the collections that go to one destination.
     *
     * @param shapes by the source's names; of a collection with a problem the one it would have
     *     without the rule that is wrong
     * @param problems all that is wrong, each once
     * @param sources how the collections look at the source, in their order
     */
    public record Resolved(
            Map<String, Shape> shapes, List<ShapeProblem> problems, List<Layout> sources) {
        /** Copies both. */
        public Resolved {
            shapes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
            problems = List.copyOf(problems);
            sources = List.copyOf(sources);
        }
    }

    /**
     * Finds out what becomes of collections on their way to a destination.
     *
     * @param destination the destination's place in the sync, from 0
     * @param sources the source's layouts, and the name of each there
     */
    public static Resolved resolve(
            ShapeRules rules, int destination, Map<Layout, String> sources, ShapeTools tools) {
        ShapeTools own = tools.with(rules.secret());
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Set<ShapeProblem> problems = new LinkedHashSet<>();
        Set<TableRules> asked = new LinkedHashSet<>();
        sources.forEach(
                (source, target) -> {
                    TableRules table = rules.of(destination, source.collection());
                    asked.add(table);
                    List<ShapeProblem> found = new ArrayList<>();
                    shapes.put(source.collection(), shape(table, source, target, own, found));
                    problems.addAll(found);
                });
        nowhere(asked, rules, destination, sources.keySet(), problems);
        return new Resolved(shapes, new ArrayList<>(problems), new ArrayList<>(sources.keySet()));
    }

    private static Shape shape(
            TableRules rules,
            Layout source,
            String target,
            ShapeTools tools,
            List<ShapeProblem> problems) {
        if (rules.nothing()) {
            return new Renamed(source.collection(), source.named(target));
        }
        List<Output> outputs = new Outputs(rules, source, tools, problems).find();
        List<RowTest> tests =
                new RowTests(source, outputs, tools, problems).find(rules.validation());
        var filter = RowTests.filter(rules.filters(), source, problems);
        Keys keys = Keys.of(source, outputs, problems);
        boolean plain =
                filter == null
                        && tests.isEmpty()
                        && !rules.appendOnly()
                        && asTheyAre(source, outputs);
        if (source.key().isEmpty() && !plain) {
            keyless(source, outputs, filter == null && tests.isEmpty(), rules, problems);
        }
        if (plain || !problems.isEmpty()) {
            return new Renamed(source.collection(), source.named(target));
        }
        return new Mapped(
                new MappedParts(
                        source.collection(),
                        keys.layout(target),
                        outputs,
                        keys.chains(),
                        filter,
                        rules.keepLeaving(),
                        tests,
                        rules.validation().mode(),
                        rules.appendOnly()));
    }

    private static boolean asTheyAre(Layout source, List<Output> outputs) {
        return outputs.stream().map(Output::field).toList().equals(source.fields())
                && outputs.stream().allMatch(output -> output.chain().untouched());
    }

    /** Without a key a row is found by all its values, so they may change their names at most. */
    private static void keyless(
            Layout source,
            List<Output> outputs,
            boolean open,
            TableRules rules,
            List<ShapeProblem> problems) {
        boolean renamed =
                open
                        && !rules.appendOnly()
                        && outputs.size() == source.fields().size()
                        && outputs.stream().allMatch(output -> output.chain().untouched());
        if (!renamed) {
            problems.add(
                    new ShapeProblem(
                            Code.KEYLESS_RULE,
                            "",
                            source.collection()
                                    + " has no key, so its rows are found by their values: its"
                                    + " fields can be renamed, and nothing else."));
        }
    }

    /** What was said of all tables, and fits none of them, is as wrong as what fits not the one. */
    private static void nowhere(
            Set<TableRules> asked,
            ShapeRules rules,
            int destination,
            Set<Layout> sources,
            Set<ShapeProblem> problems) {
        List<Everywhere> all = new ArrayList<>();
        asked.forEach(table -> Everywhere.of(table, all));
        for (Everywhere each : new LinkedHashSet<>(all)) {
            boolean somewhere =
                    sources.stream()
                            .anyMatch(
                                    source ->
                                            source.field(each.field()) != null
                                                    || rules
                                                            .of(destination, source.collection())
                                                            .fields()
                                                            .stream()
                                                            .anyMatch(
                                                                    rule ->
                                                                            each.field()
                                                                                    .equals(
                                                                                            rule
                                                                                                    .to())));
            if (!somewhere) {
                problems.add(
                        new ShapeProblem(
                                Code.UNKNOWN_FIELD,
                                each.pointer(),
                                "No table has a field " + each.field() + "."));
            }
        }
    }

    /** A field that a rule of all tables names. */
    private record Everywhere(String field, String pointer) {
        static void of(TableRules rules, List<Everywhere> into) {
            for (FieldRule rule : rules.fields()) {
                Function function =
                        rule.function() == null ? null : Functions.find(rule.function());
                if (rule.everywhere()
                        && rule.from() != null
                        && (function == null || !function.nulls())) {
                    into.add(new Everywhere(rule.from(), rule.pointer()));
                }
            }
            for (List<NamedRule> named :
                    List.of(rules.transforms(), rules.masks(), rules.validation().checks())) {
                named.stream()
                        .filter(NamedRule::everywhere)
                        .forEach(rule -> into.add(new Everywhere(rule.field(), rule.pointer())));
            }
        }
    }
}
