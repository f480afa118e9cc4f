package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.merge.Conflict;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import java.util.List;
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
                        before == null ? millis : before.sinceMillis());
        return before != null && before.same(now) ? before : now;
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
