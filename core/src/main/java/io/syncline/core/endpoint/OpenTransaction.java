package io.syncline.core.endpoint;

import java.util.List;
import java.util.Set;

/**
 * A transaction of a target in which any number of calls write. Used by one thread at a time; after
 * an exception it can only be closed.
 */
public interface OpenTransaction extends AutoCloseable {
    /**
     * Makes the writes. Never stops at a bad row, as {@link Target#apply} does not: the others are
     * made, and the bad one's outcome says why not. Each id stands in at most one write.
     *
     * @return one outcome for each write, in order; what was refused may pass in a later call
     * @throws EndpointException if the transaction is lost; nothing of it was written
     */
    List<Outcome> apply(List<Write> writes);

    /**
     * Has rows of some collections deleted by writes of their own alone: a delete of another row
     * that a foreign key would pass on to them is refused as {@link Outcome.Kind#FOREIGN_KEY} as
     * long as there are any, whoever made them. Said before the first write. Where nothing is
     * passed on, nothing changes.
     */
    default void keep(Set<String> collections) {}

    /** Empties the collections. */
    void truncate(List<String> collections);

    /**
     * Commits everything with the position, and ends the transaction.
     *
     * @return whether it was answered; a commit whose answer was lost may have happened
     * @throws EndpointException FENCED if another owner has taken the flow over; nothing was
     *     written
     */
    boolean commit(Position position);

    /** Undoes everything unless it was committed. Idempotent; throws nothing. */
    @Override
    void close();
}
