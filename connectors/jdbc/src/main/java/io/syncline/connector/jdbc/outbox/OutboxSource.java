package io.syncline.connector.jdbc.outbox;

import io.syncline.core.change.HybridClock;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database whose changes are told through an outbox. One flow reads it at a time; safe for use by
 * several threads.
 */
public final class OutboxSource implements Source {
    /** Far more than clocks of a well-kept machine drift. */
    private static final long DRIFT_MILLIS_MAX = 300_000;

    private final Outbox outbox;
    private final Context context;
    private final ReplicaId replica;
    private final Duration every;
    private volatile @Nullable OutboxProgress progress;
    private volatile String flow = "";

    /**
     * Reads the outboxes of a database.
     *
     * @param replica who made what is told
     * @param every how often the outbox is looked at while nothing is in it
     */
    public OutboxSource(Outbox outbox, Context context, ReplicaId replica, Duration every) {
        this.outbox = outbox;
        this.context = context;
        this.replica = replica;
        this.every = every;
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return outbox.preflight(selection);
    }

    @Override
    public Position prepare(Selection selection) {
        outbox.install(selection);
        Outbox.Mark mark = outbox.mark(selection.flow());
        if (mark == null) {
            throw changed(selection.flow());
        }
        return new OutboxPosition(mark.birth(), 0, 0, 0).position();
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        OutboxPosition place = position == null ? null : OutboxPosition.of(position);
        Outbox.Mark mark = outbox.open(selection.flow());
        boolean same =
                mark != null
                        && (position == null
                                || place != null
                                        && place.birth() == mark.birth()
                                        // One of a later reader: the database was set back.
                                        && place.life() < mark.life());
        if (mark == null || !same || !outbox.intact(selection)) {
            throw changed(selection.flow());
        }
        OutboxProgress fresh = new OutboxProgress(mark);
        flow = selection.flow();
        progress = fresh;
        HybridClock clock = new HybridClock(replica, context::wallMillis, DRIFT_MILLIS_MAX);
        return new OutboxReader(outbox, selection, fresh, new KeyChanges(clock), context, every);
    }

    static EndpointException changed(String flow) {
        return new EndpointException(
                Kind.HISTORY_LOST,
                Code.OUTBOX_CHANGED,
                "The outbox of " + flow + " or a trigger that fills it was removed or changed");
    }

    @Override
    public Position head() {
        OutboxProgress now = progress;
        if (now == null) {
            return OutboxPosition.NONE.position();
        }
        synchronized (now) {
            boolean untold =
                    outbox.view(
                            "looking for what is not told",
                            view ->
                                    !outbox.after(view, flow, now.highest(), 1).isEmpty()
                                            || outbox.upTo(view, flow, now.highest()).stream()
                                                    .anyMatch(number -> !now.has(number)));
            return now.head(untold);
        }
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        OutboxPosition here = OutboxPosition.of(reached);
        OutboxPosition there = OutboxPosition.of(wanted);
        return here != null && there != null && here.covers(there);
    }

    /** There is no log: nobody knows. */
    @Override
    public long bytesBetween(Position reached, Position head) {
        return 0;
    }

    @Override
    public void forget(Selection selection) {
        outbox.remove(selection.flow());
        progress = null;
    }
}
