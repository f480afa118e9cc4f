package io.syncline.core.merge;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a side onto the base: what is as it was seen counts as the base's value, and what is not
 * is a change of the base. So a value that a side stores otherwise, or has not been given yet, is
 * no edit; and one that was given back its old value after the base moved on is.
 */
final class Lift {
    private Lift() {}

    /** The side with its row as a change of the base, or just the base if it has none. */
    static Side onto(Image base, Side side, Rules rules) {
        Image now = side.now();
        Image seen = side.seen();
        Row seenRow = seen.row();
        Row nowRow = now.row();
        if (nowRow == null) {
            return side.showing(seen.isAbsent() ? base : now);
        }
        Row baseRow = base.row();
        if (seenRow == null) {
            return side;
        }
        if (baseRow == null) {
            // A row that is to go and is still there is as it was seen, or has been edited since.
            return side.showing(nowRow.within(seenRow) ? base : now);
        }
        return seen.equals(base)
                ? side
                : side.showing(lifted(baseRow, seenRow, now, nowRow, rules));
    }

    private static Image lifted(Row base, Row seen, Image now, Row row, Rules rules) {
        List<Value> values = new ArrayList<>(row.header().size());
        for (int i = 0; i < row.header().size(); i++) {
            String name = row.header().names().get(i);
            Value here = row.at(i);
            Value then = seen.get(name);
            Value agreed = base.get(name);
            if (then == null) {
                values.add(here);
            } else if (here.equals(then)) {
                values.add(agreed == null ? here : agreed);
            } else {
                values.add(rules.rule(name).lift(agreed, then, here));
            }
        }
        Row lifted = Row.of(row.header(), values);
        return now instanceof Image.Whole ? Image.whole(lifted) : Image.partial(lifted);
    }
}
