package io.syncline.core.merge;

import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;

/**
 * One side of a merge.
 *
 * @param replica whose row it is
 * @param now the row as it is there; partial where the side does not hold every field
 * @param seen the row as it was there when the base became what it is: the base itself, unless the
 *     side stores values otherwise or has not been given the base yet. A field that is as it was
 *     seen has not been changed there
 * @param times when its fields were changed, as far as that is known
 */
public record Side(ReplicaId replica, Image now, Image seen, Times times) {
    /** The same side with another row. */
    Side showing(Image other) {
        return new Side(replica, other, seen, times);
    }
}
