package io.syncline.engine.reconcile;

import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Rules;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Fields that came to be after a row was agreed: a column was added. An end that shows nothing
 * there has not been asked yet, so nothing is what both had, and who shows something has set it.
 * What both have set otherwise is for the rules. Pure.
 */
final class Added {
    private Added() {}

    /** The pair as if both ends had always known the fields that they show now. */
    static Pair known(Pair pair, Rules rules, Image ours, Image theirs) {
        Image base = pair.base().image();
        Row agreed = base == null ? null : base.row();
        Row here = ours.row();
        Row there = theirs.row();
        if (agreed == null
                || here == null
                || there == null
                || agreed.header().equals(here.header())) {
            return pair;
        }
        Set<String> added = added(pair, agreed, rules, here.header());
        Map<String, Value> empty = new HashMap<>();
        for (String name : added) {
            if (there.get(name) != null && (isNull(here, name) || isNull(there, name))) {
                empty.put(name, Value.Null.NULL);
            }
        }
        return empty.isEmpty()
                ? pair
                : new Pair(
                        pair.id(),
                        Base.of(Image.whole(agreed.overlaid(Row.of(empty)))),
                        pair.times(),
                        shown(pair.ours(), here, empty.keySet()),
                        shown(pair.theirs(), there, empty.keySet()),
                        pair.review());
    }

    /** What nobody has known of the row yet. What waits for a person is not agreed, but known. */
    private static Set<String> added(Pair pair, Row agreed, Rules rules, Header header) {
        Set<String> added = new HashSet<>(header.names());
        added.removeIf(
                name ->
                        agreed.get(name) != null
                                || knows(pair.ours(), name)
                                || knows(pair.theirs(), name));
        Review review = pair.review();
        if (review != null && !added.isEmpty()) {
            review.conflicts().stream()
                    .filter(conflict -> !conflict.path().equals(Merge.ROW))
                    .forEach(conflict -> added.removeAll(rules.fieldsOf(conflict.path())));
        }
        return added;
    }

    private static boolean knows(Half half, String name) {
        Row seen = half.seen().row();
        return seen != null && seen.get(name) != null;
    }

    private static boolean isNull(Row row, String name) {
        return Value.Null.NULL.equals(row.get(name));
    }

    private static Half shown(Half half, Row now, Set<String> names) {
        Row seen = half.seen().row();
        if (seen == null) {
            return half;
        }
        Map<String, Value> empty = new HashMap<>();
        names.stream()
                .filter(name -> isNull(now, name))
                .forEach(n -> empty.put(n, Value.Null.NULL));
        return new Half(Image.whole(seen.overlaid(Row.of(empty))), half.read(), half.debt());
    }
}
