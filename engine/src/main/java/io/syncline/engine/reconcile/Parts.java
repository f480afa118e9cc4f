package io.syncline.engine.reconcile;

import io.syncline.core.change.HybridClock;
import io.syncline.core.endpoint.Context;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.review.ReviewListener;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a two-way loop is made of, for the owner of one epoch.
 *
 * @param flow names the pairs in the store
 * @param epoch the owner's
 * @param ours the first end
 * @param theirs the other end
 * @param pairs what is known of rows
 * @param provenance where values come from that other flows have brought
 * @param echoes what the ends have stored of the loop's own writes
 * @param rules how the rows of a collection are merged, by the sync's name of it
 * @param meeting how two rows are merged that were there before the sync
 * @param rowsMax how many rows one round looks at, at least 1
 * @param meter counts what is done
 * @param listener hears of rows that wait for a person
 */
record Parts(
        String flow,
        long epoch,
        End ours,
        End theirs,
        Pairs pairs,
        Provenance provenance,
        Echoes echoes,
        Function<String, Rules> rules,
        Function<String, Rules> meeting,
        int rowsMax,
        TwoWayMeter meter,
        HybridClock clock,
        Context context,
        ReviewListener listener) {
    /** A round of so small a part of the rows that it may have is one of a few. */
    private static final int MANY = 5;

    End end(Which which) {
        return which == Which.OURS ? ours : theirs;
    }

    Rules rules(String collection) {
        return rules.apply(collection);
    }

    /**
     * Whether so many rows are worth doing two things at once for: for a few, what that costs is
     * more than what it saves.
     */
    boolean many(int rows) {
        return rows >= rowsMax / MANY;
    }

    /** Begins work on some rows, or does it now if they are few. */
    <T> Supplier<T> begin(int rows, Supplier<T> work) {
        if (many(rows)) {
            return context.begin(work);
        }
        T made = work.get();
        return () -> made;
    }
}
