package io.syncline.core.merge;

import io.syncline.core.change.Value;
import org.jspecify.annotations.Nullable;

/**
 * How a field is decided that both sides changed. Pure and without state: the same clash has the
 * same verdict wherever and whenever it is asked, and no rule looks at a clock.
 *
 * <p>A rule of one's own implements this and is found by a {@link RuleMaker}.
 */
public interface Rule {
    /** What to take, or that it cannot say. */
    Verdict decide(Clash clash);

    /** What a configuration and the history call it. */
    String word();

    /**
     * Whether both sides' changes count even if they made the same of it: two customers who each
     * took one are two taken.
     *
     * @param value what both made of it
     */
    default boolean addsUp(Value value) {
        return false;
    }

    /**
     * What a side's value means as a change of the base, where the side shows something else than
     * the base. A rule that looks at what was changed, rather than at what is there, carries the
     * change over; null if there is nothing to carry.
     *
     * @param base the agreed value; null if none is known
     * @param seen what the side showed for it; never equal to {@code now}
     * @param now what it shows
     */
    default @Nullable Value lift(@Nullable Value base, Value seen, Value now) {
        return null;
    }
}
