package io.syncline.engine.gather;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Counting;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.DeleteCount;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Stops a flow before a large part of a table of its destination goes. Used by one lane. */
final class DeleteBrake {
    /** So many rows are soon counted; of more the system's own estimate is good enough. */
    private static final long COUNTED_MAX = 1_000_000;

    private final DeleteCount count;
    private final BooleanSupplier allowance;
    private final Context context;
    private boolean allowed;

    /**
     * @param allowance whether a person lets rows go, which is asked for once
     */
    DeleteBrake(Guards.Deletes limit, Endpoint target, BooleanSupplier allowance, Context context) {
        this.allowance = allowance;
        this.context = context;
        this.count =
                new DeleteCount(
                        limit,
                        name -> before(target, name),
                        (name, live, enough) ->
                                target instanceof Counting counting
                                        ? counting.count(name, enough)
                                        : Math.max(live, rows(target, name)));
    }

    /** What a system says of a table that was filled just now may be far off. */
    private static long before(Endpoint target, String name) {
        long counted = target instanceof Counting counting ? counting.count(name, COUNTED_MAX) : -1;
        return counted >= 0 && counted < COUNTED_MAX
                ? counted
                : Math.max(counted, rows(target, name));
    }

    private static long rows(Endpoint target, String name) {
        Layout layout = target.catalog().find(name);
        return layout == null ? 0 : Math.max(0, layout.rows());
    }

    /**
     * These are about to be made.
     *
     * @throws EndpointException TOO_MANY_DELETES if a person has to say that it is meant to be
     */
    void check(List<Change> changes) {
        changes.forEach(change -> count.take(change, context.wallMillis()));
        if (allowed || !count.tooMany()) {
            return;
        }
        allowed = allowance.getAsBoolean();
        if (!allowed) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.TOO_MANY_DELETES,
                    count.stop().going()
                            + ", as no source has them. Resume the sync to let them go");
        }
    }

    /** All that was dirty is dealt with: what a person has allowed was for that. */
    void over() {
        if (allowed) {
            allowed = false;
            count.forget();
        }
    }
}
