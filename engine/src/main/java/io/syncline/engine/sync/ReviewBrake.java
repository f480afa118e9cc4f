package io.syncline.engine.sync;

import io.syncline.engine.reconcile.TwoWayMeter;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Stops rules from deciding once too large a share of a flow's rows is in conflict: that many are
 * hardly meant to be, and what rules decide of them is hard to take back. From then on each
 * conflict waits for a person, with what its rule would have taken as a proposal, until a person
 * lets the rules go on. A stop outlives the process; the counts begin anew with each start.
 *
 * <p>Asked by the flow's loop, released from any thread.
 */
final class ReviewBrake {
    /** A share of fewer rows says nothing. */
    static final int ROWS_LEAST = 20;

    private static final String NOTE = "review_brake";

    private final double share;
    private final Owner owner;
    private final String flow;
    private final TwoWayMeter meter;
    private final Store store;
    private long decided;
    private long detected;
    private boolean braked;
    private @Nullable String news;

    /**
     * @param share of the rows, beyond which people decide; null for never
     * @param flow its name
     */
    ReviewBrake(@Nullable Double share, Owner owner, String flow, TwoWayMeter meter, Store store) {
        this.share = share == null ? 1 : share;
        this.owner = owner;
        this.flow = flow;
        this.meter = meter;
        this.store = store;
        this.braked = store.note(flow, NOTE) != null;
    }

    /** Whether people decide all conflicts; for the loop, before it decides any. */
    synchronized boolean braked() {
        long rows = meter.decidedRows() - decided;
        long found = meter.detectedRows() - detected;
        if (!braked && rows >= ROWS_LEAST && found > share * rows) {
            String words =
                    "%d of %d rows were in conflict, more than %s %%: people decide all further ones"
                            .formatted(found, rows, share * 100);
            store.note(owner, flow, NOTE, words);
            braked = true;
            news = words;
        }
        return braked;
    }

    /** Whether people do, as far as the loop has come. */
    synchronized boolean stopped() {
        return braked;
    }

    /** The words of a stop that nobody has been told of, once; null if there is none. */
    synchronized @Nullable String news() {
        String words = news;
        news = null;
        return words;
    }

    /** The rules go on; false if they do anyway. */
    synchronized boolean release() {
        if (!braked) {
            return false;
        }
        store.note(owner, flow, NOTE, null);
        decided = meter.decidedRows();
        detected = meter.detectedRows();
        braked = false;
        news = null;
        return true;
    }
}
