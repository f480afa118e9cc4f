package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.merge.Base;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Told;
import java.util.HashSet;
import java.util.Set;

/** Rows that nobody knows yet, while the ends meet and afterwards. Used by one round. */
final class Strangers {
    private final Set<RowId> guessed = new HashSet<>();

    /**
     * What is to be taken for agreed. While the ends meet, a row that was deleted meanwhile at one
     * of them was there before; if the other did nothing with it, as far as its log will tell, both
     * had it.
     *
     * @param meeting whether the row may have been there before the sync
     */
    Pair pair(Dirt dirt, boolean meeting, Image ours, Image theirs) {
        boolean deleted = ours.isAbsent() && dirt.ours().goneAfter() != null;
        boolean deletedThere = theirs.isAbsent() && dirt.theirs().goneAfter() != null;
        Image left = deleted ? theirs : ours;
        Told toldOfIt = deleted ? dirt.theirs() : dirt.ours();
        if (!meeting || deleted == deletedThere || left.isAbsent() || !toldOfIt.isNothing()) {
            return Pair.unmet(dirt.id());
        }
        guessed.add(dirt.id());
        Half had = new Half(left, null, null);
        return new Pair(dirt.id(), Base.of(left), had, had, null);
    }

    /** Whether a row is only taken for having been at both ends. */
    boolean guessed(RowId id) {
        return guessed.contains(id);
    }
}
