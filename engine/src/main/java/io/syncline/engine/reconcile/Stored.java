package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.Rows;
import java.util.HashSet;
import java.util.Set;

/**
 * What counts as seen of a row that an end has just stored. Pure.
 *
 * @param which the end
 * @param pair the row as it was decided
 */
record Stored(Parts parts, Which which, Pair pair) {
    /** What it stored, with what waits for a person as it was seen before. */
    Image seen(Image stored) {
        Image shared = withoutNews(parts.end(which).facing().shared(pair.id(), stored));
        Review review = pair.review();
        if (review == null) {
            return shared;
        }
        Set<String> frozen = new HashSet<>();
        review.conflicts()
                .forEach(
                        conflict ->
                                frozen.addAll(
                                        parts.rules(pair.id().collection())
                                                .fieldsOf(conflict.path())));
        return Rows.keeping(shared, pair.half(which).seen(), frozen);
    }

    /** A field that the end alone decides, and the other has not been given, is news yet. */
    private Image withoutNews(Image stored) {
        Row row = stored.row();
        Set<String> given = parts.end(which.other()).facing().given(pair.id().collection());
        Image base = pair.base().image();
        if (row == null || given.isEmpty() || base == null) {
            return stored;
        }
        Set<String> news = new HashSet<>(given);
        news.removeIf(name -> Rows.value(base, name) != null);
        return Image.whole(Rows.without(row, news));
    }
}
