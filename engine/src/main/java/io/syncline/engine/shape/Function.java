package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function or a mask: what a field may become on its way.
 *
 * @param name as a configuration writes it, without the dollar sign
 * @param summary what it does, one sentence
 * @param parameters what it takes beside the field
 * @param takes the kinds of fields it can be bound to
 * @param nulls whether it is asked for NULL too; if not, NULL stays NULL
 */
public record Function(
        String name,
        String summary,
        List<Parameter> parameters,
        Set<Kind> takes,
        boolean nulls,
        Binding binding) {
    /** Makes a function for one field. */
    @FunctionalInterface
    interface Binding {
        /** The function for a field; throws IllegalArgumentException that says what is wrong. */
        Bound to(Given given);
    }

    /**
     * A function for one field.
     *
     * @param type what comes out
     * @param nullable whether NULL may come out for what is not NULL
     * @param forward what becomes of a value
     * @param inverse leads back, so that inverse(forward(x)) is x for every x that forward takes;
     *     gives null for what says more than any x, and may take other spellings of what forward
     *     makes. Null if nothing leads back
     * @param lasting whether the same value always becomes the same; what does not cannot be
     *     compared with its source
     */
    public record Bound(
            FieldType type,
            boolean nullable,
            Turn forward,
            @Nullable Turn inverse,
            boolean lasting) {
        static Bound oneWay(FieldType type, Turn forward) {
            return new Bound(type, false, forward, null, true);
        }

        static Bound bothWays(FieldType type, Turn forward, Turn inverse) {
            return new Bound(type, false, forward, inverse, true);
        }
    }

    /** Copies the list and the set. */
    public Function {
        parameters = List.copyOf(parameters);
        takes = Set.copyOf(takes);
    }

    static Function of(
            String name,
            String summary,
            Set<Kind> takes,
            Binding binding,
            Parameter... parameters) {
        return new Function(name, summary, List.of(parameters), takes, false, binding);
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
