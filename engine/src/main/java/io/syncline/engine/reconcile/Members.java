package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Which rows belong to the sync. One that is outside its filters at both ends, and that nobody has
 * agreed on, does not exist for it. One that leaves is first given to both as it is then, so that
 * the edit which made it leave is lost at neither; then the sync lets go of it, which is no delete.
 *
 * @param facing the first end's, which tells what belongs
 */
record Members(Facing facing) {
    /** What the loop is to see of a row that an end shows. */
    Image seen(Pair pair, Which which, Image shown, Image across) {
        Image base = pair.base().image();
        boolean agreed = base != null && !base.isAbsent();
        boolean known = !pair.half(which).seen().isAbsent();
        boolean wanted = facing.belongs(pair.id(), shown) || facing.belongs(pair.id(), across);
        return agreed || known || wanted ? shown : Image.absent();
    }

    /** Whether both ends have been given a row that does not belong to the sync any more. */
    boolean leaves(Pair pair) {
        Image base = pair.base().image();
        return base != null
                && !base.isAbsent()
                && pair.review() == null
                && !pair.owes()
                && !facing.belongs(pair.id(), base);
    }

    /**
     * The row, let go of.
     *
     * @param there the row as the other end shows it
     * @param places gives each write to an end its place in the round
     */
    Pair released(Pair pair, Image there, long round, ToIntFunction<Which> places) {
        Half theirs = new Half(Image.absent(), pair.theirs().read(), null);
        if (!facing.keepsLeaving(pair.id().collection()) && !there.isAbsent()) {
            Half.Debt debt =
                    new Half.Debt(round, places.applyAsInt(Which.THEIRS), Set.of(Merge.ROW));
            theirs = new Half(there, pair.theirs().read(), debt);
        }
        Half ours = new Half(Image.absent(), pair.ours().read(), null);
        return new Pair(pair.id(), Base.of(Image.absent()), pair.times(), ours, theirs, null);
    }
}
