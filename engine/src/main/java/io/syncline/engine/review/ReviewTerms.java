package io.syncline.engine.review;

import io.syncline.core.merge.RuleSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration says of how people review what no rule decides.
 *
 * @param fourEyes which decisions two people have to want
 * @param timeout how long a conflict may wait; null for as long as it likes
 * @param onTimeout the strategy that settles what has waited so long; null if that is only told
 * @param escalateTo who is to decide what has waited too long; null for whoever was
 * @param assignTo who is to decide where nobody else is named; null for nobody by name
 * @param conflictShareMost the share of a run's rows in conflict beyond which no rule decides any
 *     more, from 0 to 1; null for none
 * @param context the rows that whoever decides is shown beside one that waits, by its table
 */
public record ReviewTerms(
        FourEyes fourEyes,
        @Nullable Duration timeout,
        @Nullable RuleSpec onTimeout,
        @Nullable String escalateTo,
        @Nullable String assignTo,
        @Nullable Double conflictShareMost,
        Map<String, List<Related>> context) {
    /** Anybody decides, at any time. */
    public static final ReviewTerms NONE =
            new ReviewTerms(FourEyes.NONE, null, null, null, null, null, Map.of());

    /** Copies the map. */
    public ReviewTerms {
        context = Map.copyOf(context);
    }

    /** Terms of reviews alone, however many they are. */
    public ReviewTerms(
            FourEyes fourEyes,
            @Nullable Duration timeout,
            @Nullable RuleSpec onTimeout,
            @Nullable String escalateTo,
            @Nullable String assignTo) {
        this(fourEyes, timeout, onTimeout, escalateTo, assignTo, null, Map.of());
    }

    /** The same with a share of rows in conflict. */
    public ReviewTerms withConflictShareMost(@Nullable Double share) {
        return new ReviewTerms(fourEyes, timeout, onTimeout, escalateTo, assignTo, share, context);
    }
}
