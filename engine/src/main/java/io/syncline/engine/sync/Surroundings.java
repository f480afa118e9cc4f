package io.syncline.engine.sync;

import io.syncline.core.change.RowId;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import io.syncline.engine.review.Related;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is shown around a row that waits for a person. It is read from both ends when somebody
 * looks, and not kept; there is nothing while the sync does not run.
 */
public final class Surroundings {
    private final SyncDefinition definition;
    private final Leg leg;
    private final @Nullable PairFlow flow;
    private final @Nullable Pair pair;
    private final Function<RowId, @Nullable Pair> known;
    private final long millis;

    /**
     * @param flow the flow that runs; null if none does
     * @param row the row that waits, as the sync calls it
     * @param known what is known of a row by the sync's name; null if nothing is
     * @param millis now, UTC
     */
    Surroundings(
            SyncDefinition definition,
            Leg leg,
            @Nullable PairFlow flow,
            RowId row,
            Function<RowId, @Nullable Pair> known,
            long millis) {
        this.definition = definition;
        this.leg = leg;
        this.flow = flow;
        this.pair = known.apply(row);
        this.known = known;
        this.millis = millis;
    }

    /**
     * The rows that the configuration wants to be shown beside one that waits, as both ends have
     * them now.
     */
    public List<RelatedRow> related() {
        Map<String, List<Related>> context = definition.options().merging().review().context();
        Review review = pair == null ? null : pair.review();
        Facings facings = flow == null ? null : flow.facings();
        if (context.isEmpty() || review == null || flow == null || facings == null) {
            return List.of();
        }
        return new RelatedRows(flow.verifying().collections(), new TableNames(facings), context)
                .of(review);
    }

    /**
     * Each end that refuses the row because of a value that only one row may have, and the rows
     * that are in the way there. From now on it is tried again as soon as one of these changes; or
     * at once, if nothing is in the way any more.
     */
    public List<RefusingEnd> refusing() {
        Facings facings = flow == null ? null : flow.facings();
        if (pair == null || flow == null || facings == null) {
            return List.of();
        }
        List<RefusingEnd> ends =
                new Obstacles(leg, facings, flow.verifying().collections(), known, millis).of(pair);
        flow.verifying().heed(pair.id(), ends);
        return ends;
    }
}
