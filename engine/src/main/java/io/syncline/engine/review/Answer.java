package io.syncline.engine.review;

import io.syncline.core.change.Image;
import io.syncline.core.merge.Conflict;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.Review;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a wish. */
public sealed interface Answer {
    /**
     * It is decided and survives any crash; the ends are being written.
     *
     * @param round the number of the row's new version
     * @param left what of it still waits
     */
    record Done(long round, List<Conflict> left) implements Answer {
        /** Copies the list. */
        public Done {
            left = List.copyOf(left);
        }
    }

    /** It is kept, and the row still waits: proposed, skipped or assigned. */
    record Kept(Care care) implements Answer {}

    /**
     * The row is not any more what the person was shown, or waits no more. Nothing was done.
     *
     * @param ours what the first end shows
     * @param theirs what the other end shows
     * @param agreed what both last agreed on; null if nobody knows
     * @param review what waits now; null if nothing does
     */
    record Stale(Image ours, Image theirs, @Nullable Image agreed, @Nullable Review review)
            implements Answer {}

    /**
     * It cannot be done. Nothing was.
     *
     * @param because why, in one sentence
     */
    record Refused(String because) implements Answer {}

    /** Nothing of this name is there, or not any more. Nothing was done. */
    record Gone() implements Answer {}

    /** What it would do; nothing was done. */
    record Previewed(Preview preview) implements Answer {}

    /**
     * The loop ended before it could tell: it may be decided or not, and the row has to be looked
     * at again.
     */
    record Unknown() implements Answer {}
}
