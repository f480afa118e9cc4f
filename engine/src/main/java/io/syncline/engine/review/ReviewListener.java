package io.syncline.engine.review;

import io.syncline.core.change.RowId;
import io.syncline.engine.pair.Review;

/**
 * Hears what becomes of rows that wait for a person, once it is durable. Called by the loop's
 * thread, so it may not take its time; a crash may swallow a call.
 */
public interface ReviewListener {
    /** Nobody hears. */
    ReviewListener NOBODY =
            new ReviewListener() {
                @Override
                public void detected(RowId id, Review review) {}

                @Override
                public void resolved(RowId id, Review review, String by) {}

                @Override
                public void reopened(RowId id, Review review) {}

                @Override
                public void escalated(RowId id, Review review) {}
            };

    /** Something of a row waits now. */
    void detected(RowId id, Review review);

    /**
     * Nothing of a row waits any more.
     *
     * @param review what waited before
     * @param by a person's name, or {@link io.syncline.engine.pair.Episode#SYSTEM} if the rules
     *     could say after all, or both ends became equal
     */
    void resolved(RowId id, Review review, String by);

    /**
     * What waits is not what was shown before: an end has been edited again, so a proposal for it
     * is void.
     */
    void reopened(RowId id, Review review);

    /**
     * An end is not the database that it was: nothing of before is agreed any more, and rows that
     * differ wait for a person.
     *
     * @param end its name
     * @param how in words
     */
    default void doubted(String end, String how) {}

    /**
     * Both ends change a row back and forth: it is dealt with ever more seldom while they do.
     *
     * @param times how often it has come back to what it was
     */
    default void backAndForth(RowId id, int times) {}

    /** What waits has waited too long. */
    void escalated(RowId id, Review review);
}
