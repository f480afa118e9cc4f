package io.syncline.engine.review;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.Rows;

/**
 * A value that a row has to have at one end.
 *
 * @param which the end
 * @param field the field
 * @param value what it has to be, exactly
 */
public record Condition(Which which, String field, Value value) {
    /** Whether a row that waits has it. */
    boolean holds(Review review) {
        return value.equals(Rows.value(review.shown(which), field));
    }
}
