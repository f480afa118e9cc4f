package io.syncline.engine.shape;

import io.syncline.core.change.Field;
import org.jspecify.annotations.Nullable;

/**
 * One field of the rows as they will stand at the destination, and what it is made of.
 *
 * @param field its name and type there
 * @param source the source's field it is made of; null if of none
 * @param forward what becomes of a value, NULL among them
 * @param back what a value there was made of; gives null for one that was made of none. Null if
 *     nothing leads back
 * @param untouched whether values stay as they are
 * @param masked whether a mask hides values
 * @param lasting whether the same value always becomes the same
 * @param told the functions and masks in words; empty if there are none
 * @param pointer where a rule for it stands, or empty
 */
public record Link(
        Field field,
        @Nullable String source,
        Turn forward,
        @Nullable Turn back,
        boolean untouched,
        boolean masked,
        boolean lasting,
        String told,
        String pointer) {
    private static final Turn SAME = value -> value;

    /** A field that goes as it is. */
    static Link same(Field field) {
        return new Link(field, field.name(), SAME, SAME, true, false, true, "", "");
    }

    static Link of(Output output) {
        Chain chain = output.chain();
        boolean untouched = chain.untouched();
        boolean leadsBack = output.source() != null && chain.invertible();
        return new Link(
                output.field(),
                output.source(),
                untouched ? SAME : chain::forward,
                !leadsBack ? null : untouched ? SAME : chain::back,
                untouched,
                chain.masked(),
                chain.lasting(),
                output.steps(),
                output.pointer());
    }
}
