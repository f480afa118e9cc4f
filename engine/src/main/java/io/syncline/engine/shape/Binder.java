package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds functions, masks and validators to fields, and notes why they cannot be. */
final class Binder {
    private final String collection;
    private final ShapeTools tools;
    private final List<ShapeProblem> problems;

    Binder(String collection, ShapeTools tools, List<ShapeProblem> problems) {
        this.collection = collection;
        this.tools = tools;
        this.problems = problems;
    }

    Function.@Nullable Bound bind(Function function, NamedRule rule, FieldType type) {
        Given given = new Given(type, function.parameters(), rule.args(), tools);
        if (!fits(rule, type, function.takes(), function.parameters())) {
            return null;
        }
        try {
            return function.binding().to(given);
        } catch (IllegalArgumentException e) {
            wrong(rule, String.valueOf(e.getMessage()));
            return null;
        }
    }

    Validator.@Nullable Test bind(Validator validator, NamedRule rule, FieldType type) {
        Given given = new Given(type, validator.parameters(), rule.args(), tools);
        if (!fits(rule, type, validator.takes(), validator.parameters())) {
            return null;
        }
        try {
            return validator.binding().to(given);
        } catch (IllegalArgumentException e) {
            wrong(rule, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private boolean fits(
            NamedRule rule, FieldType type, Set<Kind> takes, List<Parameter> parameters) {
        int before = problems.size();
        if (!takes.contains(Kind.of(type))) {
            problems.add(
                    new ShapeProblem(
                            Code.WRONG_FIELD_TYPE,
                            rule.pointer(),
                            "%s takes %s, but %s of %s is %s."
                                    .formatted(
                                            rule.name(),
                                            Kind.told(takes),
                                            rule.field(),
                                            collection,
                                            Kind.of(type).word())));
        }
        Arguments.check(rule, parameters, problems);
        return problems.size() == before;
    }

    private void wrong(NamedRule rule, String message) {
        problems.add(
                new ShapeProblem(
                        Code.BAD_ARGUMENT, rule.pointer(), rule.name() + ": " + message + "."));
    }
}
