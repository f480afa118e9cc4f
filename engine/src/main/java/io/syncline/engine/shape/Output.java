package io.syncline.engine.shape;

import io.syncline.core.change.Field;
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
        StringBuilder told = new StringBuilder();
        for (Chain.Step step : chain.steps()) {
            boolean oneWay = !step.mask() && step.bound().inverse() == null;
            told.append(told.isEmpty() ? " by " : ", ")
                    .append(step.mask() ? "mask " : "$")
                    .append(step.name())
                    .append(oneWay ? " (one way)" : "");
        }
        boolean renamed = !name().equals(source);
        String from = source == null ? "" : source;
        return renamed || !told.isEmpty()
                ? (from + (renamed ? " -> " + name() : "") + told).strip()
                : "";
    }
}
