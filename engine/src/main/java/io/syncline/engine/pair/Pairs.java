package io.syncline.engine.pair;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps of rows that two ends share. Every method is one transaction: when it returns,
 * its effect survives a crash. What is written for an earlier epoch of the flow changes nothing and
 * throws an {@link io.syncline.core.endpoint.EndpointException} of kind FENCED. Safe for use by
 * several threads.
 */
public interface Pairs {
    /** What is known of rows, by id; those that never were are missing. */
    Map<RowId, Pair> find(String flow, Collection<RowId> ids);

    /** The rows of which an end is owed something. */
    List<Pair> owing(String flow);

    /**
     * Rows of which something waits for a person, in the order in which they began to.
     *
     * @param after where the page before ended; null for the first
     */
    List<Pair> waiting(String flow, Sought sought, @Nullable ReviewId after, int countMax);

    /** All rows of which something waits for a person: for few. */
    default List<Pair> waiting(String flow) {
        return waiting(flow, Sought.ANY, null, Integer.MAX_VALUE);
    }

    /** A row that waits, by its name; null if it does not, or not any more. */
    @Nullable Pair waiting(String flow, ReviewId id);

    /** The row that waits or once waited under this name; null if none of that name is known. */
    @Nullable RowId named(String flow, ReviewId id);

    /** How many rows wait for a person. */
    long waitingCount(String flow, Sought sought);

    /**
     * Rows that have waited too long of which that was not told yet, longest first.
     *
     * @param nowMillis those that are due by then, UTC
     * @param sinceMillis those that nobody has given a due time, if they have waited since then or
     *     before
     */
    List<Pair> overdue(String flow, long nowMillis, long sinceMillis, int countMax);

    /**
     * The ids of rows that are known, in an order of the store's own, also of those that are gone.
     *
     * @param after where to go on, or null to begin
     */
    List<RowId> known(String flow, @Nullable RowId after, int countMax);

    /** The rows that have to be looked at whatever the logs tell. */
    List<Dirt> dirty(String flow);

    /** The number of the latest round that decided anything; 0 if none has. */
    long round(String flow);

    /** How far each end's log is dealt with; empty before the first settlement. */
    Map<Which, Position> places(String flow);

    /**
     * Forgets what was agreed of every row, and what is owed: what is known may be of another time.
     * What the ends showed is kept.
     */
    void doubt(String flow, long epoch);

    /** Makes a round's decisions durable, once all rounds before it are settled. */
    default void decide(String flow, long epoch, long round, List<Decision> decisions) {
        decide(flow, epoch, round, decisions, List.of());
    }

    /**
     * Makes a round's decisions durable.
     *
     * @param unsettled what the round before it has decided that is owed, if that round may not be
     *     settled yet; empty if all rounds before it are
     */
    void decide(
            String flow,
            long epoch,
            long round,
            List<Decision> decisions,
            Collection<RowId> unsettled);

    /** Notes what became of them. */
    void settle(String flow, long epoch, Settlement settlement);

    /**
     * The history of a row, latest first.
     *
     * @param before the round whose episode the page before ended with; {@link Long#MAX_VALUE} for
     *     the first
     */
    List<Episode> history(String flow, RowId id, long before, int countMax);

    /** The beginning of a row's history, latest first. */
    default List<Episode> history(String flow, RowId id, int countMax) {
        return history(flow, id, Long.MAX_VALUE, countMax);
    }

    /**
     * The rows of which something was agreed in a span of time, whichever changed last first.
     *
     * @param fromMillis when it begins, UTC
     * @param untilMillis before when it ends
     */
    List<Decided> decided(String flow, long fromMillis, long untilMillis, int countMax);

    /** Which key of one end is which of the other, where both number their rows. */
    Links links();
}
