package io.syncline.engine.facing;

import io.syncline.core.change.Value;
import io.syncline.engine.shape.Turn;

/**
 * Between an end's values of one field and the sync's. NULL is left alone.
 *
 * @param in the sync's value of an end's; null for one that the other end could not hold
 * @param out an end's value of the sync's; null for one that the end could not hold. What came in
 *     and goes out comes in as the same
 */
record Form(Turn in, Turn out) {
    /** Values are the same. */
    static final Form SAME = new Form(value -> value, value -> value);

    /** The same, where NULL is asked for nothing. */
    static Form of(Turn in, Turn out) {
        return new Form(past(in), past(out));
    }

    private static Turn past(Turn turn) {
        return value -> value instanceof Value.Null ? value : turn.of(value);
    }

    /** These values, seen through another form that is nearer to the end. */
    Form within(Form nearer) {
        if (equals(SAME)) {
            return nearer;
        }
        if (nearer.equals(SAME)) {
            return this;
        }
        return new Form(
                value -> {
                    Value between = nearer.in.of(value);
                    return between == null ? null : in.of(between);
                },
                value -> {
                    Value between = out.of(value);
                    return between == null ? null : nearer.out.of(between);
                });
    }

    /** Takes in only what also goes out and comes in again here, and there. */
    Form with(Form there) {
        Turn good =
                value -> {
                    Value shared = in.of(value);
                    return shared != null && keeps(shared) ? shared : null;
                };
        return new Form(good, out).into(there);
    }

    /** Takes in only what also goes out and comes in again there. */
    Form into(Form there) {
        Turn good =
                value -> {
                    Value shared = in.of(value);
                    return shared != null && there.keeps(shared) ? shared : null;
                };
        return new Form(good, out);
    }

    /** The same, but what comes in is spelled as the first end would. */
    Form spelled(Form here) {
        Turn good =
                value -> {
                    Value shared = in.of(value);
                    Value own = shared == null ? null : here.out.of(shared);
                    return own == null ? null : here.in.of(own);
                };
        return new Form(good, out).with(here);
    }

    private boolean keeps(Value shared) {
        Value own = out.of(shared);
        return own != null && shared.equals(in.of(own));
    }
}
