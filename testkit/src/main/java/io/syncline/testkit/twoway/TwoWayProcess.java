package io.syncline.testkit.twoway;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.reconcile.Opening;
import io.syncline.engine.reconcile.Reconcile;
import io.syncline.engine.reconcile.TwoWayMeter;
import io.syncline.engine.review.Errand;
import io.syncline.engine.review.ReviewListener;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process that runs the loop: everything a crash loses. Begins anew after bad weather. */
final class TwoWayProcess {
    private final Supplier<Opening> opening;
    private final ReviewListener listener;
    private @Nullable Opening begun;
    private @Nullable Reconcile loop;
    private boolean anew;
    private boolean ended;

    TwoWayProcess(Supplier<Opening> opening) {
        this(opening, ReviewListener.NOBODY);
    }

    /**
     * @param listener hears of what waits for a person
     */
    TwoWayProcess(Supplier<Opening> opening, ReviewListener listener) {
        this.opening = opening;
        this.listener = listener;
    }

    /** Opens the loop or takes one of its steps. */
    void step() {
        if (ended) {
            return;
        }
        try {
            Opening how = begun;
            if (how == null) {
                how = opening.get();
                begun = how;
            }
            Reconcile going = loop;
            if (going == null) {
                loop = how.open(anew, new TwoWayMeter(), _ -> {}, listener);
                anew = false;
            } else {
                going.step();
            }
        } catch (EndpointException e) {
            switch (e.kind()) {
                case TRANSIENT -> close();
                case FENCED -> {
                    close();
                    ended = true;
                }
                case HISTORY_LOST -> {
                    close();
                    anew = true;
                }
                case MISCONFIGURED, BUG -> throw e;
            }
        }
    }

    /** Lets the loop go; the next step opens another. */
    void close() {
        Reconcile going = loop;
        loop = null;
        if (going != null) {
            going.close();
        }
    }

    /** Whether a later owner has come. */
    boolean ended() {
        return ended;
    }

    /** Whether it has nothing to do as far as it has read. */
    boolean idle() {
        Reconcile going = loop;
        return going != null && going.idle();
    }

    /** Tells the loop that a row is refused as long as another one is as it is. */
    void isInTheWay(RowId blocker, RowId refused) {
        Reconcile going = loop;
        if (going != null) {
            going.isInTheWay(blocker, refused);
        }
    }

    /** Hands a person's errand to the loop; false if it is not open just now. */
    boolean ask(Errand errand) {
        Reconcile going = loop;
        if (going != null) {
            going.ask(errand);
        }
        return going != null;
    }
}
