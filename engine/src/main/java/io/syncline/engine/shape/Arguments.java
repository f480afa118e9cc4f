package io.syncline.engine.shape;

import io.syncline.core.endpoint.Code;
import java.util.List;

/** Whether the arguments of a rule are those its parameters ask for. Pure. */
final class Arguments {
    private Arguments() {}

    static void check(NamedRule rule, List<Parameter> parameters, List<ShapeProblem> problems) {
        for (String name : rule.args().values().keySet()) {
            if (parameters.stream().noneMatch(each -> each.name().equals(name))) {
                List<String> known = parameters.stream().map(Parameter::name).toList();
                String rest =
                        known.isEmpty() ? "it takes none" : "it takes " + String.join(", ", known);
                wrong(rule, "nobody knows the argument " + name + ", " + rest, problems);
            }
        }
        for (Parameter parameter : parameters) {
            if (rule.args().has(parameter.name())) {
                String problem = parameter.problem(rule.args().all(parameter.name()));
                if (problem != null) {
                    wrong(rule, parameter.name() + ": " + problem, problems);
                }
            } else if (parameter.required()) {
                wrong(rule, "the argument " + parameter.name() + " is missing", problems);
            }
        }
    }

    private static void wrong(NamedRule rule, String what, List<ShapeProblem> problems) {
        problems.add(
                new ShapeProblem(
                        Code.BAD_ARGUMENT, rule.pointer(), rule.name() + ": " + what + "."));
    }
}
