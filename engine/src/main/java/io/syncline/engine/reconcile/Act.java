package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Times;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.Deed;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a person does to a row in a round.
 *
 * @param by who
 * @param deed what, for the history
 * @param care what is noted with what still waits
 * @param fields whose values the person decided; {@link Merge#ROW} for all
 * @param at when that was: later than any edit that was seen
 */
record Act(String by, Deed deed, Care care, Set<String> fields, Version at) {
    Act {
        fields = Set.copyOf(fields);
    }

    /** Whether it decides any of the row, rather than noting something. */
    boolean decides() {
        return !fields.isEmpty();
    }

    /** When the agreed fields were changed: what the person decided, now. */
    Times stamped(Times times, Image agreed) {
        Row row = agreed.row();
        if (row == null || !decides()) {
            return times;
        }
        Map<String, Version> all = new TreeMap<>(times.fields());
        for (String name : row.header().names()) {
            if (fields.contains(name) || fields.contains(Merge.ROW)) {
                all.put(name, at);
            }
        }
        return new Times(times.row(), all);
    }
}
