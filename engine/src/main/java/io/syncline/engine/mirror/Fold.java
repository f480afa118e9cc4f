package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;

/**
 * Makes one change of two that follow each other on a row: the first before, and the afters laid
 * over each other. An insert and a delete fold to a delete, never to nothing, because the insert
 * may have been applied already.
 */
final class Fold {
    private Fold() {}

    /** The net change. Neither may be a key change. */
    static Change of(Change first, Change second) {
        return new Change(
                second.id(),
                null,
                first.before(),
                after(first.after(), second.after()),
                second.version());
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
