package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.core.merge.Ruled;
import io.syncline.core.merge.Settled;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that an end refuses to take, tried often enough that a person should know. It is tried on,
 * seldom, because what stands in its way may go; then nothing of it waits any more. Pure.
 */
final class Refusal {
    /** What is in the way is often gone a moment later: another row of the same transaction. */
    private static final int TRIES = 6;

    /** What stands for the rule that could not decide. */
    static final String RULE = "refused";

    private Refusal() {}

    /** What of a refused row is to wait for a person; null if it is too early to say. */
    static @Nullable Review of(
            Pair pair,
            Dirt dirt,
            End end,
            Outcome.Refused refused,
            long millis,
            Image ours,
            Image theirs) {
        Conflict.Kind kind = kind(refused.kind());
        Review before = pair.review();
        if (kind == null || dirt.tries() < TRIES || before != null && !is(before)) {
            return null;
        }
        Conflict conflict =
                new Conflict(
                        kind,
                        "",
                        null,
                        null,
                        null,
                        null,
                        RULE,
                        end.replica().name() + " refuses the row: " + refused.detail());
        Review now =
                new Review(
                        ours,
                        theirs,
                        List.of(conflict),
                        dirt,
                        before == null ? millis : before.sinceMillis(),
                        before == null ? Care.NONE : before.care());
        return before != null && before.same(now) ? before : now;
    }

    /** What is agreed of a row, with what waits for a person because an end refuses it. */
    static Merged open(Merged agreed, @Nullable Review review) {
        return review != null && is(review) && agreed.clean()
                ? new Merged(agreed.image(), agreed.origins(), agreed.settled(), review.conflicts())
                : agreed;
    }

    /** What a person makes of it: one end's row, instead of what is refused. */
    static Merged kept(Merged open, Which which, Image now, String because) {
        Conflict.Kind kind = open.conflicts().getFirst().kind();
        Settled settled =
                new Settled(kind, Merge.ROW, null, null, null, null, Ruled.WORD, 1, because);
        Origin origin = which == Which.OURS ? Origin.OURS : Origin.THEIRS;
        return new Merged(now, Map.of(Merge.ROW, origin), List.of(settled), List.of());
    }

    /** Whether it waits because an end refused it, and for nothing else. */
    static boolean is(@Nullable Review review) {
        return review != null
                && review.conflicts().size() == 1
                && review.conflicts().getFirst().rule().equals(RULE);
    }

    private static Conflict.@Nullable Kind kind(Outcome.Kind refused) {
        return switch (refused) {
            case UNIQUE -> Conflict.Kind.UNIQUE;
            case FOREIGN_KEY -> Conflict.Kind.FOREIGN_KEY;
            case UNREPRESENTABLE, MISSING -> Conflict.Kind.SCHEMA_MISMATCH;
            case CONSTRAINT, FIXED -> Conflict.Kind.BUSINESS_RULE_VIOLATION;
            case BUSY -> null;
        };
    }
}
