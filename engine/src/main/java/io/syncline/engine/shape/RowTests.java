package io.syncline.engine.shape;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.Condition;
import io.syncline.core.filter.FilterParser;
import io.syncline.core.filter.FilterProblem;
import io.syncline.core.filter.Predicate;
import io.syncline.core.filter.Reading;
import io.syncline.core.filter.Truth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what rows of one collection have to be. For one use. */
final class RowTests {
    private final Layout source;
    private final List<Output> outputs;
    private final Binder binder;
    private final List<ShapeProblem> problems;
    private final Set<RowTest> found = new LinkedHashSet<>();

    RowTests(Layout source, List<Output> outputs, ShapeTools tools, List<ShapeProblem> problems) {
        this.source = source;
        this.outputs = outputs;
        this.binder = new Binder(source.collection(), tools, problems);
        this.problems = problems;
    }

    List<RowTest> find(TableRules.Validation validation) {
        validation.checks().forEach(this::check);
        if (validation.formats()) {
            for (Field field : source.fields()) {
                String name = TextFormats.suggested(field.name(), field.type());
                if (name != null) {
                    suggested(field, name, Args.none());
                }
            }
        }
        for (Field field : source.fields()) {
            boolean text = field.type() instanceof FieldType.Text;
            if (validation.images() && text && TextFormats.suggestsImage(field.name())) {
                suggested(field, Validators.IMAGE_URL, Args.none());
            }
            boolean document = text || field.type() instanceof FieldType.Json;
            String last = TextFormats.words(field.name()).getLast();
            if (validation.attributes()
                    && document
                    && Set.of("attributes", "traits").contains(last)) {
                suggested(field, Validators.ATTRIBUTES, Args.none());
            }
        }
        if (validation.consistency()) {
            found.addAll(Agreements.of(source));
        }
        validation.business().forEach(this::business);
        return List.copyOf(found);
    }

    private void suggested(Field field, String validator, Args args) {
        boolean asked =
                found.stream().anyMatch(each -> each.told().equals(told(validator, field.name())));
        if (!asked) {
            check(new NamedRule(field.name(), validator, args, false, ""));
        }
    }

    private static String told(String validator, String field) {
        return "the rule " + validator + " of the field " + field;
    }

    private void check(NamedRule rule) {
        Validator validator = Validators.find(rule.name());
        if (validator == null) {
            problems.add(
                    new ShapeProblem(
                            Code.UNKNOWN_VALIDATOR,
                            rule.pointer(),
                            "There is no validator of this name; there are "
                                    + String.join(", ", Validators.named().keySet())
                                    + "."));
            return;
        }
        Field field = source.field(rule.field());
        Output output = field == null ? output(rule.field()) : null;
        if (field == null && output == null) {
            if (!rule.everywhere()) {
                problems.add(Outputs.absent(source, rule.field(), rule.pointer()));
            }
            return;
        }
        Chain chain = output == null ? Chain.NONE : output.chain().unmasked();
        FieldType type = field != null ? field.type() : type(output, chain);
        String from = field != null ? field.name() : output == null ? null : output.source();
        Validator.Test test = binder.bind(validator, rule, type);
        if (test == null) {
            return;
        }
        boolean nulls = validator.nulls();
        found.add(
                new RowTest(
                        told(rule.name(), rule.field()),
                        validator.code(),
                        from == null ? Set.of() : Set.of(from),
                        false,
                        row -> {
                            Value value = from == null ? Value.nothing() : row.get(from);
                            Value turned = value == null ? null : chain.forward(value);
                            return turned != null
                                    && (turned instanceof Value.Null && !nulls
                                            || test.holds(turned));
                        }));
    }

    private @Nullable Output output(String name) {
        return outputs.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
    }

    private FieldType type(@Nullable Output output, Chain chain) {
        if (output == null) {
            return new FieldType.Text(null);
        }
        if (!chain.untouched()) {
            return chain.steps().getLast().bound().type();
        }
        Field field = output.source() == null ? null : source.field(output.source());
        return field == null ? output.field().type() : field.type();
    }

    /** A condition on the row as it comes; where that lacks the fields, as it will stand there. */
    private void business(RowRule rule) {
        Condition condition = parsed(rule, problems);
        if (condition == null) {
            return;
        }
        Reading<Predicate> here = condition.resolve(source.fields());
        List<Field> there = outputs.stream().map(Output::field).toList();
        Reading<Predicate> reading =
                here.result() != null || distinct(there).size() != there.size()
                        ? here
                        : condition.resolve(there);
        Predicate predicate = reading.result();
        if (predicate == null) {
            if (!rule.everywhere()) {
                wrong(rule, here.problems(), problems);
            }
            return;
        }
        boolean shaped = here.result() == null;
        found.add(
                new RowTest(
                        "the business rule " + rule.name(),
                        Code.BUSINESS_RULE,
                        shaped ? Set.of() : predicate.fields(),
                        shaped,
                        // As in a CHECK: what cannot be told is no breach.
                        row -> predicate.test(row) != Truth.FALSE));
    }

    private static Set<String> distinct(List<Field> fields) {
        Set<String> names = new LinkedHashSet<>();
        fields.forEach(field -> names.add(field.name()));
        return names;
    }

    /** The filters' predicate; null if there are none. */
    static @Nullable Predicate filter(
            List<RowRule> filters, Layout source, List<ShapeProblem> problems) {
        List<Predicate> all = new ArrayList<>();
        for (RowRule rule : filters) {
            Condition condition = parsed(rule, problems);
            if (condition != null) {
                Reading<Predicate> reading = condition.resolve(source.fields());
                Predicate predicate = reading.result();
                if (predicate != null) {
                    all.add(predicate);
                } else {
                    wrong(rule, reading.problems(), problems);
                }
            }
        }
        return all.isEmpty() ? null : all.size() == 1 ? all.getFirst() : new Predicate.And(all);
    }

    private static @Nullable Condition parsed(RowRule rule, List<ShapeProblem> problems) {
        Reading<Condition> reading = FilterParser.parse(rule.condition());
        if (reading.result() == null) {
            wrong(rule, reading.problems(), problems);
        }
        return reading.result();
    }

    private static void wrong(
            RowRule rule, List<FilterProblem> found, List<ShapeProblem> problems) {
        for (FilterProblem problem : found) {
            problems.add(
                    new ShapeProblem(
                            Code.BAD_CONDITION,
                            rule.pointer(),
                            rule.name() + ", " + problem + "."));
        }
    }
}
