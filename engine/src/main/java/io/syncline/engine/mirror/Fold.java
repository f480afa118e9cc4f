package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;

/**
 * Makes one change of two that follow each other on a row: the first before, and the afters laid
 * over each other. An insert and a delete fold to a delete, never to nothing, because the insert
 * may have been applied already. A delete and a few fields of the row that came after it fold to
 * what {@linkplain #halfMade rests on nothing}: what the target has is a row of before.
 */
final class Fold {
    private Fold() {}

    /** The net change. Neither may be a key change. */
    static Change of(Change first, Change second) {
        boolean unfounded = first.after().isAbsent() && second.after() instanceof Image.Partial;
        return new Change(
                second.id(),
                null,
                unfounded ? Image.absent() : first.before(),
                after(first.after(), second.after()),
                second.version());
    }

    /**
     * Whether not all is known of a row where there was none: laid over one that was deleted a
     * moment before, it would inherit what it does not say.
     */
    static boolean halfMade(Change change) {
        return change.before().isAbsent() && change.after() instanceof Image.Partial;
    }

    /** A key change of a row that is parked with an earlier change. */
    static Change moved(Change parked, Change move) {
        return new Change(
                move.id(),
                move.from(),
                parked.before(),
                after(parked.after(), move.after()),
                move.version());
    }

    private static Image after(Image first, Image second) {
        if (!(second instanceof Image.Partial(Row known))) {
            return second;
        }
        return switch (first) {
            case Image.Absent _ -> second;
            case Image.Whole(Row whole) -> Image.whole(whole.overlaid(known));
            case Image.Partial(Row earlier) -> Image.partial(earlier.overlaid(known));
        };
    }
}
