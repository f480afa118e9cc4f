package io.syncline.engine.shape;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out which fields the rows of one collection will have there. For one use. */
final class Outputs {
    private final TableRules rules;
    private final Layout source;
    private final Binder binder;
    private final List<ShapeProblem> problems;
    private final List<Output> found = new ArrayList<>();

    Outputs(TableRules rules, Layout source, ShapeTools tools, List<ShapeProblem> problems) {
        this.rules = rules;
        this.source = source;
        this.binder = new Binder(source.collection(), tools, problems);
        this.problems = problems;
    }

    /** The fields in the source's order; what is made of nothing comes last. */
    List<Output> find() {
        for (Field field : source.fields()) {
            List<FieldRule> own = own(field.name());
            if (own.isEmpty() && !rules.dropUnmapped()) {
                add(field, null);
            }
            for (FieldRule rule : own) {
                if (!FieldRule.DROP.equals(rule.function())) {
                    add(field, rule);
                }
            }
        }
        for (FieldRule rule : rules.fields()) {
            if (rule.from() == null || source.field(rule.from()) == null) {
                unsourced(rule);
            }
        }
        unknown(rules.transforms(), false);
        unknown(rules.masks(), true);
        twice();
        return found;
    }

    private List<FieldRule> own(String field) {
        return rules.fields().stream().filter(rule -> field.equals(rule.from())).toList();
    }

    private void add(Field field, @Nullable FieldRule rule) {
        String name = rule == null ? field.name() : rule.name();
        List<Chain.Step> steps = new ArrayList<>();
        FieldType type = field.type();
        for (NamedRule transform : rules.transforms()) {
            if (transform.field().equals(field.name())) {
                type = step(steps, Functions.find(transform.name()), transform, type, false);
            }
        }
        if (rule != null && rule.function() != null) {
            type = step(steps, Functions.find(rule.function()), named(rule), type, false);
        } else {
            NamedRule wanted = DataTypes.of(rules.types(), Kind.of(type));
            if (wanted != null) {
                type = step(steps, Functions.find(wanted.name()), wanted, type, false);
            }
        }
        for (NamedRule mask : rules.masks()) {
            if (mask.field().equals(field.name()) || mask.field().equals(name)) {
                type = step(steps, Masks.find(mask.name()), mask, type, true);
            }
        }
        boolean nullable =
                field.nullable() || steps.stream().anyMatch(step -> step.bound().nullable());
        found.add(
                new Output(
                        new Field(name, type, nullable),
                        field.name(),
                        steps.isEmpty() ? Chain.NONE : new Chain(steps),
                        rule == null ? "" : rule.pointer()));
    }

    private static NamedRule named(FieldRule rule) {
        return new NamedRule(
                rule.name(),
                String.valueOf(rule.function()),
                rule.args(),
                rule.everywhere(),
                rule.pointer());
    }

    /** Adds a step if it can be made; the type that comes out of it. */
    private FieldType step(
            List<Chain.Step> steps,
            @Nullable Function function,
            NamedRule rule,
            FieldType type,
            boolean mask) {
        if (function == null) {
            problems.add(
                    new ShapeProblem(
                            mask ? Code.UNKNOWN_MASK : Code.UNKNOWN_FUNCTION,
                            rule.pointer(),
                            mask
                                    ? "There is no mask of this name; there are "
                                            + String.join(", ", Masks.named().keySet())
                                            + "."
                                    : "There is no function of this name; there are "
                                            + String.join(", ", Functions.named().keySet())
                                            + "."));
            return type;
        }
        Function.Bound bound = binder.bind(function, rule, type);
        if (bound == null) {
            return type;
        }
        steps.add(new Chain.Step(function.name(), bound, function.nulls(), mask));
        return bound.type();
    }

    /** A field that the source does not have can be made only by what needs no value. */
    private void unsourced(FieldRule rule) {
        Function function = rule.function() == null ? null : Functions.find(rule.function());
        if (function != null && function.nulls() && !function.name().equals("default")) {
            List<Chain.Step> steps = new ArrayList<>();
            FieldType type = step(steps, function, named(rule), new FieldType.Text(null), false);
            for (NamedRule mask : rules.masks()) {
                if (mask.field().equals(rule.name())) {
                    type = step(steps, Masks.find(mask.name()), mask, type, true);
                }
            }
            found.add(
                    new Output(
                            new Field(rule.name(), type, false),
                            null,
                            new Chain(steps),
                            rule.pointer()));
        } else if (!rule.everywhere() || rule.from() == null) {
            problems.add(absent(source, String.valueOf(rule.from()), rule.pointer()));
        }
    }

    private void unknown(List<NamedRule> named, boolean there) {
        for (NamedRule rule : named) {
            boolean known =
                    source.field(rule.field()) != null
                            || there
                                    && found.stream()
                                            .anyMatch(each -> each.name().equals(rule.field()));
            if (!known && !rule.everywhere()) {
                problems.add(absent(source, rule.field(), rule.pointer()));
            }
        }
    }

    /** That a collection does not have a field. */
    static ShapeProblem absent(Layout source, String field, String pointer) {
        return new ShapeProblem(
                Code.UNKNOWN_FIELD,
                pointer,
                "%s has no field %s; it has %s."
                        .formatted(
                                source.collection(),
                                field,
                                String.join(
                                        ", ",
                                        source.fields().stream()
                                                .limit(20)
                                                .map(Field::name)
                                                .toList())));
    }

    private void twice() {
        Map<String, Output> names = new HashMap<>();
        Set<String> told = new HashSet<>();
        for (Output output : found) {
            Output other = names.putIfAbsent(output.name(), output);
            if (other != null && told.add(output.name())) {
                problems.add(
                        new ShapeProblem(
                                Code.FIELD_TWICE,
                                output.pointer().isEmpty() ? other.pointer() : output.pointer(),
                                "Two fields of %s come to the name %s: %s and %s."
                                        .formatted(
                                                source.collection(),
                                                output.name(),
                                                other.source(),
                                                output.source())));
            }
        }
    }
}
