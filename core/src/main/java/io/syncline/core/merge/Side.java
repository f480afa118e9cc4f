package io.syncline.core.merge;

import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import java.util.Set;

/**
 * One side of a merge.
 *
 * @param replica whose row it is
 * @param now the row as it is there. A field it does not have is not known of this side, whether
 *     the image calls itself whole or partial: it is neither null nor removed
 * @param seen the row as it was there when the base became what it is: the base itself, unless the
 *     side stores values otherwise or has not been given the base yet. A field that is as it was
 *     seen has not been changed there. A field that was in conflict is as it was seen before, so
 *     that the conflict is found again
 * @param times when its fields were changed, as far as that is known
 * @param owed the base's fields that the side has surely not been given yet, {@link Merge#ROW} for
 *     the row as such. An edit of one of these was made without knowing the base, so the two meet
 */
public record Side(ReplicaId replica, Image now, Image seen, Times times, Set<String> owed) {
    /** Copies the set. */
    public Side {
        owed = Set.copyOf(owed);
    }

    /** A side that has been given the base. */
    public Side(ReplicaId replica, Image now, Image seen, Times times) {
        this(replica, now, seen, times, Set.of());
    }

    /** The same side with another row. */
    Side showing(Image other) {
        return new Side(replica, other, seen, times, owed);
    }

    /** The same side with other times. */
    Side with(Times other) {
        return new Side(replica, now, seen, other, owed);
    }
}
