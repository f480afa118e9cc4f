package io.syncline.engine.shape;

import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import java.util.List;
import java.util.Set;

/**
 * A rule that a field's values have to keep.
 *
 * @param name as a configuration writes it
 * @param summary what has to hold, one sentence
 * @param parameters what it takes beside the field
 * @param takes the kinds of fields it can be bound to
 * @param nulls whether it is asked of NULL too; if not, NULL is good
 * @param code what a row is parked with that does not keep it
 */
public record Validator(
        String name,
        String summary,
        List<Parameter> parameters,
        Set<Kind> takes,
        boolean nulls,
        Code code,
        Binding binding) {
    /** Makes the rule for one field. */
    @FunctionalInterface
    interface Binding {
        /** The rule for a field; throws IllegalArgumentException that says what is wrong. */
        Test to(Given given);
    }

    /** The rule for one field. */
    @FunctionalInterface
    public interface Test {
        /** Whether a value keeps it. */
        boolean holds(Value value);
    }

    /** Copies the list and the set. */
    public Validator {
        parameters = List.copyOf(parameters);
        takes = Set.copyOf(takes);
    }

    /** The kinds of fields it takes, as they are told. */
    public String taken() {
        return Kind.told(takes);
    }

    /** The parameters, as the reference shows them. */
    public String asked() {
        return String.join(", ", parameters.stream().map(Parameter::told).toList());
    }
}
