package io.syncline.engine.shape;

import io.syncline.core.change.Field;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One field of the rows as they will stand there.
 *
 * @param field its name and type there
 * @param source the source's field it is made of; null if of none
 * @param chain what becomes of its values
 * @param pointer where a rule for it stands, or empty
 */
record Output(Field field, @Nullable String source, Chain chain, String pointer) {
    String name() {
        return field.name();
    }

    /** What becomes of the field, for a person; empty if nothing does. */
    String told() {
        String turned = chain.steps().stream().map(Output::told).collect(Collectors.joining(", "));
        boolean renamed = !name().equals(source);
        String from = source == null ? "" : source;
        String by = turned.isEmpty() ? "" : " by " + turned;
        return renamed || !by.isEmpty()
                ? (from + (renamed ? " -> " + name() : "") + by).strip()
                : "";
    }

    /** The functions and masks in their order, for a person; empty if there are none. */
    String steps() {
        return chain.steps().stream().map(Output::named).collect(Collectors.joining(", "));
    }

    private static String told(Chain.Step step) {
        boolean oneWay = !step.mask() && step.bound().inverse() == null;
        return named(step) + (oneWay ? " (one way)" : "");
    }

    private static String named(Chain.Step step) {
        return (step.mask() ? "mask " : "$") + step.name();
    }
}
